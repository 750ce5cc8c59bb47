using System.Globalization;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.AuthorizationServer;
using FinancingPlatform.Identity.AuthorizationServer.Contract;
using FinancingPlatform.Identity.AuthorizationServer.Keys;
using FinancingPlatform.Identity.AuthorizationServer.Pushed;
using FinancingPlatform.Identity.AuthorizationServer.Tokens;
using FinancingPlatform.Identity.Dpop;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace FinancingPlatform.Portal.Issuer;

/// <summary>The built-in issuer's addresses (签发方接口): discovery, keys, push, tokens, revocation, introspection. The consent page is a page.</summary>
internal static class IssuerEndpoints
{
    /// <summary>A token request has about 2 kB, a pushed one a few more; assertion, proof and details have limits of their own below this.</summary>
    private const int MaxBodyBytes = 32 * 1024;

    private static readonly string s_keysMayBeCachedFor =
        string.Create(CultureInfo.InvariantCulture, $"public, max-age={(int)IssuerKeyRing.PublishedBefore.TotalSeconds}");

    public static void MapIssuer(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/openid-configuration", Discovery).AllowAnonymous();
        routes.MapGet("/.well-known/oauth-authorization-server", Discovery).AllowAnonymous();
        routes.MapGet(IssuerSettings.JwksPath, Jwks).AllowAnonymous();
        routes.MapGet(IssuerContract.Route, static (IssuerContract contract) => Results.Bytes(contract.Bytes(), "application/json; charset=utf-8")).AllowAnonymous();
        // The client authenticates itself with each request; there is no cookie that a forged form could use.
        Map(routes, IssuerSettings.PushPath, PushAsync);
        Map(routes, IssuerSettings.TokenPath, TokenAsync);
        Map(routes, IssuerSettings.RevokePath, RevokeAsync);
        Map(routes, IssuerSettings.IntrospectPath, IntrospectAsync);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, Func<HttpContext, ClientRequest, Task<IResult>> answer) =>
        // As a Delegate: a lambda of one HttpContext would bind as a RequestDelegate, whose result is dropped.
        routes.MapPost(path, (Delegate)((HttpContext context) => AnswerAsync(context, answer))).AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));

    private static IResult Discovery(IssuerMetadata metadata, HttpResponse response)
    {
        response.Headers.CacheControl = s_keysMayBeCachedFor;
        return Results.Json(metadata.Discovery());
    }

    private static IResult Jwks(IssuerMetadata metadata, HttpResponse response)
    {
        response.Headers.CacheControl = s_keysMayBeCachedFor;
        return Results.Json(metadata.Jwks(), contentType: "application/jwk-set+json");
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, Func<HttpContext, ClientRequest, Task<IResult>> answer)
    {
        var request = context.Request;
        context.Response.Headers.CacheControl = "no-store";
        if (!request.HasFormContentType || request.ContentLength > MaxBodyBytes)
        {
            return Refusal(context, new OAuthError(400, "invalid_request", "form", $"the body must be application/x-www-form-urlencoded of at most {MaxBodyBytes} bytes"));
        }

        var form = await request.ReadFormAsync(context.RequestAborted);
        var parameters = new Dictionary<string, StringValues>(form, StringComparer.Ordinal);
        return await answer(
            context,
            new ClientRequest(parameters, request.Headers["DPoP"], request.Headers.Authorization.Count > 0, await context.Connection.GetClientCertificateAsync(context.RequestAborted)));
    }

    private static async Task<IResult> PushAsync(HttpContext context, ClientRequest request)
    {
        var (pushed, error) = await Of<PushEndpoint>(context).PushAsync(request, context.RequestAborted);
        return pushed is null
            ? Refusal(context, error!)
            : Results.Json(new { request_uri = pushed.Reference, expires_in = (int)PushedRequest.Lifetime.TotalSeconds }, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> TokenAsync(HttpContext context, ClientRequest request)
    {
        var (grant, error) = await Of<TokenEndpoint>(context).IssueAsync(request, context.RequestAborted);
        return grant is null ? Refusal(context, error!) : Results.Json(Answer(grant));
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, ClientRequest request) =>
        await Of<RevocationEndpoint>(context).RevokeAsync(request, context.RequestAborted) is { } error ? Refusal(context, error) : Results.Ok();

    private static async Task<IResult> IntrospectAsync(HttpContext context, ClientRequest request)
    {
        var (answer, error) = await Of<IntrospectionEndpoint>(context).AskAsync(request, context.RequestAborted);
        return answer is null ? Refusal(context, error!) : Results.Json(answer);
    }

    private static T Of<T>(HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    // RFC 6749 section 5.1, RFC 9396 section 7.
    private static JsonObject Answer(TokenGrant grant)
    {
        var answer = new JsonObject
        {
            ["access_token"] = grant.AccessToken,
            ["token_type"] = grant.TokenType,
            ["expires_in"] = grant.ExpiresInSeconds,
            ["scope"] = grant.Scope,
        };
        if (grant.RefreshToken is { } refresh)
        {
            answer["refresh_token"] = refresh;
        }

        if (grant.AuthorizationDetails is { } details)
        {
            answer["authorization_details"] = JsonNode.Parse(details);
        }

        return answer;
    }

    private static IResult Refusal(HttpContext context, OAuthError error)
    {
        if (error.AsksForNonce)
        {
            // RFC 9449 section 8.
            context.Response.Headers["DPoP-Nonce"] = Of<DpopNonces>(context).Current();
        }

        return Results.Json(new { error = error.Error, error_description = $"{error.Check}: {error.Description}" }, statusCode: error.Status);
    }
}
