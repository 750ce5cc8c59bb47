using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>
/// 95 % intervals by the bootstrap (自助法区间): subjects are drawn again with replacement, seeded, and both models are judged on
/// the same draw, so that what is hard for both does not widen the interval of their difference.
/// </summary>
/// <param name="Low">Lower end of the first model's AUC.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Difference">First model's AUC less the second's.</param>
/// <param name="DifferenceLow">Lower end of the difference.</param>
/// <param name="DifferenceHigh">Upper end of it.</param>
public sealed record PairedBootstrap(double Low, double High, double Difference, double DifferenceLow, double DifferenceHigh)
{
    private const int Draws = 2000;
    private const double Tail = 0.025;

    /// <summary>Compares two models' log-odds of the same rows.</summary>
    public static PairedBootstrap Of(ModelTable table, IReadOnlyList<double> first, IReadOnlyList<double> second, int seed)
    {
        ArgumentNullException.ThrowIfNull(table);
        var (a, b) = (Order(first), Order(second));
        var groups = Enumerable.Range(0, table.Rows).Select(table.GroupOf).ToArray();
        var subjects = groups.Distinct().ToArray();
        var times = new int[groups.Max() + 1];
        var random = new SplitMix(seed);
        var (areas, differences) = (new List<double>(), new List<double>());
        for (var draw = 0; draw < Draws; draw++)
        {
            Array.Clear(times);
            for (var i = 0; i < subjects.Length; i++)
            {
                times[subjects[random.Below(subjects.Length)]]++;
            }

            var area = Area(table, a, first, groups, times);
            // A draw without one of the classes ranks nothing.
            if (!double.IsNaN(area))
            {
                areas.Add(area);
                differences.Add(area - Area(table, b, second, groups, times));
            }
        }

        areas.Sort();
        differences.Sort();
        Array.Fill(times, 1);
        var difference = Area(table, a, first, groups, times) - Area(table, b, second, groups, times);
        return new PairedBootstrap(At(areas, Tail), At(areas, 1 - Tail), difference, At(differences, Tail), At(differences, 1 - Tail));
    }

    private static int[] Order(IReadOnlyList<double> values) => [.. Enumerable.Range(0, values.Count).OrderBy(r => values[r])];

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Round(share * (sorted.Count - 1))];

    private static double Area(ModelTable table, int[] order, IReadOnlyList<double> values, int[] groups, int[] times)
    {
        double below = 0, bads = 0, area = 0;
        for (var i = 0; i < order.Length;)
        {
            double good = 0, bad = 0;
            var value = values[order[i]];
            for (; i < order.Length && values[order[i]].Equals(value); i++)
            {
                var weight = (double)table.WeightOf(order[i]) * times[groups[order[i]]];
                (good, bad) = table.Labels[order[i]] > 0 ? (good, bad + weight) : (good + weight, bad);
            }

            area += bad * (below + (good / 2));
            below += good;
            bads += bad;
        }

        return area / (below * bads);
    }
}
