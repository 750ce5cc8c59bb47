using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>Rows that teach, and rows that judge them (训练与验证划分).</summary>
internal sealed record Split(int[] Taught, int[] Held);

/// <summary>
/// How a table is split for early stopping and calibration: by time where it has one, so that the model is judged on what came
/// later; by one fold where it is large; by every fold where rows are few.
/// </summary>
internal static class Splits
{
    /// <summary>From here on one fold's or the last part's held-out rows (4,000) fix a number of rounds as well as all rows do, at a fraction of the time.</summary>
    public const int ManyRows = 20_000;

    /// <summary>Subjects by time are cut into so many parts …</summary>
    private const int Parts = 5;

    /// <summary>… and each of the later ones is judged by a model that learnt from those before it: one part alone holds too few outcomes to calibrate on.</summary>
    private const int Judged = 3;

    /// <summary>Of each class, in the past of a part that is not the last: fewer teach so little that judging by them misleads.</summary>
    private const int Enough = 100;

    public static IReadOnlyList<Split> Of(ModelTable table, TrainingPlan plan)
    {
        if (ByTime(table) is { Count: > 0 } late)
        {
            return late;
        }

        var folds = Folds.Of(table, plan.Folds, plan.Seed);
        var count = table.Rows >= ManyRows ? 1 : plan.Folds;
        return [.. Enumerable.Range(0, count).Select(fold => new Split(Trainer.RowsWhere(folds, f => f != fold), Trainer.RowsWhere(folds, f => f == fold)))];
    }

    /// <summary>The later parts, earliest first (rolling origin); empty where the table has no time. A part that lacks a class, or whose past tells too little, is passed over.</summary>
    public static IReadOnlyList<Split> ByTime(ModelTable table)
    {
        if (table.Times.Length == 0)
        {
            return [];
        }

        var first = new Dictionary<int, double>();
        for (var row = 0; row < table.Rows; row++)
        {
            var group = table.GroupOf(row);
            first[group] = Math.Min(first.GetValueOrDefault(group, double.PositiveInfinity), table.Times[row]);
        }

        var judged = table.Rows >= ManyRows ? 1 : Judged;
        var times = first.Values.Order().ToArray();
        double Cut(int part) => part == Parts ? double.PositiveInfinity : times[Math.Max(0, (int)((long)times.Length * part / Parts) - 1)];
        var rows = Enumerable.Range(0, table.Rows).ToArray();
        // A subject stands where it was first seen: one subject is never on both sides.
        var splits = Enumerable.Range(Parts - judged, judged).Select(part => (Part: part, Split: new Split(
            [.. rows.Where(r => first[table.GroupOf(r)] <= Cut(part))],
            [.. rows.Where(r => first[table.GroupOf(r)] > Cut(part) && first[table.GroupOf(r)] <= Cut(part + 1))])));
        return [.. splits.Where(s => Rarer(table, s.Split.Taught) >= (s.Part == Parts - 1 ? 1 : Enough) && Rarer(table, s.Split.Held) > 0).Select(s => s.Split)];
    }

    /// <summary>Rows of the class that has fewer.</summary>
    private static int Rarer(ModelTable table, int[] rows)
    {
        var bad = rows.Count(r => table.Labels[r] > 0);
        return Math.Min(bad, rows.Length - bad);
    }
}
