using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.AuthorizationServer;
using FinancingPlatform.Identity.AuthorizationServer.Authorize;
using FinancingPlatform.Identity.Sessions;
using FinancingPlatform.Portal.Access;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Antiforgery;

namespace FinancingPlatform.Portal.Signing;

/// <summary>The two calls of the signing script (签署接口): ask for the text and its challenge, hand in the passkey's answer. A session cookie
/// alone is not enough: the page's antiforgery token travels in the header <c>X-Antiforgery</c>.</summary>
internal static class SigningEndpoints
{
    private static readonly Error TokenMissing = new(
        ErrorKind.Invalid, "antiforgery-token", "页面已过期，请刷新后重试。", "The page has expired; reload it and try again.");

    public static void MapSigning(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/enterprise/authorisations").RequireAuthorization(PortalRoles.Enterprise).AddEndpointFilter(RequireTokenAsync);
        group.MapPost("/options", OptionsAsync);
        group.MapPost("/sign", SignAsync);
        endpoints.MapPost(IssuerSettings.AuthorizePath + "/sign", SignRequestAsync).RequireAuthorization(PortalRoles.Enterprise).AddEndpointFilter(RequireTokenAsync);
    }

    private static async Task<IResult> OptionsAsync(AuthorisationForm form, SessionDatabase database, AuthorisationService service, CancellationToken ct)
    {
        var offer = await OfferAsync(form, database, service, ct);
        return offer.ToHttp(static value => Results.Json(value));
    }

    /// <summary>Writes the text and keeps it for the signature; the page and the JSON call do the same.</summary>
    internal static async Task<Result<SigningOffer>> OfferAsync(
        AuthorisationForm form, SessionDatabase database, AuthorisationService service, CancellationToken ct)
    {
        var request = form.ToRequest();
        if (!request.IsOk)
        {
            return request.Error;
        }

        await using var session = await database.OpenAsync(ct);
        var options = await service.OptionsAsync(session.Connection, session.Transaction, request.Value, ct);
        if (options.IsOk)
        {
            await session.CommitAsync(ct);
        }

        return options.Map(SigningOffer.Of);
    }

    private static async Task<IResult> SignAsync(SignedAnswer answer, SessionDatabase database, AuthorisationService service, CancellationToken ct)
    {
        var assertion = answer.ToAssertion();
        if (!assertion.IsOk)
        {
            return assertion.Error.ToProblem();
        }

        await using var session = await database.OpenAsync(ct);
        var granted = await service.GrantAsync(session.Connection, session.Transaction, answer.Id, assertion.Value, ct);
        if (!granted.IsOk)
        {
            return granted.Error.ToProblem();
        }

        await session.CommitAsync(ct);
        return Results.Created($"/enterprise/authorisations/{granted.Value}", new { id = granted.Value });
    }

    /// <summary>The same signature, as the answer to a bank's request: what is signed is the text that was shown for it, and the answer leads to the bank.</summary>
    private static async Task<IResult> SignRequestAsync(SignedAnswer answer, HttpContext context, SessionDatabase database, AuthorizationFlow flow, CancellationToken ct)
    {
        var assertion = answer.ToAssertion();
        if (!assertion.IsOk)
        {
            return assertion.Error.ToProblem();
        }

        await using var session = await database.OpenAsync(ct);
        var asked = await flow.OpenAsync(
            session.Connection, session.Transaction, answer.RequestParameters(), SessionUser.From(context.User)!.EnterpriseUscc!, opened: true, ct);
        var granted = asked.IsOk ? await flow.GrantAsync(session.Connection, session.Transaction, asked.Value, assertion.Value, ct) : asked.Error;
        if (!granted.IsOk)
        {
            return granted.Error.ToProblem();
        }

        await session.CommitAsync(ct);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Created(granted.Value, value: null);
    }

    private static async ValueTask<object?> RequireTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(context.HttpContext) ? await next(context) : TokenMissing.ToProblem();
    }
}
