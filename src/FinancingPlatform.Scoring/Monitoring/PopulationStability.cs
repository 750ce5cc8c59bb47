namespace FinancingPlatform.Scoring.Monitoring;

/// <summary>How a distribution was when monitoring of a pack began (基准分布): bounds between the bins, and each bin's share, the unknown ones last.</summary>
/// <param name="Edges">Rising bounds; a value belongs to the bin of the number of bounds at or below it.</param>
/// <param name="Shares">One more than bounds, and one for unknown.</param>
public sealed record Distribution(double[] Edges, double[] Shares);

/// <summary>
/// Population stability index (群体稳定性指数, PSI): Σ (now − then) × ln(now ÷ then) over the bins. The usual reading: below 0.10 stable, from 0.25 the
/// population is another one (N. Siddiqi, Credit Risk Scorecards, 2006, ch. 9).
/// </summary>
public static class PopulationStability
{
    /// <summary>Bins of a continuous measure.</summary>
    public const int Bins = 10;

    /// <summary>From here a figure is to be watched.</summary>
    public const double Watch = 0.10;

    /// <summary>From here it is an alarm.</summary>
    public const double Alarm = 0.25;

    /// <summary>Fewer rows than this make the index noise: ten bins of ten.</summary>
    public const int MinRows = 100;

    /// <summary>An empty bin counts as this share: the logarithm of nothing is no number.</summary>
    private const double EmptyShare = 1e-4;

    /// <summary>Bounds at the deciles of the known values, each once. Where nearly all values are the same, below it, it, and above it are the bins.</summary>
    public static double[] Edges(IEnumerable<double> values)
    {
        var sorted = values.Where(v => !double.IsNaN(v)).Order().ToArray();
        if (sorted.Length == 0)
        {
            return [];
        }

        double[] edges = [.. Enumerable.Range(1, Bins - 1).Select(i => sorted[(int)((long)i * sorted.Length / Bins)]).Where(edge => edge > sorted[0]).Distinct()];
        return edges.Length > 0 ? edges : [sorted[0], double.BitIncrement(sorted[0])];
    }

    /// <summary>The bin of a value; unknown is the last one.</summary>
    public static int Bin(double[] edges, double value)
    {
        ArgumentNullException.ThrowIfNull(edges);
        if (double.IsNaN(value))
        {
            return edges.Length + 1;
        }

        var at = Array.BinarySearch(edges, value);
        return at >= 0 ? at + 1 : ~at;
    }

    /// <summary>Shares of counts; all zero when there is none.</summary>
    public static double[] Shares(IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var total = counts.Sum();
        return [.. counts.Select(c => total == 0 ? 0 : (double)c / total)];
    }

    /// <summary>The index.</summary>
    /// <exception cref="ArgumentException">The two have different bins.</exception>
    public static double Index(IReadOnlyList<double> then, IReadOnlyList<double> now)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(now);
        if (then.Count != now.Count)
        {
            throw new ArgumentException($"{then.Count} bins then, {now.Count} now.", nameof(now));
        }

        var sum = 0d;
        for (var i = 0; i < then.Count; i++)
        {
            if (then[i] == 0 && now[i] == 0)
            {
                continue;
            }

            var (a, b) = (Math.Max(then[i], EmptyShare), Math.Max(now[i], EmptyShare));
            sum += (b - a) * Math.Log(b / a);
        }

        return sum;
    }

    /// <summary>What an index of so many rows says.</summary>
    public static string Level(double index, long rows) => rows < MinRows ? "too-few" : index >= Alarm ? "alarm" : index >= Watch ? "watch" : "ok";
}
