using FinancingPlatform.Core.Keys;
using FinancingPlatform.Identity.Accounts;
using FinancingPlatform.Identity.Housekeeping;
using FinancingPlatform.Identity.OneTimeCodes;
using FinancingPlatform.Identity.Passkeys;
using FinancingPlatform.Identity.Protection;
using FinancingPlatform.Identity.Registration;
using FinancingPlatform.Identity.Sessions;
using FinancingPlatform.Identity.SignIn;
using FinancingPlatform.Identity.Staff;
using FinancingPlatform.Identity.Verification;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FinancingPlatform.Identity;

/// <summary>Registers accounts, sign-in and verification with the portal (身份服务注册).</summary>
public static class IdentitySetup
{
    /// <summary>Name of the authentication scheme of people.</summary>
    public const string SessionScheme = "session";

    private static readonly TimeSpan OutsideTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds everything that people's accounts need and makes <see cref="SessionScheme"/> the default scheme. Reads <c>Platform:Issuer</c>,
    /// <c>Platform:PhoneUrl</c>, <c>Keys:Directory</c>; needs an <c>NpgsqlDataSource</c> of role portal and Data Protection.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration.</param>
    /// <param name="verifiers">Public keys of the real-name verifiers that are trusted (use <c>verifier</c>).</param>
    public static IServiceCollection AddPlatformIdentity(this IServiceCollection services, IConfiguration configuration, IReadOnlyList<VerificationKey> verifiers)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var issuer = new Uri(Required(configuration, "Platform:Issuer"));
        var phone = new Uri(Required(configuration, "Platform:PhoneUrl").TrimEnd('/') + "/");
        services.AddHttpContextAccessor();
        services.AddAccountStore();
        services.AddSingleton(_ => PersonalIdentifiers.LoadOrMake(Required(configuration, "Keys:Directory")));
        services.AddSingleton<SessionStore>();
        services.AddAuthentication(SessionScheme).AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionScheme, configureOptions: null);
        AddCodes(services, configuration, phone);
        AddPasskeys(services, issuer);
        services.AddScoped<StaffSignIn>();
        AddVerification(services, phone, verifiers);
        services.AddHostedService<IdentityHousekeeping>();
        return services;
    }

    private static void AddCodes(IServiceCollection services, IConfiguration configuration, Uri phone)
    {
        services.Configure<CodePolicy>(configuration.GetSection("OneTimeCodes"));
        services.AddHttpClient(HttpSmsSender.ClientName, client => Outside(client, phone));
        services.TryAddSingleton<ISmsSender, HttpSmsSender>();
        services.AddSingleton(p => new CodeService(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<ISmsSender>(), p.GetRequiredService<PersonalIdentifiers>(),
            p.GetRequiredService<IOptions<CodePolicy>>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new EnterpriseRegistration(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<CodeService>(), p.GetRequiredService<SessionStore>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new CodeSignIn(
            p.GetRequiredService<AccountRows>(), p.GetRequiredService<CodeService>(), p.GetRequiredService<SessionStore>()));
    }

    private static void AddPasskeys(IServiceCollection services, Uri issuer)
    {
        const int es256 = -7;
        const int challengeBytes = 32;
        var origin = issuer.GetLeftPart(UriPartial.Authority);
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.ServerDomain = issuer.Host;
            options.ChallengeSize = challengeBytes;
            options.AuthenticatorTimeout = PasskeyCeremonies.Lifetime;
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AttestationConveyancePreference = "none";
            // The same key signs consents, and their verifiers at the nodes know ES256 (rule A4).
            options.IsAllowedAlgorithm = algorithm => algorithm == es256;
            options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && context.Origin == origin);
        });
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddSingleton<PasskeyCeremonies>();
        services.AddScoped(p => new PasskeyService(
            p.GetRequiredService<UserManager<Account>>(), p.GetRequiredService<IPasskeyHandler<Account>>(), p.GetRequiredService<PasskeyCeremonies>(),
            p.GetRequiredService<SessionStore>()));
    }

    private static void AddVerification(IServiceCollection services, Uri phone, IReadOnlyList<VerificationKey> verifiers)
    {
        services.AddSingleton(new TrustedVerifiers(verifiers));
        services.AddHttpClient(SmallTransferVerifier.ClientName, client => Outside(client, phone));
        services.AddSingleton<IRealNameVerifier, SmallTransferVerifier>();
        services.AddSingleton(p => new RealNameVerification(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<IRealNameVerifier>(), p.GetRequiredService<TrustedVerifiers>(),
            p.GetRequiredService<TimeProvider>()));
    }

    private static void Outside(HttpClient client, Uri address)
    {
        client.BaseAddress = address;
        client.Timeout = OutsideTimeout;
        client.MaxResponseContentBufferSize = 64 * 1024;
    }

    private static string Required(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is not set: the portal cannot sign anybody in without it.");
}
