using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>A column that may tell the outcome (可疑列).</summary>
/// <param name="Column">Its name.</param>
/// <param name="Reach">Share of the bad rows with values that no good row has.</param>
public sealed record SuspectColumn(string Column, double Reach);

/// <summary>
/// Finds a column that nearly is the label (疑似泄漏): the share of defaults by its values, learnt on half of the rows, ranks the
/// other half almost without fault. What is only known after the outcome looks like that; what is known before never did.
/// </summary>
internal static class LeakCheck
{
    private const double NearlyTheLabel = 0.99;
    private const int Bins = 64;

    /// <summary>Fewer defaults in the judging half can be ranked without fault by chance.</summary>
    private const int MinBad = 10;

    /// <summary>Values that only bad rows have, in this share of them, look like something filled in after the outcome.</summary>
    private const double SuspectReach = 0.25;
    private const double SuspectPurity = 0.98;

    /// <summary>The area under the curve where the column nearly is the label, else null.</summary>
    public static double? Area(ModelTable table, int column) => Halves(table, column) is { } halves && halves.Auc > NearlyTheLabel ? halves.Auc : null;

    /// <summary>
    /// Columns where some values are had by bad rows alone, by at least a quarter of them: such as an amount recovered. They are no proof, so
    /// training goes on and says so.
    /// </summary>
    public static IReadOnlyList<SuspectColumn> Suspects(ModelTable table)
    {
        var suspects = new List<SuspectColumn>();
        for (var column = 0; column < table.Width; column++)
        {
            if (Halves(table, column) is { } halves && halves.Reach >= SuspectReach && halves.Mean < 1 - SuspectReach && halves.Auc <= NearlyTheLabel)
            {
                suspects.Add(new SuspectColumn(table.Features[column].Name, halves.Reach));
            }
        }

        return suspects;
    }

    private static Half? Halves(ModelTable table, int column)
    {
        var bins = Binned(table, column);
        var random = new SplitMix(column);
        var teaches = Enumerable.Range(0, table.Rows).Select(_ => random.Below(2) == 0).ToArray();
        var (bad, all) = (new double[bins.Max() + 1], new double[bins.Max() + 1]);
        for (var row = 0; row < table.Rows; row++)
        {
            if (teaches[row])
            {
                bad[bins[row]] += table.Labels[row];
                all[bins[row]]++;
            }
        }

        var judged = Trainer.RowsWhere([.. teaches.Select(t => t ? 1 : 0)], t => t == 0);
        var bads = judged.Count(r => table.Labels[r] > 0);
        if (bads < MinBad || judged.Length - bads < MinBad)
        {
            return null;
        }

        var mean = bad.Sum() / all.Sum();
        var half = table.Take(judged) with { Weights = [], Real = [] };
        double[] shares = [.. judged.Select(r => (bad[bins[r]] + mean) / (all[bins[r]] + 1))];
        // The values that taught as all but purely bad, and how the other half's rows with them turned out.
        var marked = judged.Where(r => all[bins[r]] >= MinBad && bad[bins[r]] >= SuspectPurity * all[bins[r]]).ToArray();
        var caught = marked.Count(r => table.Labels[r] > 0);
        return new Half(ModelMetrics.Of(half, shares).Auc, caught >= SuspectPurity * marked.Length ? (double)caught / bads : 0, mean);
    }

    /// <summary>Bin of each row: 0 unknown; a category's own code; else equal shares of the sorted values.</summary>
    private static int[] Binned(ModelTable table, int column)
    {
        var values = Enumerable.Range(0, table.Rows).Select(r => table.Row(r)[column]).ToArray();
        if (table.Categories.Count > 0 && table.Categories[column] is not null)
        {
            return [.. values.Select(v => float.IsNaN(v) ? 0 : (int)v + 1)];
        }

        var sorted = values.Where(v => !float.IsNaN(v)).Order().ToArray();
        var distinct = sorted.Distinct().ToArray();
        var cuts = distinct.Length <= Bins ? distinct : Cuts(sorted, distinct);
        return [.. values.Select(v => float.IsNaN(v) ? 0 : Place(cuts, v))];
    }

    /// <summary>Equal shares; a value that many rows have, such as 0, is a bin of its own.</summary>
    private static float[] Cuts(float[] sorted, float[] distinct)
    {
        var shares = Enumerable.Range(0, Bins).Select(i => sorted[(int)((long)i * sorted.Length / Bins)]).ToArray();
        var many = shares.Where((cut, i) => i > 0 && shares[i - 1] == cut);
        var after = many.Distinct().Select(cut => Array.BinarySearch(distinct, cut) + 1).Where(at => at < distinct.Length).Select(at => distinct[at]);
        return [.. shares.Concat(after).Distinct().Order()];
    }

    /// <summary>How the judging half came out.</summary>
    private readonly record struct Half(double Auc, double Reach, double Mean);

    private static int Place(float[] cuts, float value)
    {
        var at = Array.BinarySearch(cuts, value);
        return (at >= 0 ? at : Math.Max(0, ~at - 1)) + 1;
    }
}
