namespace FinancingPlatform.Tests.Identity.Strangers;

/// <summary>One way to come with a client assertion, and what two issuers say to it.</summary>
/// <param name="Name">As <c>client-assertion.mjs</c> names it.</param>
/// <param name="Clause">What it proves.</param>
/// <param name="Check">The check of the platform's issuer that refuses it; null when it gives a token.</param>
/// <param name="Stranger">The error by which oidc-provider refuses it; null when it gives a token.</param>
/// <param name="Why">Why the two verdicts differ; null when they are the same.</param>
public sealed record AssertionCase(string Name, string Clause, string? Check, string? Stranger, string? Why = null);

/// <summary>The negative matrix of client assertions after the FAPI 2.0 suite (anchors: items 2, 3 and 9), and what must be taken beside it.</summary>
public static class AssertionCases
{
    private const string Client = "invalid_client";
    private const string Request = "invalid_request";

    private const string Authentication = "FAPI2-SP-FINAL-5.3.2.1-6";
    private const string Audience = "FAPI2-SP-FINAL-5.3.2.1-8";
    private const string Clock = "FAPI2-SP-FINAL-5.3.2.1-13";
    private const string Algorithms = "FAPI2-SP-FINAL-5.4.1";
    private const string Claims = "RFC7523-3";
    private const string Parameters = "RFC7523-2.2";
    private const string Signature = "RFC7515-5.2";

    public static IReadOnlyList<AssertionCase> All { get; } =
    [
        new("good", Authentication, null, null),
        new("good-ps256", Algorithms, null, null),
        new("nbf-8s-ahead", Clock, null, null),
        new("iat-8s-ahead", Clock, null, null),
        new("unknown-claim", Claims, null, null),
        new("client-id-left-out", "RFC7521-4.2", null, null),

        new("aud-token-endpoint", Audience, "assertion-aud", Client),
        new("aud-push-endpoint", Audience, "assertion-aud", Client),
        new("aud-array", Audience, "assertion-aud", Client),
        new("aud-array-of-two", Audience, "assertion-aud", Client),
        new("aud-missing", Claims, "assertion-aud", Client),
        new("aud-empty", Audience, "assertion-aud", Client),
        new("aud-other-issuer", Audience, "assertion-aud", Client),
        new("aud-with-slash", Audience, "assertion-aud", Client),
        new("aud-number", Audience, "assertion-jwt", Client),

        new("iss-missing", Claims, "assertion-iss-sub", Client),
        new("iss-of-another", Claims, "assertion-iss-sub", Client),
        new("sub-missing", Claims, "assertion-iss-sub", Client),
        new("sub-of-another", Claims, "assertion-iss-sub", Request),
        new("iss-and-sub-of-another", Claims, "assertion-signature", Client),
        new("iss-and-sub-unknown", Claims, "assertion-client", Client),
        new("client-id-of-another", "RFC7521-4.2", "assertion-iss-sub", Request),

        new("exp-missing", Claims, "assertion-exp", Client),
        new("exp-5min-past", Claims, "assertion-exp", Client),
        new("exp-text", Claims, "assertion-exp", Client),
        new("exp-1h-ahead", Claims, "assertion-exp", null, "RFC 7523 section 3 lets an issuer refuse an expiry unreasonably far ahead, and does not make it; here an assertion lives ten minutes at most, so that the memory of used ones stays small"),
        new("nbf-61s-ahead", Clock, "assertion-nbf", Client),
        new("nbf-text", Claims, "assertion-nbf", Client),
        new("iat-61s-ahead", Clock, "assertion-iat", null, "oidc-provider reads iat only when exp is missing; FAPI 2.0 section 5.3.2.1-13 wants it refused, and so does the conformance suite"),
        new("iat-text", Claims, "assertion-iat", Client),
        new("jti-missing", Claims, "assertion-jti", Client),
        new("jti-number", Claims, "assertion-jwt", Client),
        new("jti-used", Claims, "assertion-replay", Client),

        new("alg-none", Algorithms, "assertion-jwt", Client),
        new("alg-none-with-signature", Algorithms, "assertion-alg", Client),
        new("alg-hs256-with-the-public-key", Algorithms, "assertion-alg", Client),
        new("alg-rs256", Algorithms, "assertion-alg", Client),
        new("alg-missing", Algorithms, "assertion-alg", Client),
        new("alg-of-another-kind-of-key", Signature, "assertion-signature", Client),
        new("kid-unknown", Signature, "assertion-signature", Client),
        new("kid-of-the-other-key", Signature, "assertion-signature", Client),
        new("key-of-a-stranger", Signature, "assertion-signature", Client),
        new("key-brought-along", Signature, "assertion-signature", Client),
        new("claims-changed-after-signing", Signature, "assertion-signature", Client),
        new("signature-empty", Signature, "assertion-jwt", Client),
        new("signature-in-der", Signature, "assertion-signature", Client),
        new("crit-not-understood", "RFC7515-4.1.11", "assertion-jwt", Client),
        new("claim-twice", "RFC7519-4", "assertion-jwt", null, "RFC 7519 section 4 lets a reader refuse a claim that stands twice or take the last; here it is refused, because two readers may take different ones"),
        new("not-a-jwt", Claims, "assertion-jwt", Request),
        new("jwe-shaped", Claims, "assertion-jwt", Request),

        new("assertion-missing", Parameters, "assertion-type", Client),
        new("assertion-twice", "RFC6749-3.2", "parameters-once", Request),
        new("type-missing", Parameters, "assertion-type", Request),
        new("type-saml", Parameters, "assertion-type", Request),
        new("type-twice", "RFC6749-3.2", "parameters-once", Request),
        new("secret-beside", "RFC6749-2.3", "one-authentication", null, "oidc-provider, set to private_key_jwt alone, does not read client_secret at all; RFC 6749 section 2.3 forbids a second method in one request"),
        new("basic-beside", "RFC6749-2.3", "one-authentication", Request),
        new("secret-alone", Authentication, "one-authentication", Client),
        new("name-alone", Authentication, "assertion-type", Client),
    ];
}
