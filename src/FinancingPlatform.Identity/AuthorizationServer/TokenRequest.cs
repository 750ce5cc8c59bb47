using Microsoft.Extensions.Primitives;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>A request for a token as it came (令牌请求).</summary>
/// <param name="Form">The body's parameters.</param>
/// <param name="DpopHeaders">All values of the DPoP header.</param>
/// <param name="HasAuthorizationHeader">True when the client also tried another way to authenticate.</param>
public sealed record TokenRequest(IReadOnlyDictionary<string, StringValues> Form, StringValues DpopHeaders, bool HasAuthorizationHeader)
{
    internal string? this[string name] => Form.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}

/// <summary>An issued token (令牌).</summary>
/// <param name="AccessToken">JWT of type at+jwt (RFC 9068).</param>
/// <param name="ExpiresInSeconds">How long it lives.</param>
/// <param name="Scope">What it is for.</param>
public sealed record TokenGrant(string AccessToken, int ExpiresInSeconds, string Scope);
