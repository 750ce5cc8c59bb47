namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>Why a request is refused (拒绝), RFC 6749 section 5.2.</summary>
/// <param name="Status">401 where the client is not authenticated, otherwise 400.</param>
/// <param name="Error">The error code.</param>
/// <param name="Check">Name of the check that failed.</param>
/// <param name="Description">What is wrong, for the client's developer.</param>
public sealed record OAuthError(int Status, string Error, string Check, string Description)
{
    /// <summary>RFC 9449 section 8: the client must come again with the nonce of the answer's header.</summary>
    internal const string UseDpopNonce = "use_dpop_nonce";

    /// <summary>True when the same request with a nonce would pass.</summary>
    public bool AsksForNonce => Error == UseDpopNonce;

    internal static OAuthError InvalidClient(string check, string description) => new(401, "invalid_client", check, description);

    internal static OAuthError InvalidRequest(string check, string description) => new(400, "invalid_request", check, description);

    internal static OAuthError InvalidGrant(string check, string description) => new(400, "invalid_grant", check, description);

    internal static OAuthError InvalidScope(string check, string description) => new(400, "invalid_scope", check, description);

    internal static OAuthError InvalidProof(string check, string description) => new(400, "invalid_dpop_proof", check, description);

    internal static OAuthError InvalidDetails(string check, string description) => new(400, "invalid_authorization_details", check, description);

    internal static OAuthError Unauthorized(string check, string description) => new(400, "unauthorized_client", check, description);
}
