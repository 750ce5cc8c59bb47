using FinancingPlatform.Consent.Intake;
using FinancingPlatform.Consent.Signing;
using Npgsql;

namespace FinancingPlatform.Consent.Evidence;

/// <summary>
/// Verifies every stored authorisation again (授权核验; 电子签名法 13, 14; rule A4): a row that the enterprise did not sign is found, also one that the
/// database's owner wrote perfectly. Which keys are the enterprise's is the caller's to say, from statements that no database can make.
/// </summary>
public static class ConsentEvidence
{
    /// <summary>No trusted verifier vouched for the key.</summary>
    public const string UnknownCredential = "unknown-credential";

    /// <summary>Checks all authorisations, and stops at the first that does not hold.</summary>
    /// <param name="connection">The city's database, as a role that may call <c>consent.evidence</c>.</param>
    /// <param name="portals">The addresses at which enterprises signed: more than one when the portal has moved.</param>
    /// <param name="vouched">Whether a trusted verifier vouched for the key of a row.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when all hold, otherwise <c>authorisation ID: FAULT</c>, with a fault of <see cref="AuthorisationVerification"/> or <see cref="UnknownCredential"/>.</returns>
    public static async Task<string?> FirstForgeryAsync(
        NpgsqlConnection connection, IReadOnlyList<RelyingParty> portals, Func<AuthorisationEvidence, ValueTask<bool>> vouched, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(portals);
        ArgumentNullException.ThrowIfNull(vouched);
        await foreach (var evidence in EvidenceReader.ReadAsync(connection, cancellationToken))
        {
            if ((await vouched(evidence) ? Fault(evidence, portals) : UnknownCredential) is { } fault)
            {
                return $"authorisation {evidence.Message.Id:D}: {fault}";
            }
        }

        return null;
    }

    private static string? Fault(AuthorisationEvidence evidence, IReadOnlyList<RelyingParty> portals)
    {
        if (evidence.EnterpriseUscc != evidence.Message.Uscc)
        {
            return AuthorisationVerification.TermsDiffer;
        }

        string? fault = AuthorisationVerification.BadSignature;
        foreach (var portal in portals)
        {
            fault = AuthorisationVerification.FirstFault(evidence.Message, evidence.PublicKeyCose, portal);
            if (fault is null)
            {
                break;
            }
        }

        return fault;
    }
}
