using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Monitoring;

namespace FinancingPlatform.Scoring.Study;

/// <summary>What a table of features says of one of them (特征统计).</summary>
/// <param name="Name">The feature.</param>
/// <param name="Item">Item that it reads.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Direction">Declared direction.</param>
/// <param name="Coverage">Share of rows in which it is known.</param>
/// <param name="InformationValue">Σ (share of good − share of bad) × ln(good ÷ bad) over its bins, unknown as one of them; null without enough outcomes.</param>
/// <param name="IsConstant">True when it has one known value, or none.</param>
public sealed record FeatureFigure(string Name, string Item, string Unit, int Direction, double Coverage, double? InformationValue, bool IsConstant);

/// <summary>Two features that say nearly the same (高度相关特征).</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
/// <param name="Correlation">Pearson's coefficient over rows in which both are known.</param>
/// <param name="Rows">How many rows that are.</param>
public sealed record CorrelatedPair(string First, string Second, double Correlation, int Rows);

/// <summary>Coverage, information value (信息值) and correlation of features over any rows.</summary>
public static class FeatureStudy
{
    /// <summary>Above it one of two features is superfluous.</summary>
    public const double MaxCorrelation = 0.98;

    /// <summary>Rows in which both must be known before a correlation means anything.</summary>
    public const int MinRows = 30;

    /// <summary>Good and bad ones below which no information value is given.</summary>
    public const int MinOfEach = 10;

    private const double HalfARow = 0.5;

    /// <summary>Figures of each feature.</summary>
    /// <param name="features">Columns.</param>
    /// <param name="rows">Rows; unknown is NaN.</param>
    /// <param name="isBad">Outcome of each row; null when it has none.</param>
    public static IReadOnlyList<FeatureFigure> Figures(IReadOnlyList<Feature> features, IReadOnlyList<float[]> rows, IReadOnlyList<bool?> isBad)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(isBad);
        return [.. features.Select((f, column) =>
        {
            var known = rows.Select(r => r[column]).Where(v => !float.IsNaN(v)).ToList();
            return new FeatureFigure(
                f.Name, f.Item, f.Unit, f.Direction, rows.Count == 0 ? 0 : (double)known.Count / rows.Count, InformationValue(column, rows, isBad), known.Distinct().Take(2).Count() < 2);
        })];
    }

    /// <summary>Pairs above a correlation, the closest first; constant features correlate with nothing.</summary>
    public static IReadOnlyList<CorrelatedPair> Correlated(IReadOnlyList<Feature> features, IReadOnlyList<float[]> rows, double above = MaxCorrelation)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(rows);
        var pairs = new List<CorrelatedPair>();
        for (var a = 0; a < features.Count; a++)
        {
            for (var b = a + 1; b < features.Count; b++)
            {
                if (Correlation(rows, a, b) is { } found && Math.Abs(found.R) > above)
                {
                    pairs.Add(new CorrelatedPair(features[a].Name, features[b].Name, found.R, found.Rows));
                }
            }
        }

        return [.. pairs.OrderByDescending(p => Math.Abs(p.Correlation))];
    }

    private static (double R, int Rows)? Correlation(IReadOnlyList<float[]> rows, int a, int b)
    {
        double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        foreach (var row in rows)
        {
            double x = row[a], y = row[b];
            if (double.IsNaN(x) || double.IsNaN(y))
            {
                continue;
            }

            n++;
            sa += x;
            sb += y;
            saa += x * x;
            sbb += y * y;
            sab += x * y;
        }

        var (va, vb) = (saa - (sa * sa / n), sbb - (sb * sb / n));
        // Rounding leaves a constant column a variance of almost nothing.
        return n < MinRows || va <= 1e-9 * saa || vb <= 1e-9 * sbb ? null : ((sab - (sa * sb / n)) / Math.Sqrt(va * vb), (int)n);
    }

    private static double? InformationValue(int column, IReadOnlyList<float[]> rows, IReadOnlyList<bool?> isBad)
    {
        var judged = Enumerable.Range(0, rows.Count).Where(r => isBad[r] is not null).Select(r => (Value: (double)rows[r][column], IsBad: isBad[r]!.Value)).ToList();
        var bad = judged.Count(j => j.IsBad);
        if (bad < MinOfEach || judged.Count - bad < MinOfEach)
        {
            return null;
        }

        var edges = PopulationStability.Edges(judged.Select(j => j.Value));
        return judged.GroupBy(j => PopulationStability.Bin(edges, j.Value)).Sum(bin =>
        {
            // Half a row keeps the logarithm finite where a bin has none of one kind (Siddiqi 2006, ch. 6).
            var badShare = (bin.Count(j => j.IsBad) + HalfARow) / (bad + HalfARow);
            var goodShare = (bin.Count(j => !j.IsBad) + HalfARow) / (judged.Count - bad + HalfARow);
            return (goodShare - badShare) * Math.Log(goodShare / badShare);
        });
    }
}
