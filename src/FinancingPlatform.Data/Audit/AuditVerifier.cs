using FinancingPlatform.Core.Keys;

namespace FinancingPlatform.Data;

/// <summary>What a verification found (核验结果).</summary>
/// <param name="Ok">True when every link and every seal holds.</param>
/// <param name="Events">Links read.</param>
/// <param name="Seals">Seals read.</param>
/// <param name="FirstBad">What does not hold, and where; null when all does.</param>
public sealed record AuditVerification(bool Ok, long Events, long Seals, string? FirstBad);

/// <summary>
/// Verifies the audit chain (审计核验) from its parts alone: makes the canonical bytes of every event a second time, follows the hashes, and holds
/// them against seals whose key the database's owner does not have. Stops at the first thing that does not hold.
/// </summary>
public static class AuditVerifier
{
    /// <summary>Verifies.</summary>
    /// <param name="evidence">Database or export.</param>
    /// <param name="keys">Public keys of seals.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<AuditVerification> VerifyAsync(AuditEvidence evidence, IReadOnlyList<VerificationKey> keys, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(keys);
        var seals = new SealCheck();
        var bad = seals.Open(evidence, keys);
        var events = 0L;
        var chain = new ChainCheck();
        if (bad is null)
        {
            await foreach (var link in evidence.Events.WithCancellation(ct))
            {
                events++;
                bad = chain.Follow(link);
                seals.Follow(link);
                if (bad is not null)
                {
                    break;
                }
            }
        }

        bad ??= seals.Close() ?? Cut(evidence.Tips, chain.Reached);
        return new AuditVerification(bad is null, events, evidence.Seals.Count, bad);
    }

    private static string? Cut(IReadOnlyDictionary<int, long>? tips, IReadOnlyDictionary<int, long> reached)
    {
        foreach (var (chain, seq) in tips ?? new Dictionary<int, long>())
        {
            if (reached.GetValueOrDefault(chain) < seq)
            {
                return $"chain {chain}: links {reached.GetValueOrDefault(chain) + 1} to {seq} are gone";
            }
        }

        return null;
    }
}
