using FinancingPlatform.Consent.Evidence;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.Looks;
using FinancingPlatform.Identity.Verification;
using Npgsql;

namespace FinancingPlatform.Cli.Audit;

/// <summary>The signatures of enterprises and banks, after the chain: a row is no authorisation unless the enterprise signed it, and no look unless the bank did.</summary>
internal sealed record AuthorisationCheck(IReadOnlyList<RelyingParty> Portals, IReadOnlyList<VerificationKey> Verifiers)
{
    /// <summary>False where a stranger's issuer gives the banks' tokens.</summary>
    public bool OwnIssuer { get; init; } = true;

    /// <summary>What the chain's verification found, or else the first authorisation or look that does not hold.</summary>
    public async Task<AuditVerification> AfterAsync(AuditVerification chain, NpgsqlConnection connection, CancellationToken cancel)
    {
        if (!chain.Ok)
        {
            return chain;
        }

        var forgery = await ConsentEvidence.FirstForgeryAsync(connection, Portals, VouchedAsync, cancel).ConfigureAwait(false)
            ?? await LookVerification.FirstForgeryAsync(connection, OwnIssuer, cancel).ConfigureAwait(false);
        return forgery is null ? chain : chain with { Ok = false, FirstBad = forgery };
    }

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
