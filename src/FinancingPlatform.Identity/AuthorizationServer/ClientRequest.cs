using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>A client's request to the issuer as it came (客户端请求): for a token, to push, to revoke, to ask about a token.</summary>
/// <param name="Form">The body's parameters.</param>
/// <param name="DpopHeaders">All values of the DPoP header.</param>
/// <param name="HasAuthorizationHeader">True when the client also tried another way to authenticate.</param>
/// <param name="Certificate">The client certificate of the TLS connection; null on a connection without one.</param>
public sealed record ClientRequest(
    IReadOnlyDictionary<string, StringValues> Form, StringValues DpopHeaders, bool HasAuthorizationHeader, X509Certificate2? Certificate = null)
{
    internal string? this[string name] => Form.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;

    /// <summary>RFC 8705 section 3.1: base64url of the certificate's SHA-256; null without one.</summary>
    internal string? CertificateThumbprint => Certificate is null ? null : Base64UrlEncoder.Encode(Certificate.GetCertHash(HashAlgorithmName.SHA256));

    /// <summary>A parameter's name as it may stand in an error: a stranger's bytes never do.</summary>
    internal static string Printable(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : "with an odd name";
}

/// <summary>An issued token (令牌).</summary>
/// <param name="AccessToken">JWT of type at+jwt (RFC 9068).</param>
/// <param name="TokenType">DPoP, or Bearer for a token bound to a certificate (RFC 8705 section 3).</param>
/// <param name="ExpiresInSeconds">How long it lives.</param>
/// <param name="Scope">What it is for.</param>
public sealed record TokenGrant(string AccessToken, string TokenType, int ExpiresInSeconds, string Scope)
{
    /// <summary>Renews the grant; only in the answer to a code, and never rotated (FAPI 2.0 section 5.3.2.1-10).</summary>
    public string? RefreshToken { get; init; }

    /// <summary>What was granted (RFC 9396 section 7), JSON array; null for client credentials.</summary>
    public string? AuthorizationDetails { get; init; }
}
