using FinancingPlatform.Consent.Evidence;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.Verification;
using Npgsql;

namespace FinancingPlatform.Cli.Audit;

/// <summary>The signatures of enterprises, after the chain: a row in the city's database is no authorisation unless the enterprise signed it.</summary>
internal sealed record AuthorisationCheck(IReadOnlyList<RelyingParty> Portals, IReadOnlyList<VerificationKey> Verifiers)
{
    /// <summary>What the chain's verification found, or else the first authorisation that does not hold.</summary>
    public async Task<AuditVerification> AfterAsync(AuditVerification chain, NpgsqlConnection connection, CancellationToken cancel) =>
        chain.Ok && await ConsentEvidence.FirstForgeryAsync(connection, Portals, VouchedAsync, cancel).ConfigureAwait(false) is { } forgery
            ? chain with { Ok = false, FirstBad = forgery }
            : chain;

    /// <summary>Whether a trusted verifier vouched for the key.</summary>
    public async ValueTask<bool> VouchedAsync(AuthorisationEvidence evidence)
    {
        foreach (var jws in evidence.VerifierStatements)
        {
            if (await VerificationStatement.VerifyAsync(jws, Verifiers).ConfigureAwait(false) is { } statement
                && statement.Vouches(evidence.Message.Uscc, evidence.PublicKeyCose.ToArray()))
            {
                return true;
            }
        }

        return false;
    }
}
