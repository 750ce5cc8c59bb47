using System.Security.Cryptography;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Identity.Accounts;
using FinancingPlatform.Identity.OneTimeCodes;
using FinancingPlatform.Identity.Registration;
using FinancingPlatform.Identity.Sessions;

namespace FinancingPlatform.Identity.SignIn;

/// <summary>
/// An enterprise user signs in by a one-time code (验证码登录): code of the enterprise and telephone must belong together. Whether they do is not
/// told; the message goes out only when they do.
/// </summary>
public sealed class CodeSignIn
{
    private readonly AccountRows _accounts;
    private readonly CodeService _codes;
    private readonly SessionStore _sessions;

    internal CodeSignIn(AccountRows accounts, CodeService codes, SessionStore sessions) => (_accounts, _codes, _sessions) = (accounts, codes, sessions);

    /// <summary>Sends a code to the telephone when it is the account's; the answer names the code.</summary>
    public async Task<Result<Guid>> StartAsync(string? uscc, string? phone, string address, CancellationToken cancellationToken)
    {
        var check = Uscc.Check(uscc);
        if (!check.IsValid)
        {
            return RegistrationErrors.CodeInvalid(check);
        }

        if (!MobilePhone.TryParse(phone, out var number))
        {
            return CodeErrors.PhoneInvalid;
        }

        var account = await _accounts.ByNameAsync(check.Normalised, cancellationToken);
        var owns = account is { Kind: AccountKind.Enterprise, PhoneHash: { } hash } && CryptographicOperations.FixedTimeEquals(hash, _codes.PhoneHash(number));
        return await _codes.RequestAsync(
            new CodeRequest(CodeRequest.SignIn, number, address, Deliver: owns, AccountId: owns ? account!.Id : null), cancellationToken);
    }

    /// <summary>Takes the code back and opens a session.</summary>
    public async Task<Result<OpenSession>> CompleteAsync(Guid codeId, string? code, CancellationToken cancellationToken)
    {
        var proved = await _codes.ConfirmAsync(codeId, CodeRequest.SignIn, code, cancellationToken);
        return proved.IsOk
            ? proved.Value.AccountId is { } account ? await _sessions.OpenAsync(account, SignInMethod.Code, cancellationToken) : CodeErrors.Wrong
            : proved.Error;
    }
}
