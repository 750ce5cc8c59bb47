using FinancingPlatform.Core.Errors;
using FinancingPlatform.Identity.Accounts;
using FinancingPlatform.Identity.Sessions;
using Microsoft.AspNetCore.Identity;

namespace FinancingPlatform.Identity.Staff;

/// <summary>A staff user who got in (登录结果).</summary>
/// <param name="Kind">One of <see cref="AccountKind"/>.</param>
/// <param name="Session">The session.</param>
public sealed record StaffEntry(string Kind, OpenSession Session);

/// <summary>Bank, regulator and operator users sign in by password and TOTP (内部用户登录, rule E1); five failures lock for fifteen minutes.</summary>
public sealed class StaffSignIn(UserManager<Account> accounts, SessionStore sessions, TimeProvider clock)
{
    /// <summary>Failures in a row that lock an account.</summary>
    public const int MaxFailures = 5;

    /// <summary>How long a lock lasts.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    private const int MaxInputLength = 200;

    /// <summary>One answer for a wrong name, password or code: which of them was wrong helps only a guesser.</summary>
    private static readonly Error Wrong = new(
        ErrorKind.Unauthenticated, "sign-in-wrong", "用户名、密码或动态口令不正确。动态口令只能使用一次，请等待下一个。", "The name, password or one-time code is wrong. A one-time code works once: wait for the next.");

    /// <summary>What a guess at an unknown name is compared with, so that it takes as long as one at a known name.</summary>
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<string>().HashPassword(string.Empty, Guid.NewGuid().ToString()));

    /// <summary>Checks all three and opens a session.</summary>
    public async Task<Result<StaffEntry>> SignInAsync(string? userName, string? password, string? code, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(userName) || string.IsNullOrEmpty(password) || string.IsNullOrWhiteSpace(code)
            || userName.Length > MaxInputLength || password.Length > MaxInputLength || code.Length > MaxInputLength)
        {
            return Wrong;
        }

        var account = await accounts.FindByNameAsync(userName.Trim());
        if (account is null || account.Kind == AccountKind.Enterprise)
        {
            new PasswordHasher<string>().VerifyHashedPassword(string.Empty, NobodysHash.Value, password);
            return Wrong;
        }

        if (await accounts.IsLockedOutAsync(account))
        {
            return Locked(account.LockedUntil!.Value - clock.GetUtcNow());
        }

        // The code is spent only after a right password: a stranger must not be able to use up the owner's code.
        if (!await accounts.CheckPasswordAsync(account, password) || !await accounts.VerifyTwoFactorTokenAsync(account, TotpTokenProvider.Name, code.Trim()))
        {
            await accounts.AccessFailedAsync(account);
            return await accounts.IsLockedOutAsync(account) ? Locked(LockTime) : Wrong;
        }

        await accounts.ResetAccessFailedCountAsync(account);
        return new StaffEntry(account.Kind, await sessions.OpenAsync(account.Id, SignInMethod.PasswordTotp, cancellationToken));
    }

    private static Error Locked(TimeSpan wait)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes));
        return new Error(
            ErrorKind.TooMany, "account-locked", $"失败次数过多，账户已锁定，请在 {minutes} 分钟后再试。", $"Too many failures: the account is locked. Try again in {minutes} minutes.")
        {
            RetryAfterSeconds = minutes * 60,
        };
    }
}
