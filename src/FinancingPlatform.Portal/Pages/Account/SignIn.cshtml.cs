using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.Passkeys;
using FinancingPlatform.Identity.Sessions;
using FinancingPlatform.Identity.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.Portal.Pages.Account;

/// <summary>An enterprise user signs in (企业登录): by passkey, or by a code to the registered telephone.</summary>
public sealed class SignInModel(CodeSignIn codes, PasskeyService passkeys) : AccountPage
{
    /// <summary>The code that was sent; null while the first form is shown.</summary>
    [BindProperty]
    public Guid? CodeId { get; set; }

    /// <summary>What was typed, to show it again.</summary>
    [BindProperty]
    public string? Uscc { get; set; }

    /// <summary>What was typed, to show it again.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>Both ways in.</summary>
    public void OnGet() => CodeId = null;

    /// <summary>Sends a code when enterprise and telephone belong together.</summary>
    public async Task<IActionResult> OnPostSendCodeAsync(CancellationToken cancellationToken)
    {
        CodeId = null;
        var started = await codes.StartAsync(Uscc, Phone, Address, cancellationToken);
        if (!started.IsOk)
        {
            return Fail(started.Error);
        }

        ModelState.Clear();
        CodeId = started.Value;
        return Page();
    }

    /// <summary>Takes the code back and signs in.</summary>
    public async Task<IActionResult> OnPostCodeAsync(string? code, CancellationToken cancellationToken)
    {
        if (CodeId is not { } id)
        {
            return RedirectToPage();
        }

        var session = await codes.CompleteAsync(id, code, cancellationToken);
        return session.IsOk ? Enter(session.Value, "/enterprise") : Fail(session.Error);
    }

    /// <summary>Options for the browser.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync()
    {
        var ceremony = await passkeys.StartSignInAsync(HttpContext);
        return Content($$"""{"ceremony":"{{ceremony.Id}}","options":{{ceremony.OptionsJson}}}""", "application/json");
    }

    /// <summary>Checks the passkey's assertion and signs in.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync([FromBody] PasskeyAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var session = await passkeys.SignInAsync(answer.Ceremony, answer.Credential.GetRawText(), HttpContext);
        if (!session.IsOk)
        {
            return session.Error.ToProblemAction();
        }

        SessionCookie.Set(Response, session.Value);
        return new JsonResult(new { redirect = Target("/enterprise") });
    }
}
