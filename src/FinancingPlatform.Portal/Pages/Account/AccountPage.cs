using FinancingPlatform.Core.Errors;
using FinancingPlatform.Identity.Sessions;
using FinancingPlatform.Portal.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Account;

/// <summary>What the account pages share (账户页面).</summary>
public abstract class AccountPage : PageModel
{
    /// <summary>What went wrong with the last entry; shown above the form and at the field.</summary>
    public Error? Failure { get; private set; }

    /// <summary>Where to go after signing in; only to a page of this host.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Where the request comes from, for limits.</summary>
    protected string Address => HttpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    /// <summary>Who is signed in; only on pages that demand it.</summary>
    protected SessionUser SignedIn => SessionUser.From(User) ?? throw new InvalidOperationException("The page was reached without a session: it lacks a policy.");

    /// <summary>The message for a field; null when the failure is not about it.</summary>
    public string? FailureAt(string field) => string.Equals(Failure?.Field, field, StringComparison.OrdinalIgnoreCase) ? field : null;

    /// <summary>Shows the page again with what went wrong.</summary>
    protected PageResult Fail(Error error)
    {
        Failure = error;
        Response.StatusCode = error.Kind switch
        {
            ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
            ErrorKind.Unexpected => StatusCodes.Status500InternalServerError,
            ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status200OK,
        };
        if (error.RetryAfterSeconds is { } seconds)
        {
            Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Page();
    }

    /// <summary>Sets the cookie and goes on.</summary>
    protected LocalRedirectResult Enter(OpenSession session, string fallback)
    {
        SessionCookie.Set(Response, session);
        return LocalRedirect(Target(fallback));
    }

    /// <summary>The page to go on with.</summary>
    protected string Target(string fallback) => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : fallback;

    /// <summary>The first page of a kind of account.</summary>
    protected static string HomeOf(string kind) => kind switch
    {
        PortalRoles.Bank => "/bank",
        PortalRoles.Regulator => "/regulator",
        PortalRoles.Operator => "/operator",
        _ => "/enterprise",
    };
}
