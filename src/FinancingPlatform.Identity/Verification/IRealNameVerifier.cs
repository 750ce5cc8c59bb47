using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Identity.Verification;

/// <summary>What a verifier is asked to prove (核验请求).</summary>
/// <param name="Id">The attempt; the verifier knows it by this.</param>
/// <param name="Uscc">The enterprise.</param>
/// <param name="AccountName">Its registered name, in which its bank account must stand.</param>
/// <param name="CredentialSha256">SHA-256 of the passkey's COSE public key, lower-case hex: the key that the proof is bound to.</param>
public sealed record VerificationRequest(Guid Id, string Uscc, string AccountName, string CredentialSha256);

/// <summary>
/// Proves that whoever holds a passkey controls the enterprise (实名核验). A verifier is its own process with its own key; its signed statement, not the
/// platform's word, is the proof (rule A3). Others join by implementing this: e-business-licence, CA certificate, person check.
/// </summary>
public interface IRealNameVerifier
{
    /// <summary>Its name in records and statements, such as <c>small-transfer</c>.</summary>
    string Method { get; }

    /// <summary>The level that its statement gives: 1 control of the enterprise, 2 also the representative's or agent's person.</summary>
    int Level { get; }

    /// <summary>Starts an attempt outside; the same attempt may be started again.</summary>
    Task<Result> StartAsync(VerificationRequest request, CancellationToken cancellationToken);

    /// <summary>Hands over what the person typed; the answer is the verifier's signed statement (compact JWS). The same right answer may be given again.</summary>
    Task<Result<string>> ConfirmAsync(Guid id, string answer, CancellationToken cancellationToken);
}
