using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages;

/// <summary>Switches the language of the pages (切换语言).</summary>
[AllowAnonymous]
public sealed class LanguageModel : PageModel
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    /// <summary>There is nothing to read here.</summary>
    public IActionResult OnGet() => LocalRedirect("/");

    /// <summary>Remembers the choice and goes back to the page it was made on; only to a page of this host.</summary>
    public IActionResult OnPost(string? to, string? back)
    {
        Response.Cookies.Append(PageLanguage.CookieName, to is "en" ? "en" : "zh", new CookieOptions
        {
            MaxAge = Remembered,
            SameSite = SameSiteMode.Lax,
            HttpOnly = true,
            Secure = true,
            IsEssential = true,
        });
        return LocalRedirect(Url.IsLocalUrl(back) ? back : "/");
    }
}
