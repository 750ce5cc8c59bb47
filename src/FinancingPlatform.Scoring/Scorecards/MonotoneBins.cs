namespace FinancingPlatform.Scoring.Scorecards;

/// <summary>Weight of rows in a bin, and of the defaults among them.</summary>
internal readonly record struct BinCount(double All, double Bad)
{
    public double Good => All - Bad;

    public double BadShare => All > 0 ? Bad / All : 0;

    public BinCount With(BinCount other) => new(All + other.All, Bad + other.Bad);
}

/// <summary>
/// Bins of one column whose share of defaults only rises or only falls (单调分箱): equal shares of the rows first, then neighbours that
/// break the order are pooled (Ayer et al. 1955), then the pair that tells least apart is joined until few are left.
/// </summary>
/// <param name="Below">Upper ends; one fewer than bins.</param>
/// <param name="Counts">By rising value.</param>
/// <param name="Unknown">Rows without a value.</param>
/// <param name="Trend">+1 when the risk rises with the value, -1 when it falls.</param>
internal sealed record MonotoneBins(IReadOnlyList<float> Below, IReadOnlyList<BinCount> Counts, BinCount Unknown, int Trend)
{
    /// <summary>A twentieth of the rows each: fewer say little of a share of defaults.</summary>
    private const int FirstBins = 20;

    /// <summary>More rows than this nobody reads.</summary>
    private const int LastBins = 8;

    /// <summary>Rows added to each class of a bin, so that no evidence is endless.</summary>
    private const double Smoothing = 0.5;

    /// <summary>All rows together.</summary>
    public BinCount Total => Counts.Aggregate(Unknown, (sum, c) => sum.With(c));

    /// <summary>Weight of evidence: ln(share of the good ÷ share of the bad).</summary>
    public double Woe(BinCount count)
    {
        var total = Total;
        return count.All > 0 ? Math.Log((count.Good + Smoothing) / total.Good) - Math.Log((count.Bad + Smoothing) / total.Bad) : 0;
    }

    /// <summary>Information value (Kullback 1959): what the bins tell of good and bad.</summary>
    public double InformationValue
    {
        get
        {
            var total = Total;
            return Counts.Append(Unknown).Sum(c => ((c.Good / total.Good) - (c.Bad / total.Bad)) * Woe(c));
        }
    }

    /// <summary>Bin of a value; -1 for unknown.</summary>
    public int Place(float value)
    {
        if (float.IsNaN(value))
        {
            return -1;
        }

        var at = 0;
        while (at < Below.Count && !(value < Below[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Bins a column.</summary>
    /// <param name="values">NaN for unknown.</param>
    /// <param name="labels">1 for default.</param>
    /// <param name="weight">Weight of a row.</param>
    /// <param name="direction">Declared direction; 0 takes the trend that tells more.</param>
    public static MonotoneBins Of(float[] values, float[] labels, Func<int, double> weight, int direction)
    {
        var unknown = new BinCount();
        foreach (var row in Enumerable.Range(0, values.Length).Where(r => float.IsNaN(values[r])))
        {
            unknown = unknown.With(new BinCount(weight(row), weight(row) * labels[row]));
        }

        var first = Start(values, labels, weight);
        if (direction != 0)
        {
            return Ordered(first, unknown, direction);
        }

        var (rising, falling) = (Ordered(first, unknown, 1), Ordered(first, unknown, -1));
        return falling.InformationValue > rising.InformationValue ? falling : rising;
    }

    private static List<(float From, BinCount Count)> Start(float[] values, float[] labels, Func<int, double> weight)
    {
        var rows = Enumerable.Range(0, values.Length).Where(r => !float.IsNaN(values[r])).OrderBy(r => values[r]).ThenBy(r => r).ToArray();
        var (all, step) = (rows.Sum(weight), 1d / FirstBins);
        var (bins, passed) = (new List<(float From, BinCount Count)>(), 0d);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var one = new BinCount(weight(row), weight(row) * labels[row]);
            // A value is never in two bins.
            var isNew = i == 0 || (!values[row].Equals(values[rows[i - 1]]) && bins[^1].Count.All >= all * step * 0.999);
            if (isNew)
            {
                bins.Add((values[row], one));
            }
            else
            {
                bins[^1] = (bins[^1].From, bins[^1].Count.With(one));
            }

            passed += one.All;
        }

        if (bins.Count > 1 && bins[^1].Count.All < passed * step / 2)
        {
            bins[^2] = (bins[^2].From, bins[^2].Count.With(bins[^1].Count));
            bins.RemoveAt(bins.Count - 1);
        }

        return bins;
    }

    private static MonotoneBins Ordered(List<(float From, BinCount Count)> start, BinCount unknown, int trend)
    {
        var bins = new List<(float From, BinCount Count)>();
        foreach (var bin in start)
        {
            bins.Add(bin);
            while (bins.Count > 1 && trend * (bins[^1].Count.BadShare - bins[^2].Count.BadShare) <= 0)
            {
                Join(bins, bins.Count - 2);
            }
        }

        while (bins.Count > LastBins)
        {
            var least = Enumerable.Range(0, bins.Count - 1).MinBy(i => Loss(bins[i].Count, bins[i + 1].Count));
            Join(bins, least);
        }

        return new MonotoneBins([.. bins.Skip(1).Select(b => b.From)], [.. bins.Select(b => b.Count)], unknown, trend);
    }

    private static void Join(List<(float From, BinCount Count)> bins, int at)
    {
        bins[at] = (bins[at].From, bins[at].Count.With(bins[at + 1].Count));
        bins.RemoveAt(at + 1);
    }

    /// <summary>Chi-square that two neighbours differ: what is lost by joining them.</summary>
    private static double Loss(BinCount a, BinCount b)
    {
        var share = a.With(b).BadShare;
        var gap = a.BadShare - b.BadShare;
        return gap * gap * a.All * b.All / ((a.All + b.All) * Math.Max(share * (1 - share), 1e-12));
    }
}
