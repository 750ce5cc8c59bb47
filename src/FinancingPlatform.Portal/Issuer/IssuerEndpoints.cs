using FinancingPlatform.Identity.AuthorizationServer;
using Microsoft.Extensions.Primitives;

namespace FinancingPlatform.Portal.Issuer;

/// <summary>The built-in issuer's addresses: discovery, keys, tokens.</summary>
internal static class IssuerEndpoints
{
    /// <summary>A token request has about 2 kB; an assertion and a proof have limits of their own below this.</summary>
    private const int MaxBodyBytes = 32 * 1024;

    private const string KeysMayBeCachedFor = "public, max-age=300";

    public static void MapIssuer(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/openid-configuration", Discovery).AllowAnonymous();
        routes.MapGet("/.well-known/oauth-authorization-server", Discovery).AllowAnonymous();
        routes.MapGet(IssuerSettings.JwksPath, Jwks).AllowAnonymous();
        // The client authenticates itself with each request; there is no cookie that a forged form could use.
        routes.MapPost(IssuerSettings.TokenPath, TokenAsync).AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes));
    }

    private static IResult Discovery(IssuerMetadata metadata, HttpResponse response)
    {
        response.Headers.CacheControl = KeysMayBeCachedFor;
        return Results.Json(metadata.Discovery());
    }

    private static IResult Jwks(IssuerMetadata metadata, HttpResponse response)
    {
        response.Headers.CacheControl = KeysMayBeCachedFor;
        return Results.Json(metadata.Jwks(), contentType: "application/jwk-set+json");
    }

    private static async Task<IResult> TokenAsync(HttpRequest request, TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (!request.HasFormContentType || request.ContentLength > MaxBodyBytes)
        {
            return Refusal(new OAuthError(400, "invalid_request", "form", $"the body must be application/x-www-form-urlencoded of at most {MaxBodyBytes} bytes"));
        }

        var form = await request.ReadFormAsync(cancellationToken);
        var parameters = new Dictionary<string, StringValues>(form, StringComparer.Ordinal);
        var (grant, error) = await endpoint.IssueAsync(
            new TokenRequest(parameters, request.Headers["DPoP"], request.Headers.Authorization.Count > 0), cancellationToken);
        return grant is null
            ? Refusal(error!)
            : Results.Json(new { access_token = grant.AccessToken, token_type = "DPoP", expires_in = grant.ExpiresInSeconds, scope = grant.Scope });
    }

    private static IResult Refusal(OAuthError error) =>
        Results.Json(new { error = error.Error, error_description = $"{error.Check}: {error.Description}" }, statusCode: error.Status);
}
