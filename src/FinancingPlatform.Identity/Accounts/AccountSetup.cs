using FinancingPlatform.Identity.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FinancingPlatform.Identity.Accounts;

/// <summary>Registers accounts (账户注册服务).</summary>
public static class AccountSetup
{
    private const int MinPasswordLength = 16;

    /// <summary>
    /// Adds ASP.NET Core Identity's user manager over this platform's store, and <see cref="AccountSeeding"/>. Needs an <c>NpgsqlDataSource</c> of role
    /// portal and the portal's Data Protection keys.
    /// </summary>
    public static IServiceCollection AddAccountStore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AccountRows>();
        services.AddSingleton<TotpSecrets>();
        services.AddSingleton<ILookupNormalizer, NameAsItIs>();
        services.AddIdentityCore<Account>(options =>
            {
                // Passwords are made here and long; classes of characters add nothing to that (NIST SP 800-63B section 5.1.1).
                options.Password.RequiredLength = MinPasswordLength;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = StaffSignIn.MaxFailures;
                options.Lockout.DefaultLockoutTimeSpan = StaffSignIn.LockTime;
            })
            .AddUserStore<AccountStore>()
            .AddTokenProvider<TotpTokenProvider>(TotpTokenProvider.Name);
        services.AddScoped(p => new AccountSeeding(
            p.GetRequiredService<UserManager<Account>>(), p.GetRequiredService<TotpSecrets>(), p.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Names are kept in one form: codes in capitals, staff names in lower case.</summary>
    private sealed class NameAsItIs : ILookupNormalizer
    {
        public string? NormalizeName(string? name) => name;

        public string? NormalizeEmail(string? email) => email;
    }
}
