using System.Security.Cryptography;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Identity.Accounts;
using Microsoft.AspNetCore.Identity;

namespace FinancingPlatform.Identity.Staff;

/// <summary>A staff account to make (待建账户).</summary>
/// <param name="Kind">bank, regulator or operator.</param>
/// <param name="UserName">Name to sign in by: lower-case letters, digits, dashes.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="BankUscc">The bank, for kind bank.</param>
public sealed record StaffAccount(string Kind, string UserName, string DisplayName, string? BankUscc = null);

/// <summary>The secrets of a new account (初始凭据), known once: the platform keeps a hash and a wrapped secret.</summary>
/// <param name="Role">Its kind.</param>
/// <param name="UserName">Name to sign in by.</param>
/// <param name="Password">Made here.</param>
/// <param name="TotpSecret">Made here, Base32.</param>
public sealed record StaffSecrets(string Role, string UserName, string Password, string TotpSecret);

/// <summary>
/// Makes bank, regulator and operator accounts (内部账户初始化). Needs <c>AddAccountStore</c> over a data source of role portal and the portal's Data
/// Protection keys, or the portal cannot read the TOTP secrets.
/// </summary>
public sealed class AccountSeeding
{
    private const int PasswordBytes = 15;
    private const int MaxNameLength = 64;
    private readonly UserManager<Account> _accounts;
    private readonly TotpSecrets _secrets;
    private readonly TimeProvider _clock;

    internal AccountSeeding(UserManager<Account> accounts, TotpSecrets secrets, TimeProvider clock) => (_accounts, _secrets, _clock) = (accounts, secrets, clock);

    /// <summary>Makes the account with a new password and TOTP secret; refuses a name that is taken.</summary>
    public async Task<Result<StaffSecrets>> CreateAsync(StaffAccount staff, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(staff);
        cancellationToken.ThrowIfCancellationRequested();
        if (staff.Kind is not (AccountKind.Bank or AccountKind.Regulator or AccountKind.Operator) || (staff.Kind == AccountKind.Bank) != Uscc.TryParse(staff.BankUscc, out _))
        {
            return new Error(ErrorKind.Invalid, "account-invalid", "账户类型须为银行、监管或运维；银行账户须有银行代码。", "The kind must be bank, regulator or operator; a bank's account needs the bank's code.");
        }

        if (staff.UserName.Length is 0 or > MaxNameLength || staff.UserName.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            return new Error(ErrorKind.Invalid, "account-invalid", "用户名须为小写字母、数字和横线，最多 64 个。", "The name must be lower-case letters, digits and dashes, at most 64.") { Field = "user_name" };
        }

        // 15 random bytes, grouped so that a person can type them: 120 bits in 24 characters.
        var password = string.Join('-', Totp.ToBase32(RandomNumberGenerator.GetBytes(PasswordBytes)).ToLowerInvariant().Chunk(6).Select(c => new string(c)));
        var account = new Account
        {
            Id = Guid.CreateVersion7(_clock.GetUtcNow()),
            Kind = staff.Kind,
            UserName = staff.UserName,
            DisplayName = staff.DisplayName,
            BankUscc = staff.BankUscc,
        };
        var secret = Totp.NewSecret();
        account.TotpSecret = _secrets.Protect(secret);
        var made = await _accounts.CreateAsync(account, password);
        return made.Succeeded
            ? new StaffSecrets(staff.Kind, staff.UserName, password, secret)
            : new Error(ErrorKind.Conflict, "account-exists", $"用户名 {staff.UserName} 已存在。", $"The name {staff.UserName} is taken: {string.Join("; ", made.Errors.Select(e => e.Code))}.") { Field = "user_name" };
    }
}
