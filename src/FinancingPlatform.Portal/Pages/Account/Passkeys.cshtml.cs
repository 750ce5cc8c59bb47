using System.Buffers.Text;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.Passkeys;
using FinancingPlatform.Identity.Verification;
using FinancingPlatform.Portal.Access;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.Portal.Pages.Account;

/// <summary>The passkeys of the signed-in enterprise user (通行密钥管理).</summary>
[Authorize(Policy = PortalRoles.Enterprise)]
public sealed class PasskeysModel(PasskeyService passkeys, RealNameVerification verification, PageLanguage language) : AccountPage
{
    /// <summary>Oldest first.</summary>
    public IReadOnlyList<UserPasskeyInfo> Keys { get; private set; } = [];

    /// <summary>Where the enterprise stands.</summary>
    public VerificationState State { get; private set; } = new(0, null, null, null);

    /// <summary>The list.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Keys = await passkeys.ListAsync(SignedIn.AccountId);
        State = await verification.StateAsync(SignedIn, cancellationToken);
    }

    /// <summary>A credential id as it stands in a form.</summary>
    public static string IdOf(UserPasskeyInfo key) => Base64Url.EncodeToString(key.CredentialId);

    /// <summary>True for the key that the verification is bound to.</summary>
    public bool IsBound(UserPasskeyInfo key) => State.CredentialId is { } bound && bound.AsSpan().SequenceEqual(key.CredentialId);

    /// <summary>Options for the browser.</summary>
    public async Task<IActionResult> OnPostOptionsAsync()
    {
        var ceremony = await passkeys.StartAddingAsync(SignedIn.AccountId, HttpContext);
        return ceremony.IsOk
            ? Content($$"""{"ceremony":"{{ceremony.Value.Id}}","options":{{ceremony.Value.OptionsJson}}}""", "application/json")
            : ceremony.Error.ToProblemAction();
    }

    /// <summary>Checks and keeps the new passkey.</summary>
    public async Task<IActionResult> OnPostAddAsync([FromBody] PasskeyAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var added = await passkeys.AddAsync(SignedIn.AccountId, answer.Ceremony, answer.Credential.GetRawText(), answer.Name, HttpContext);
        if (!added.IsOk)
        {
            return added.Error.ToProblemAction();
        }

        TempData["Notice"] = language[AccountTexts.PasskeyAdded];
        return new JsonResult(new { redirect = "/account/passkeys", credential_id = Base64Url.EncodeToString(added.Value) });
    }

    /// <summary>Removes a passkey.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(string? credentialId)
    {
        if (!Base64Url.IsValid(credentialId) || !await passkeys.RemoveAsync(SignedIn.AccountId, Base64Url.DecodeFromChars(credentialId)))
        {
            return NotFound();
        }

        TempData["Notice"] = language[AccountTexts.PasskeyRemoved];
        return RedirectToPage();
    }
}
