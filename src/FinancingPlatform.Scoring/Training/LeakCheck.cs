using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

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

    /// <summary>The area under the curve where the column nearly is the label, else null.</summary>
    public static double? Area(ModelTable table, int column)
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
        var area = ModelMetrics.Of(half, [.. judged.Select(r => (bad[bins[r]] + mean) / (all[bins[r]] + 1))]).Auc;
        return area > NearlyTheLabel ? area : null;
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
        var cuts = distinct.Length <= Bins ? distinct : [.. Enumerable.Range(0, Bins).Select(i => sorted[(int)((long)i * sorted.Length / Bins)]).Distinct()];
        return [.. values.Select(v => float.IsNaN(v) ? 0 : Place(cuts, v))];
    }

    private static int Place(float[] cuts, float value)
    {
        var at = Array.BinarySearch(cuts, value);
        return (at >= 0 ? at : Math.Max(0, ~at - 1)) + 1;
    }
}
