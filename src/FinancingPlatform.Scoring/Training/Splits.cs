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
    /// <summary>From here on one fold's held-out rows (4,000) fix a number of rounds as well as all rows do, at a fifth of the time.</summary>
    public const int ManyRows = 20_000;

    /// <summary>The later fifth of the subjects judges the earlier ones.</summary>
    private const int LateShare = 5;

    public static IReadOnlyList<Split> Of(ModelTable table, TrainingPlan plan)
    {
        if (ByTime(table) is { } late)
        {
            return [late];
        }

        var folds = Folds.Of(table, plan.Folds, plan.Seed);
        var count = table.Rows >= ManyRows ? 1 : plan.Folds;
        return [.. Enumerable.Range(0, count).Select(fold => new Split(Trainer.RowsWhere(folds, f => f != fold), Trainer.RowsWhere(folds, f => f == fold)))];
    }

    /// <summary>Null where the table has no time, or its later part lacks one of the classes.</summary>
    public static Split? ByTime(ModelTable table)
    {
        if (table.Times.Length == 0)
        {
            return null;
        }

        var first = new Dictionary<int, double>();
        for (var row = 0; row < table.Rows; row++)
        {
            var group = table.GroupOf(row);
            first[group] = Math.Min(first.GetValueOrDefault(group, double.PositiveInfinity), table.Times[row]);
        }

        var times = first.Values.Order().ToArray();
        var cut = times[times.Length - 1 - (times.Length / LateShare)];
        // A subject stands where it was first seen: one subject is never on both sides.
        var rows = Enumerable.Range(0, table.Rows).ToArray();
        var split = new Split([.. rows.Where(r => first[table.GroupOf(r)] <= cut)], [.. rows.Where(r => first[table.GroupOf(r)] > cut)]);
        return HasBoth(table, split.Taught) && HasBoth(table, split.Held) ? split : null;
    }

    private static bool HasBoth(ModelTable table, int[] rows) => rows.Any(r => table.Labels[r] > 0) && rows.Any(r => table.Labels[r] <= 0);
}
