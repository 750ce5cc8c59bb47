using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FinancingPlatform.Identity.Sessions;

/// <summary>Signs people in by the session cookie (会话认证). The database is asked each time, so an ended session ends at once.</summary>
internal sealed class SessionHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SessionStore sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private static readonly PathString[] StaffPages = ["/bank", "/regulator", "/operator"];

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Read(Request) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        return await sessions.FindAsync(token, Context.RequestAborted) is { } user
            ? AuthenticateResult.Success(new AuthenticationTicket(user.ToPrincipal(Scheme.Name, token), Scheme.Name))
            : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // A script cannot follow a redirect to a page; a person can.
        if (!HttpMethods.IsGet(Request.Method) || Request.Headers.ContainsKey("HX-Request"))
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        var page = StaffPages.Any(p => Request.Path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase)) ? "/account/staff-sign-in" : "/account/sign-in";
        Response.Redirect(page + QueryString.Create("returnUrl", Request.GetEncodedPathAndQuery()));
        return Task.CompletedTask;
    }
}
