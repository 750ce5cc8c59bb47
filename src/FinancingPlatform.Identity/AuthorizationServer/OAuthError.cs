namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>Why a token is refused (拒绝签发), RFC 6749 section 5.2.</summary>
/// <param name="Status">401 where the client is not authenticated, otherwise 400.</param>
/// <param name="Error">The error code.</param>
/// <param name="Check">Name of the check that failed.</param>
/// <param name="Description">What is wrong, for the client's developer.</param>
public sealed record OAuthError(int Status, string Error, string Check, string Description)
{
    internal static OAuthError InvalidClient(string check, string description) => new(401, "invalid_client", check, description);

    internal static OAuthError InvalidRequest(string check, string description) => new(400, "invalid_request", check, description);
}
