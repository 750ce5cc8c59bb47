using System.Text.Json.Serialization;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>
/// What a category column's texts are turned into (类别编码): the smoothed share of defaults among the training rows with that text.
/// </summary>
/// <param name="Column">The column.</param>
/// <param name="Unseen">For a text that training never saw: the share of defaults over all.</param>
/// <param name="Values">Share by text.</param>
public sealed record CategoryEncoding(
    [property: JsonPropertyName("column")] string Column,
    [property: JsonPropertyName("unseen")] float Unseen,
    [property: JsonPropertyName("values")] SortedDictionary<string, float> Values);

/// <summary>
/// Ordered target statistics (有序目标统计; Prokhorenkova et al. 2018, "CatBoost: unbiased boosting with categorical features"):
/// a training row's category is the share of defaults among the rows that come before it, so that no row's own outcome is in
/// its features. Rows come by time where the table has one, else by a seeded shuffle.
/// </summary>
internal static class OrderedTargetStatistics
{
    /// <summary>Rows' worth of the overall share that every category starts with.</summary>
    private const double PriorRows = 10;

    /// <summary>Fits on these rows only, and returns them encoded.</summary>
    public static (ModelTable Encoded, IReadOnlyList<CategoryEncoding> Encodings) Fit(ModelTable table, int seed)
    {
        if (!table.HasCategories)
        {
            return (table, []);
        }

        var order = Order(table, seed);
        double total = 0, bad = 0;
        for (var row = 0; row < table.Rows; row++)
        {
            total += table.WeightOf(row);
            bad += table.WeightOf(row) * table.Labels[row];
        }

        var prior = bad / total;
        var priorWeight = PriorRows * total / table.Rows;
        var values = (float[])table.Values.Clone();
        var encodings = new List<CategoryEncoding>();
        for (var column = 0; column < table.Width; column++)
        {
            if (table.Categories[column] is { } texts)
            {
                encodings.Add(FitColumn(table, column, texts, order, values, new Prior(prior, priorWeight)));
            }
        }

        return (table with { Values = values, Categories = [] }, encodings);
    }

    /// <summary>Encodes rows that were not fitted on.</summary>
    public static ModelTable Apply(ModelTable table, IReadOnlyList<CategoryEncoding> encodings)
    {
        if (!table.HasCategories)
        {
            return table;
        }

        var values = (float[])table.Values.Clone();
        for (var column = 0; column < table.Width; column++)
        {
            if (table.Categories[column] is not { } texts)
            {
                continue;
            }

            var encoding = encodings.First(e => e.Column == table.Features[column].Name);
            var byCode = texts.Select(t => encoding.Values.GetValueOrDefault(t, encoding.Unseen)).ToArray();
            for (var at = column; at < values.Length; at += table.Width)
            {
                values[at] = float.IsNaN(values[at]) ? float.NaN : byCode[(int)values[at]];
            }
        }

        return table with { Values = values, Categories = [] };
    }

    private static CategoryEncoding FitColumn(ModelTable table, int column, IReadOnlyList<string> texts, int[] order, float[] values, Prior prior)
    {
        var (bad, all) = (new double[texts.Count], new double[texts.Count]);
        foreach (var row in order)
        {
            var at = (row * table.Width) + column;
            if (float.IsNaN(table.Values[at]))
            {
                continue;
            }

            var code = (int)table.Values[at];
            values[at] = prior.Share(bad[code], all[code]);
            bad[code] += table.WeightOf(row) * table.Labels[row];
            all[code] += table.WeightOf(row);
        }

        var shares = new SortedDictionary<string, float>(StringComparer.Ordinal);
        for (var code = 0; code < texts.Count; code++)
        {
            if (all[code] > 0)
            {
                shares[texts[code]] = prior.Share(bad[code], all[code]);
            }
        }

        return new CategoryEncoding(table.Features[column].Name, (float)prior.Mean, shares);
    }

    private static int[] Order(ModelTable table, int seed)
    {
        var order = Enumerable.Range(0, table.Rows).ToArray();
        var random = new SplitMix(seed);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        // The shuffle first: rows of one day have no order of their own.
        return table.Times.Length == 0 ? order : [.. order.OrderBy(r => table.Times[r])];
    }

    private readonly record struct Prior(double Mean, double Weight)
    {
        public float Share(double bad, double all) => (float)((bad + (Weight * Mean)) / (all + Weight));
    }
}
