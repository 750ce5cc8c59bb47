using FinancingPlatform.Identity.Registration;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.Portal.Pages.Account;

/// <summary>An enterprise registers (企业注册): two short forms, code and telephone, then the code from the message.</summary>
public sealed class RegisterModel(EnterpriseRegistration registration) : AccountPage
{
    /// <summary>The code that was sent; null while the first form is shown.</summary>
    [BindProperty]
    public Guid? CodeId { get; set; }

    /// <summary>What was typed, to show it again.</summary>
    [BindProperty]
    public string? Uscc { get; set; }

    /// <summary>What was typed, to show it again.</summary>
    [BindProperty]
    public string? DisplayName { get; set; }

    /// <summary>What was typed, to show it again.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The first form.</summary>
    public void OnGet() => CodeId = null;

    /// <summary>Checks the first form and sends the code.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        CodeId = null;
        var started = await registration.StartAsync(Uscc, DisplayName, Phone, Address, cancellationToken);
        if (!started.IsOk)
        {
            return Fail(started.Error);
        }

        // The tag helper would show the posted (absent) value otherwise.
        ModelState.Clear();
        CodeId = started.Value;
        return Page();
    }

    /// <summary>Takes the code back, makes the account and signs in.</summary>
    public async Task<IActionResult> OnPostCodeAsync(string? code, CancellationToken cancellationToken)
    {
        if (CodeId is not { } id)
        {
            return RedirectToPage();
        }

        var session = await registration.CompleteAsync(id, code, cancellationToken);
        return session.IsOk ? Enter(session.Value, "/account/passkeys") : Fail(session.Error);
    }
}
