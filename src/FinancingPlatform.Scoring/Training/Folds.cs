using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>Splits subjects into folds with the same share of defaults in each (分层交叉验证); one subject is never in two folds (rule C2).</summary>
internal static class Folds
{
    /// <summary>Fold number of each row; the same seed gives the same folds.</summary>
    public static int[] Of(ModelTable table, int folds, int seed)
    {
        var bad = new Dictionary<int, bool>();
        for (var row = 0; row < table.Rows; row++)
        {
            var group = table.GroupOf(row);
            bad[group] = bad.GetValueOrDefault(group) || table.Labels[row] > 0;
        }

        var random = new SplitMix(seed);
        var foldOf = new Dictionary<int, int>();
        foreach (var sameLabel in bad.GroupBy(g => g.Value).OrderBy(g => g.Key))
        {
            var groups = sameLabel.Select(g => g.Key).Order().ToArray();
            for (var i = groups.Length - 1; i > 0; i--)
            {
                var j = random.Below(i + 1);
                (groups[i], groups[j]) = (groups[j], groups[i]);
            }

            // The remainder of one class goes on where the other's ended, so that folds stay equal in size.
            var start = foldOf.Count;
            for (var i = 0; i < groups.Length; i++)
            {
                foldOf[groups[i]] = (start + i) % folds;
            }
        }

        var result = new int[table.Rows];
        for (var row = 0; row < table.Rows; row++)
        {
            result[row] = foldOf[table.GroupOf(row)];
        }

        return result;
    }
}

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every runtime and version. Not for secrets.</summary>
internal sealed class SplitMix(int seed)
{
    private ulong _state = unchecked((ulong)seed);

    public int Below(int bound)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return (int)((z ^ (z >> 31)) % (ulong)bound);
        }
    }
}
