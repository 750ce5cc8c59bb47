using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.AuthorizationServer.Grants;

/// <summary>What the checks of a code or a refresh token look at.</summary>
internal sealed record GrantEvidence(ClientRequest Request, AuthenticatedClient Client, SenderKey Key, GrantRow? Grant, DateTimeOffset Now);

/// <summary>The exchange of a code (RFC 6749 section 4.1.3, RFC 7636 section 4.6, RFC 9449 section 10) and of a refresh token (RFC 6749 section 6).</summary>
internal static class GrantChecks
{
    /// <summary>FAPI 2.0 Security Profile section 5.3.2.1-11: at most 60 seconds.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);

    /// <summary>The check whose failure kills what the code gave before (RFC 6749 section 4.1.2).</summary>
    public const string CodeUnused = "code-unused";

    private const int ShortestVerifier = 43;
    private const int LongestVerifier = 128;

    private static Check<GrantEvidence> Alive { get; } = Of("grant-alive", e => e.Grant!.KilledAt is null, "the grant was revoked");

    private static Check<GrantEvidence> AuthorisationLive { get; } = Check<GrantEvidence>.Of("authorisation-live", e => e.Grant!.AuthorisationState == "live"
        ? null : OAuthError.InvalidGrant("authorisation-live", $"the enterprise's authorisation is {e.Grant.AuthorisationState}"));

    public static IReadOnlyList<Check<GrantEvidence>> Code { get; } =
    [
        Of("code-known", e => e.Grant is not null, "the code is unknown"),
        Of("code-client", e => e.Grant!.ClientId == e.Client.Client.ClientId, "the code was given to another client"),
        Of(CodeUnused, e => e.Grant!.RedeemedAt is null, "the code was used before; its tokens are revoked"),
        Of("code-alive", e => e.Now < e.Grant!.CodeExpiresAt, "the code has expired"),
        Of("redirect-uri-same", e => e.Request["redirect_uri"] is not { } address || address == e.Grant!.RedirectUri, "redirect_uri is not the one that was pushed"),
        Of("code-verifier", e => e.Request["code_verifier"] is { Length: >= ShortestVerifier and <= LongestVerifier } verifier && ChallengeOf(verifier) == e.Grant!.CodeChallenge,
            "code_verifier does not answer the code_challenge"),
        Of("code-dpop-key", e => e.Grant!.DpopJkt is not { } jkt || e.Key.Proof?.Jkt == jkt, "the code is bound to another DPoP key"),
        Alive,
        AuthorisationLive,
    ];

    /// <summary>Bound to the authenticated client, not to the DPoP key (RFC 9449 section 5: a confidential client may change its key).</summary>
    public static IReadOnlyList<Check<GrantEvidence>> Refresh { get; } =
    [
        Of("refresh-known", e => e.Grant is not null, "the refresh token is unknown"),
        Of("refresh-client", e => e.Grant!.ClientId == e.Client.Client.ClientId, "the refresh token was given to another client"),
        Alive,
        AuthorisationLive,
    ];

    private static Check<GrantEvidence> Of(string name, Func<GrantEvidence, bool> holds, string otherwise) =>
        Check<GrantEvidence>.Of(name, e => holds(e) ? null : OAuthError.InvalidGrant(name, otherwise));

    private static string ChallengeOf(string verifier) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
