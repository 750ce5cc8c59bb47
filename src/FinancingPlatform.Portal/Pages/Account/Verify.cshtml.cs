using System.Buffers.Text;
using FinancingPlatform.Identity.Passkeys;
using FinancingPlatform.Identity.Verification;
using FinancingPlatform.Portal.Access;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.Portal.Pages.Account;

/// <summary>Real-name verification by a small transfer (实名认证).</summary>
[Authorize(Policy = PortalRoles.Enterprise)]
public sealed class VerifyModel(PasskeyService passkeys, RealNameVerification verification, PageLanguage language) : AccountPage
{
    /// <summary>Oldest first.</summary>
    public IReadOnlyList<UserPasskeyInfo> Keys { get; private set; } = [];

    /// <summary>Where the enterprise stands.</summary>
    public VerificationState State { get; private set; } = new(0, null, null, null);

    /// <summary>The level in words.</summary>
    internal Text LevelText => State.Level switch
    {
        0 => AccountTexts.LevelZero,
        1 => AccountTexts.LevelOne,
        _ => AccountTexts.LevelTwo,
    };

    /// <summary>Where the enterprise stands and what it can do.</summary>
    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    /// <summary>Asks for the transfer.</summary>
    public async Task<IActionResult> OnPostStartAsync(string? credentialId, CancellationToken cancellationToken)
    {
        var id = Base64Url.IsValid(credentialId) ? Base64Url.DecodeFromChars(credentialId) : [];
        var started = await verification.StartAsync(SignedIn, id, cancellationToken);
        if (!started.IsOk)
        {
            await LoadAsync(cancellationToken);
            return Fail(started.Error);
        }

        TempData["Notice"] = language[AccountTexts.TransferStarted];
        return RedirectToPage();
    }

    /// <summary>Hands over the amount.</summary>
    public async Task<IActionResult> OnPostConfirmAsync(Guid attempt, string? answer, CancellationToken cancellationToken)
    {
        var confirmed = await verification.ConfirmAsync(SignedIn, attempt, answer, cancellationToken);
        if (!confirmed.IsOk)
        {
            await LoadAsync(cancellationToken);
            return Fail(confirmed.Error);
        }

        TempData["Notice"] = language[AccountTexts.Verified];
        return RedirectToPage();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Keys = await passkeys.ListAsync(SignedIn.AccountId);
        State = await verification.StateAsync(SignedIn, cancellationToken);
    }
}
