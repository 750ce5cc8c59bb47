using FinancingPlatform.Core.Keys;

namespace FinancingPlatform.Data;

/// <summary>Holds the links against the seals (封印核对): signatures, unbroken numbers and ranges, roots.</summary>
internal sealed class SealCheck
{
    private readonly List<(SealStatement Statement, MerkleRoot Root)> _seals = [];
    private readonly Dictionary<int, List<(long To, MerkleRoot Root)>> _ranges = [];
    private readonly Dictionary<int, int> _at = [];

    /// <summary>Reads the seals themselves; what is wrong with them, or null.</summary>
    public string? Open(AuditEvidence evidence, IReadOnlyList<VerificationKey> keys)
    {
        if (evidence.FiledSeals is { } filed && Differs(evidence.Seals, filed) is { } difference)
        {
            return difference;
        }

        string? previous = null;
        // A file that is one ahead binds as well: else deleting the newest seal would free what it covers.
        foreach (var seal in evidence.FiledSeals ?? evidence.Seals)
        {
            if (SealStatement.Verify(seal.Jws, keys) is not { } statement)
            {
                return $"seal {seal.SealNo}: no known key signed it";
            }

            if (seal.SealNo != _seals.Count + 1 || statement.SealNo != seal.SealNo || statement.Previous != previous)
            {
                return $"seal {seal.SealNo}: it does not follow seal {_seals.Count}";
            }

            var root = new MerkleRoot();
            _seals.Add((statement, root));
            previous = SealStatement.DigestOf(seal.Jws);
            foreach (var range in statement.Ranges)
            {
                if (!_ranges.TryGetValue(range.Chain, out var ranges))
                {
                    ranges = [];
                    _ranges.Add(range.Chain, ranges);
                }

                if (range.From != (ranges.Count == 0 ? 1 : ranges[^1].To + 1) || range.To < range.From)
                {
                    return $"seal {seal.SealNo}: its range of chain {range.Chain} does not follow the seal before";
                }

                ranges.Add((range.To, root));
            }
        }

        return null;
    }

    /// <summary>Puts a link under the seal that covers it. Links come in the order in which seals count them.</summary>
    public void Follow(AuditEvent link)
    {
        if (!_ranges.TryGetValue(link.Chain, out var ranges))
        {
            return;
        }

        var at = _at.GetValueOrDefault(link.Chain);
        while (at < ranges.Count && ranges[at].To < link.Seq)
        {
            at++;
        }

        _at[link.Chain] = at;
        if (at < ranges.Count)
        {
            ranges[at].Root.Add(link.RowHash);
        }
    }

    /// <summary>Compares every root; what does not hold, or null.</summary>
    public string? Close()
    {
        foreach (var (statement, root) in _seals)
        {
            if (root.Count != statement.Events)
            {
                return $"seal {statement.SealNo}: {statement.Events} links were sealed, {root.Count} are here";
            }

            if (Convert.ToHexStringLower(root.Root()) != statement.Root)
            {
                return $"seal {statement.SealNo}: the links it covers are not those that were sealed";
            }
        }

        return null;
    }

    private static string? Differs(IReadOnlyList<AuditSeal> kept, IReadOnlyList<AuditSeal> filed)
    {
        foreach (var (first, second) in kept.Zip(filed))
        {
            if (first != second)
            {
                return $"seal {Math.Min(first.SealNo, second.SealNo)}: the database's and the file's differ";
            }
        }

        // A file whose commit was lost is one ahead until the next sealing takes it up.
        return kept.Count > filed.Count ? $"seal {kept[filed.Count].SealNo}: its file is missing"
            : filed.Count > kept.Count + 1 ? $"seal {filed[kept.Count].SealNo}: the database lost it"
            : null;
    }
}
