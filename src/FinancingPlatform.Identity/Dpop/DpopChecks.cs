using System.Text.Json;
using FinancingPlatform.Identity.Jose;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FinancingPlatform.Identity.Dpop;

/// <summary>RFC 9449 section 4.3, check by check.</summary>
internal static class DpopChecks
{
    public const string NonceCheck = "nonce";

    private const string ProofType = "dpop+jwt";

    public static IReadOnlyList<DpopCheck> All { get; } =
    [
        // Two header lines may arrive joined by a comma (RFC 9110 section 5.3), which no proof contains.
        DpopCheck.Of("one-header", e => e.Headers.Count == 1 && !string.IsNullOrEmpty(e.Headers[0]) && !e.Headers[0]!.Contains(',', StringComparison.Ordinal) ? null : "exactly one DPoP header is required"),
        DpopCheck.Of("length", e => e.Headers[0]!.Length <= DpopOptions.MaxProofLength ? null : $"the proof is longer than {DpopOptions.MaxProofLength} characters"),
        DpopCheck.Of("jwt", Read),
        DpopCheck.Of("typ", e => e.Token!.HeaderText("typ") == ProofType ? null : $"typ must be {ProofType}"),
        DpopCheck.Of("alg", e => SigningAlgorithms.IsAllowed(e.Token!.Alg) ? null : $"alg must be one of {SigningAlgorithms.Listed}"),
        DpopCheck.Of("jwk", ReadKey),
        new("signature", async e => await JwtSignature.IsByAsync(e.Token!, [e.Key!.Key]) ? null : "the signature is not the key's that the jwk shows"),
        DpopCheck.Of("jti", ReadJti),
        DpopCheck.Of("htm", e => Text(e, "htm") == e.Method ? null : "htm is not the request's method"),
        DpopCheck.Of("htu", e => HttpAddress.AreEqual(Text(e, "htu"), e.Url) ? null : "htu is not the request's address"),
        DpopCheck.Of("iat", ReadIssuedAt),
        DpopCheck.Of("ath", e => e.AccessTokenHash is null || Text(e, "ath") == e.AccessTokenHash ? null : "ath is not the hash of the access token"),
        DpopCheck.Of(NonceCheck, e => e.Nonces is null || e.Nonces.IsLive(Text(e, "nonce")) ? null : "the proof must carry the nonce of the header DPoP-Nonce"),
    ];

    private static string? Read(DpopEvidence e)
    {
        e.Token = UnverifiedJwt.Read(e.Headers[0]!);
        return e.Token is null ? "the proof is not a well-formed signed JWT in compact form" : null;
    }

    private static string? ReadKey(DpopEvidence e)
    {
        if (!e.Token!.Header.TryGetProperty("jwk", out var jwk) || jwk.ValueKind != JsonValueKind.Object)
        {
            return "the header has no jwk";
        }

        e.Jwk = jwk.GetRawText();
        (e.Key, var fault) = e.Keys.Read(e.Jwk, e.Token.Alg);
        return fault;
    }

    private static string? ReadJti(DpopEvidence e)
    {
        e.Jti = Text(e, JwtRegisteredClaimNames.Jti);
        return e.Jti is { Length: > 0 and <= DpopOptions.MaxJtiLength } ? null : $"jti must be a text of 1 to {DpopOptions.MaxJtiLength} characters";
    }

    private static string? ReadIssuedAt(DpopEvidence e)
    {
        if (e.Token!.Date(JwtRegisteredClaimNames.Iat) is not { } issuedAt)
        {
            return "iat must be a number of seconds";
        }

        e.IssuedAt = issuedAt;
        var ahead = issuedAt - e.Now;
        return ahead > DpopOptions.MaxFuture ? "iat lies in the future"
            : -ahead > e.MaxAge ? $"iat is more than {e.MaxAge.TotalSeconds:0} seconds ago"
            : null;
    }

    private static string? Text(DpopEvidence e, string claim) => e.Token!.Text(claim);
}
