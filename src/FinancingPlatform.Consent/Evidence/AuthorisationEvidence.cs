using FinancingPlatform.Consent.Authorisations;

namespace FinancingPlatform.Consent.Evidence;

/// <summary>A stored authorisation with all that proves it (授权证据).</summary>
/// <param name="Message">The row, as it went up.</param>
/// <param name="PublicKeyCose">The key that the row names; it counts only when a statement vouches for it.</param>
/// <param name="EnterpriseUscc">The code of the enterprise whose number the row carries.</param>
/// <param name="VerifierStatements">The verifiers' signed statements (JWS) that are kept for this enterprise and this passkey.</param>
public sealed record AuthorisationEvidence(
    AuthorisationMessage Message, ReadOnlyMemory<byte> PublicKeyCose, string EnterpriseUscc, IReadOnlyList<string> VerifierStatements);
