using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Dpop;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>Registers the resource server (资源服务器注册).</summary>
public static class ResourceServerSetup
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string Scheme = "DPoP";

    /// <summary>
    /// Adds the scheme <c>DPoP</c> as the default one. Reads <c>Platform:Issuer</c> and <c>Platform:BankApiUrl</c>; a stranger's issuer is set by the
    /// section <c>ResourceServer</c> (Issuer, MetadataAddress, ClientIdClaim, RequiredScope). Needs an <c>NpgsqlDataSource</c> of role bank_api.
    /// </summary>
    public static AuthenticationBuilder AddResourceServer(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(AccessTokenValidators.Backchannel);
        services.AddSingleton<AccessTokenValidators>();
        services.AddSingleton<LiveClients>();
        services.AddSingleton<RevokedTokens>();
        services.AddSingleton<ResourceChecks>();
        services.AddDpop(configuration);
        return services.AddAuthentication(Scheme).AddScheme<ResourceServerOptions, ResourceServerHandler>(Scheme, options =>
        {
            options.Issuer = configuration["Platform:Issuer"]?.TrimEnd('/') ?? string.Empty;
            options.Audience = configuration["Platform:BankApiUrl"]?.TrimEnd('/') ?? string.Empty;
            options.MutualTlsUrl = configuration["Platform:BankApiMutualTlsUrl"]?.TrimEnd('/');
            configuration.GetSection("ResourceServer").Bind(options);
        });
    }

    /// <summary>Adds the proof verifier and the memory of used proofs; replace <see cref="IDpopReplay"/> to keep it elsewhere.</summary>
    internal static IServiceCollection AddDpop(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<DpopOptions>(configuration.GetSection("Dpop"));
        services.TryAddSingleton<DpopNonces>();
        services.TryAddSingleton<DpopProofVerifier>();
        services.TryAddSingleton<IDpopReplay, DatabaseDpopReplay>();
        return services;
    }
}
