using FinancingPlatform.Consent.Texts;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.AuthorizationServer.Authorize;
using FinancingPlatform.Identity.AuthorizationServer.Pushed;
using FinancingPlatform.Identity.Sessions;
using FinancingPlatform.Portal.Access;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Security;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Signing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace FinancingPlatform.Portal.Pages.Connect;

/// <summary>
/// A bank asks for an authorisation (银行请求授权): the page plays back who asks for what, for how long and how often; the enterprise ticks each leg
/// itself, reads the text and signs it, or says no. Opening or reloading it uses nothing up.
/// </summary>
[Authorize(Policy = PortalRoles.Enterprise)]
internal sealed class AuthorizeModel(SessionDatabase database, AuthorizationFlow flow, TimeProvider clock) : PageModel
{
    /// <summary>What the bank asks; null when its request does not hold.</summary>
    public PushedRequest? Asked { get; private set; }

    public CatalogueChoices Choices { get; private set; } = null!;

    public Error? Failure { get; private set; }

    /// <summary>The ticks as they were sent; none is set beforehand (rule A5).</summary>
    public AuthorisationLegs Ticked { get; private set; }

    /// <summary>The text to sign; null while the legs are being ticked.</summary>
    public SigningOffer? Offer { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => OpenedAsync(
        Request.Query.ToDictionary(StringComparer.Ordinal), opened: false, static (_, _) => Task.FromResult<IActionResult?>(null), ct);

    /// <summary>The legs are ticked: the text is written and shown.</summary>
    public Task<IActionResult> OnPostAsync(
        [FromForm(Name = "leg_look")] bool look, [FromForm(Name = "leg_return")] bool @return, [FromForm(Name = "leg_training")] bool training, CancellationToken ct)
    {
        Ticked = new AuthorisationLegs(look, @return, training);
        return OpenedAsync(Parameters(), opened: true, OfferAsync, ct);

        async Task<IActionResult?> OfferAsync(SessionTransaction session, PushedRequest asked)
        {
            var options = await flow.OfferAsync(session.Connection, session.Transaction, asked, Ticked, ct);
            if (options.IsOk)
            {
                Offer = SigningOffer.Of(options.Value);
                await session.CommitAsync(ct);
            }
            else
            {
                Fail(options.Error);
            }

            return null;
        }
    }

    /// <summary>The enterprise says no; the bank is told so.</summary>
    public Task<IActionResult> OnPostRefuseAsync(CancellationToken ct)
    {
        return OpenedAsync(Parameters(), opened: true, RefuseAsync, ct);

        async Task<IActionResult?> RefuseAsync(SessionTransaction session, PushedRequest asked)
        {
            var refused = await flow.RefuseAsync(session.Connection, session.Transaction, asked, ct);
            if (!refused.IsOk)
            {
                Fail(refused.Error);
                return null;
            }

            await session.CommitAsync(ct);
            // 303: a form's body never travels on to the bank (RFC 9700 section 4.12).
            Response.Headers.Location = refused.Value.AbsoluteUri;
            return StatusCode(StatusCodes.Status303SeeOther);
        }
    }

    private Dictionary<string, StringValues> Parameters() =>
        Request.Form.Where(static p => p.Key is "client_id" or "request_uri").ToDictionary(static p => p.Key, static p => p.Value, StringComparer.Ordinal);

    private async Task<IActionResult> OpenedAsync(
        Dictionary<string, StringValues> parameters, bool opened, Func<SessionTransaction, PushedRequest, Task<IActionResult?>> then, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        Choices = await CatalogueChoices.ReadAsync(database, China.Today(clock), ct);
        await using var session = await database.OpenAsync(ct);
        var asked = await flow.OpenAsync(session.Connection, session.Transaction, parameters, SessionUser.From(User)!.EnterpriseUscc!, opened, ct);
        if (!asked.IsOk)
        {
            Fail(asked.Error);
            return Page();
        }

        Asked = asked.Value;
        // A refusal is a form whose answer leads to the bank; browsers check form-action on that redirect too.
        HttpContext.AllowFormAnswerFrom(new Uri(Asked.RedirectUri));
        return await then(session, Asked) ?? Page();
    }

    private void Fail(Error error)
    {
        Failure = error;
        Response.StatusCode = ProblemStatus.Of(error);
    }
}
