using FinancingPlatform.Core.Errors;
using FinancingPlatform.Identity.Accounts;
using FinancingPlatform.Identity.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace FinancingPlatform.Identity.Passkeys;

/// <summary>
/// Passkeys (通行密钥, WebAuthn Level 3) through ASP.NET Core Identity's own handler: one is added by a signed-in user and signs in later. Signing a
/// consent is another ceremony with a challenge of its own (rule A4).
/// </summary>
public sealed class PasskeyService
{
    /// <summary>Passkeys of one account; a phone, a computer and a few spare ones.</summary>
    public const int MaxPasskeys = 10;

    private const int MaxNameLength = 40;
    private readonly UserManager<Account> _accounts;
    private readonly IPasskeyHandler<Account> _handler;
    private readonly PasskeyCeremonies _ceremonies;
    private readonly SessionStore _sessions;

    internal PasskeyService(UserManager<Account> accounts, IPasskeyHandler<Account> handler, PasskeyCeremonies ceremonies, SessionStore sessions) =>
        (_accounts, _handler, _ceremonies, _sessions) = (accounts, handler, ceremonies, sessions);

    /// <summary>The account's passkeys, oldest first.</summary>
    public async Task<IReadOnlyList<UserPasskeyInfo>> ListAsync(Guid accountId) => [.. await _accounts.GetPasskeysAsync(await AccountAsync(accountId))];

    /// <summary>Starts adding a passkey.</summary>
    public async Task<Result<PasskeyCeremony>> StartAddingAsync(Guid accountId, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var account = await AccountAsync(accountId);
        if ((await _accounts.GetPasskeysAsync(account)).Count >= MaxPasskeys)
        {
            return new Error(ErrorKind.Conflict, "too-many-passkeys", $"最多可添加 {MaxPasskeys} 个通行密钥，请先删除不用的。", $"At most {MaxPasskeys} passkeys: remove one that you no longer use.");
        }

        var options = await _handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.UserName, DisplayName = account.DisplayName }, context);
        var id = await _ceremonies.StartAsync(PasskeyCeremonies.Attestation, accountId, options.AttestationState, context.RequestAborted);
        return new PasskeyCeremony(id, options.CreationOptionsJson);
    }

    /// <summary>Checks the browser's answer and keeps the passkey; the answer is its credential id.</summary>
    public async Task<Result<byte[]>> AddAsync(Guid accountId, Guid ceremony, string credentialJson, string? name, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var state = await _ceremonies.TakeAsync(ceremony, PasskeyCeremonies.Attestation, accountId, context.RequestAborted);
        if (!state.IsOk)
        {
            return state.Error;
        }

        var result = await _handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = context,
            CredentialJson = credentialJson,
            AttestationState = state.Value,
        });
        if (!result.Succeeded)
        {
            return Refused(result.Failure.Message);
        }

        result.Passkey.Name = NameOf(name);
        await _accounts.AddOrUpdatePasskeyAsync(await AccountAsync(accountId), result.Passkey);
        return result.Passkey.CredentialId;
    }

    /// <summary>Removes a passkey; what it signed stays provable. False when the account has no such passkey.</summary>
    public async Task<bool> RemoveAsync(Guid accountId, byte[] credentialId)
    {
        var account = await AccountAsync(accountId);
        return await _accounts.GetPasskeyAsync(account, credentialId) is not null && (await _accounts.RemovePasskeyAsync(account, credentialId)).Succeeded;
    }

    /// <summary>Starts a sign-in; any passkey of this site may answer.</summary>
    public async Task<PasskeyCeremony> StartSignInAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = await _handler.MakeRequestOptionsAsync(user: null, context);
        var id = await _ceremonies.StartAsync(PasskeyCeremonies.Assertion, accountId: null, options.AssertionState, context.RequestAborted);
        return new PasskeyCeremony(id, options.RequestOptionsJson);
    }

    /// <summary>Checks the browser's answer and opens a session.</summary>
    public async Task<Result<OpenSession>> SignInAsync(Guid ceremony, string credentialJson, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var state = await _ceremonies.TakeAsync(ceremony, PasskeyCeremonies.Assertion, accountId: null, context.RequestAborted);
        if (!state.IsOk)
        {
            return state.Error;
        }

        var result = await _handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context,
            CredentialJson = credentialJson,
            AssertionState = state.Value,
        });
        if (!result.Succeeded)
        {
            return Refused(result.Failure.Message);
        }

        await _accounts.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return await _sessions.OpenAsync(result.User.Id, SignInMethod.Passkey, context.RequestAborted);
    }

    private async Task<Account> AccountAsync(Guid id) =>
        await _accounts.FindByIdAsync(id.ToString()) ?? throw new InvalidOperationException("The signed-in account does not exist.");

    private static string NameOf(string? name)
    {
        var trimmed = (name ?? string.Empty).Trim();
        return trimmed.Length is 0 or > MaxNameLength ? "通行密钥 / Passkey" : trimmed;
    }

    private static Error Refused(string why) => new(
        ErrorKind.Unauthenticated, "passkey-refused", "通行密钥未通过验证，请重试或改用短信验证码。", $"The passkey was not accepted; try again or use a code by message. ({why})");
}
