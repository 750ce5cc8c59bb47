namespace FinancingPlatform.Tests.Identity.Strangers;

/// <summary>One step of <c>code-flow.mjs</c> done wrongly, and where and how it ends against two issuers.</summary>
/// <param name="Name">As the script names it.</param>
/// <param name="Clause">What it proves.</param>
/// <param name="Step">The step at which the flow ends, with the platform's issuer.</param>
/// <param name="Error">The error that the platform's issuer or API gives; null when the client's own library ends it.</param>
/// <param name="StrangersStep">The step with oidc-provider, when it is another.</param>
/// <param name="StrangersError">oidc-provider's error, when it is another.</param>
/// <param name="Why">Why the two differ.</param>
public sealed record BrokenStep(string Name, string Clause, string Step, string? Error, string? StrangersStep = null, string? StrangersError = null, string? Why = null);

/// <summary>Every broken step.</summary>
public static class BrokenSteps
{
    public static IReadOnlyList<BrokenStep> All { get; } =
    [
        new("assertion-aud-endpoint", "FAPI2-SP-FINAL-5.3.2.1-8", "push", "invalid_client"),
        new("assertion-aud-array", "FAPI2-SP-FINAL-5.3.2.1-8", "push", "invalid_client"),
        new("assertion-expired", "RFC7523-3", "push", "invalid_client"),
        new("assertion-from-the-future", "FAPI2-SP-FINAL-5.3.2.1-13", "push", "invalid_client"),
        new("assertion-without-sub", "RFC7523-3", "push", "invalid_client"),
        new("assertion-without-jti", "RFC7523-3", "push", "invalid_client"),
        new("response-type", "FAPI2-SP-FINAL-5.3.2.2-1", "push", "unsupported_response_type", StrangersError: "invalid_request", Why: "oidc-provider asks the client's registration for the type first; RFC 6749 section 4.1.2.1 names unsupported_response_type"),
        new("redirect-uri", "FAPI2-SP-FINAL-5.3.2.2-6", "push", "invalid_request"),
        new("pkce-plain", "FAPI2-SP-FINAL-5.3.2.2-5", "push", "invalid_request"),
        new("no-pkce", "FAPI2-SP-FINAL-5.3.2.2-5", "push", "invalid_request"),
        new("details-type", "RFC9396-5", "push", "invalid_authorization_details"),
        new("no-details", "RFC9396-5", "push", "invalid_authorization_details", "details", "nothing-granted", "RFC 9396 leaves details optional, so oidc-provider gives a token for the scope alone, which the client refuses; this issuer gives codes for what an enterprise signed and for nothing else"),
        new("mix-up", "RFC9207-2.4", "authorize", null),
        new("foreign-state", "RFC6749-10.12", "authorize", null),
        new("verifier", "RFC7636-4.6", "code", "invalid_grant"),
        new("code-redirect-uri", "RFC6749-4.1.3", "code", "invalid_grant"),
        new("no-dpop", "FAPI2-SP-FINAL-5.3.2.1-4", "code", "invalid_dpop_proof", StrangersError: "invalid_grant", Why: "the missing proof is a code without its key to oidc-provider; RFC 9449 section 5 names invalid_dpop_proof for a proof that does not hold and is silent on none"),
        new("another-dpop-key", "RFC9449-10", "code", "invalid_grant"),
        new("code-twice", "RFC6749-4.1.2", "code", "invalid_grant"),
        new("stolen-token", "RFC9449-7.1", "pull", "invalid_token"),
        new("bearer", "RFC9449-7.2", "pull", "invalid_token"),
    ];
}
