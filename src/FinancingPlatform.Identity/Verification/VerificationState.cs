namespace FinancingPlatform.Identity.Verification;

/// <summary>Where an enterprise stands with its verification (认证状态).</summary>
/// <param name="Level">0, 1 or 2; valid now.</param>
/// <param name="ValidUntil">Last day of the level; null at level 0.</param>
/// <param name="CredentialId">The passkey that the level is bound to; null at level 0.</param>
/// <param name="Pending">The attempt in progress; null when there is none.</param>
public sealed record VerificationState(int Level, DateOnly? ValidUntil, byte[]? CredentialId, Guid? Pending);
