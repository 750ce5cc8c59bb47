namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>Why a request is refused (拒绝), in the words of RFC 6750 section 3.1 and RFC 9449 section 7.1.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Error">Error code of the challenge; null when no credentials were shown.</param>
/// <param name="Check">Name of the check that failed.</param>
/// <param name="Description">What is wrong, for the client's developer; ASCII without quotes, as it stands in a header.</param>
public sealed record TokenFault(int Status, string? Error, string Check, string Description)
{
    /// <summary>Nothing was shown; the challenge names the scheme and no error (RFC 6750 section 3.1).</summary>
    internal static TokenFault NoCredentials { get; } = new(401, null, "credentials", "an access token and a DPoP proof are required");

    /// <summary>True when the same request with a nonce would pass.</summary>
    internal bool AsksForNonce => Error == UseDpopNonce;

    internal static TokenFault InvalidRequest(string check, string description) => new(400, "invalid_request", check, description);

    internal static TokenFault InvalidToken(string check, string description) => new(401, "invalid_token", check, description);

    internal static TokenFault InvalidProof(string check, string description) => new(401, "invalid_dpop_proof", check, description);

    /// <summary>RFC 9449 section 9: a fresh proof with the nonce of the header is asked for.</summary>
    internal static TokenFault UseNonce(string description) => new(401, UseDpopNonce, "nonce", description);

    private const string UseDpopNonce = "use_dpop_nonce";

    internal static TokenFault InsufficientScope(string check, string description) => new(403, "insufficient_scope", check, description);
}
