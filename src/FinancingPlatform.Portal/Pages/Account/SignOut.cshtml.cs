using FinancingPlatform.Identity.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Account;

/// <summary>Ends the session (退出登录): in the database too, so a copied cookie is worth nothing.</summary>
public sealed class SignOutModel(SessionStore sessions) : PageModel
{
    /// <summary>There is nothing to read here.</summary>
    public IActionResult OnGet() => LocalRedirect("/");

    /// <summary>Ends the session and goes home.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (SessionCookie.Read(Request) is { } token)
        {
            await sessions.EndAsync(token, cancellationToken);
        }

        SessionCookie.Clear(Response);
        return LocalRedirect("/");
    }
}
