using FinancingPlatform.Core.Keys;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.ResourceServer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>Registers the built-in issuer (授权服务器注册).</summary>
public static class AuthorizationServerSetup
{
    /// <summary>Adds the token endpoint, metadata and client register. Reads <c>Platform:Issuer</c> and <c>Platform:BankApiUrl</c>; needs an <c>NpgsqlDataSource</c> of role portal.</summary>
    public static IServiceCollection AddAuthorizationServer(this IServiceCollection services, IConfiguration configuration, IReadOnlyList<SigningKey> keys)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddDpop(configuration);
        services.AddSingleton(new IssuerSettings(Required(configuration, "Platform:Issuer"), Required(configuration, "Platform:BankApiUrl"), keys));
        services.AddSingleton<ClientRegistry>();
        services.AddSingleton<AccessTokenIssuer>();
        services.AddSingleton<TokenRequestLog>();
        services.AddSingleton<TokenEndpoint>();
        services.AddSingleton<IssuerMetadata>();
        return services;
    }

    private static string Required(IConfiguration configuration, string name) =>
        configuration[name]?.TrimEnd('/') ?? throw new InvalidOperationException($"{name} is not set: the issuer does not know its own address.");
}
