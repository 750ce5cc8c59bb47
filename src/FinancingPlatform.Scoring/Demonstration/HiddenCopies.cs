using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Demonstration;

/// <summary>
/// Adds copies of each firm with one item's features hidden, and with all: every labelled firm has invoices, so without them the
/// side that an unknown value takes would be chance. Copies weigh little, stay in their firm's fold, and are never judged.
/// </summary>
internal static class HiddenCopies
{
    public const float Weight = 0.25f;

    public static ModelTable With(ModelTable table, IReadOnlyList<Feature> features)
    {
        string[][] hidden = [[Items.Sales], [Items.Purchases], [Items.Sales, Items.Purchases]];
        var values = new List<float>(table.Values);
        foreach (var items in hidden)
        {
            for (var row = 0; row < table.Rows; row++)
            {
                for (var column = 0; column < table.Width; column++)
                {
                    values.Add(IsHidden(features[column], items) ? float.NaN : table.Row(row)[column]);
                }
            }
        }

        var times = hidden.Length + 1;
        return new ModelTable(table.Features, [.. values], table.Rows * times)
        {
            Labels = [.. Enumerable.Repeat(table.Labels, times).SelectMany(l => l)],
            Weights = [.. Enumerable.Range(0, table.Rows * times).Select(r => r < table.Rows ? 1 : Weight)],
            Groups = [.. Enumerable.Range(0, table.Rows * times).Select(r => r % table.Rows)],
            Real = [.. Enumerable.Range(0, table.Rows * times).Select(r => r < table.Rows)],
        };
    }

    private static bool IsHidden(Feature feature, string[] items) =>
        items.Contains(feature.Item) || (feature.Aggregate == Aggregate.MarginOnSales && items.Contains(Items.Sales));
}
