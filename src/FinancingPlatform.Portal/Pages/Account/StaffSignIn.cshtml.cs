using FinancingPlatform.Identity.Staff;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.Portal.Pages.Account;

/// <summary>Bank, regulator and operator users sign in (内部用户登录): password and TOTP on one form.</summary>
public sealed class StaffSignInModel(StaffSignIn staff) : AccountPage
{
    /// <summary>What was typed, to show it again.</summary>
    [BindProperty]
    public string? UserName { get; set; }

    /// <summary>The form.</summary>
    public void OnGet()
    {
        // Nothing to prepare: the form is the same for everyone.
    }

    /// <summary>Checks all three and signs in.</summary>
    public async Task<IActionResult> OnPostAsync(string? password, string? code, CancellationToken cancellationToken)
    {
        var entry = await staff.SignInAsync(UserName, password, code, cancellationToken);
        return entry.IsOk ? Enter(entry.Value.Session, HomeOf(entry.Value.Kind)) : Fail(entry.Error);
    }
}
