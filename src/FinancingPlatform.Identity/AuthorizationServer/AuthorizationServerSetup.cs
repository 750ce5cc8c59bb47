using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Identity.AuthorizationServer.Authorize;
using FinancingPlatform.Identity.AuthorizationServer.Contract;
using FinancingPlatform.Identity.AuthorizationServer.Grants;
using FinancingPlatform.Identity.AuthorizationServer.Keys;
using FinancingPlatform.Identity.AuthorizationServer.Pushed;
using FinancingPlatform.Identity.AuthorizationServer.Tokens;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Clients.Changes;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Identity.ResourceServer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>Registers the built-in issuer (授权服务器注册).</summary>
public static class AuthorizationServerSetup
{
    /// <summary>
    /// Adds the issuer's endpoints, metadata and client register. Reads <c>Platform:Issuer</c>, <c>Platform:BankApiUrl</c> and <c>Platform:MutualTlsUrl</c>;
    /// needs an <c>NpgsqlDataSource</c> of role portal and an <see cref="AuthorisationService"/>.
    /// </summary>
    public static IServiceCollection AddAuthorizationServer(this IServiceCollection services, IConfiguration configuration, IssuerKeyRing keys)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddDpop(configuration);
        services.AddSingleton(new IssuerSettings(Required(configuration, "Platform:Issuer"), Required(configuration, "Platform:BankApiUrl"), keys)
        {
            MutualTls = configuration["Platform:MutualTlsUrl"]?.TrimEnd('/'),
        });
        services.AddSingleton<ClientRegistry>();
        services.AddSingleton<ClientAuthentication>();
        services.AddSingleton<AccessTokenIssuer>();
        services.AddSingleton<TokenRequestLog>();
        services.AddSingleton<IssuedTokenReader>();
        services.AddSingleton<GrantEndpoint>();
        services.AddSingleton(p => new TokenEndpoint(
            Of<IssuerSettings>(p), Of<NpgsqlDataSource>(p), Of<ClientAuthentication>(p), Of<DpopProofVerifier>(p), Of<AccessTokenIssuer>(p), Of<TokenRequestLog>(p), Of<GrantEndpoint>(p)));
        services.AddSingleton(p => new PushEndpoint(Of<IssuerSettings>(p), Of<NpgsqlDataSource>(p), Of<ClientAuthentication>(p), Of<DpopProofVerifier>(p), Of<TimeProvider>(p)));
        services.AddSingleton(p => new RevocationEndpoint(Of<NpgsqlDataSource>(p), Of<ClientAuthentication>(p), Of<IssuedTokenReader>(p), Of<TimeProvider>(p)));
        services.AddSingleton(p => new IntrospectionEndpoint(Of<NpgsqlDataSource>(p), Of<ClientAuthentication>(p), Of<ClientRegistry>(p), Of<IssuedTokenReader>(p), Of<TimeProvider>(p)));
        services.AddSingleton(p => new IssuerContract(Of<PushEndpoint>(p), Of<TokenEndpoint>(p), Of<RevocationEndpoint>(p), Of<IntrospectionEndpoint>(p)));
        services.AddSingleton<AuthorizationFlow>();
        services.AddSingleton<ClientChanges>();
        services.AddSingleton<IssuerMetadata>();
        return services;
    }

    private static T Of<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();

    private static string Required(IConfiguration configuration, string name) =>
        configuration[name]?.TrimEnd('/') ?? throw new InvalidOperationException($"{name} is not set: the issuer does not know its own address.");
}
