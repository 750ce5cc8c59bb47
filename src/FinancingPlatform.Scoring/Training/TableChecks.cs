using System.Globalization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>What makes a table unfit for training, each naming its column.</summary>
internal static class TableChecks
{
    public static Error? Fault(ModelTable table, int folds)
    {
        if (table.Rows < Trainer.MinRows)
        {
            return ScoringError.Table("rows", $"只有 {table.Rows} 行，至少需要 {Trainer.MinRows} 行", $"there are only {table.Rows} rows, at least {Trainer.MinRows} are needed");
        }

        if (table.Labels.Length != table.Rows)
        {
            return ScoringError.Table("label", "没有标签列", "there is no label column");
        }

        var bad = Enumerable.Range(0, table.Rows).Where(r => table.Labels[r] > 0).Select(table.GroupOf).Distinct().Count();
        var good = Enumerable.Range(0, table.Rows).Where(r => table.Labels[r] <= 0).Select(table.GroupOf).Distinct().Count();
        if (Math.Min(bad, good) < folds)
        {
            return ScoringError.Table(
                "label",
                string.Create(CultureInfo.InvariantCulture, $"坏样本 {bad} 个、好样本 {good} 个，两类各需至少 {folds} 个；请检查 label.bad"),
                string.Create(CultureInfo.InvariantCulture, $"{bad} bad and {good} good subjects: each needs at least {folds}; check label.bad"));
        }

        for (var column = 0; column < table.Width; column++)
        {
            if (IsConstant(table, column))
            {
                return ScoringError.Table($"column {table.Features[column].Name}", "全列只有一个取值，请标为 ignore", "it holds one value only; mark it ignore");
            }

            if (LeakCheck.Area(table, column) is { } area)
            {
                return ScoringError.Table(
                    $"column {table.Features[column].Name}",
                    string.Create(CultureInfo.InvariantCulture, $"几乎就是标签（单列 AUC {area:0.000}），很可能是事后信息泄漏；请标为 ignore"),
                    string.Create(CultureInfo.InvariantCulture, $"it nearly is the label (AUC {area:0.000} alone): a probable leak of what is known only after the outcome; mark it ignore"));
            }
        }

        return null;
    }

    internal static bool IsConstant(ModelTable table, int column)
    {
        var first = table.Row(0)[column];
        for (var row = 1; row < table.Rows; row++)
        {
            var value = table.Row(row)[column];
            // Equals, not ==: unknown in every row is one value too.
            if (!value.Equals(first))
            {
                return false;
            }
        }

        return true;
    }
}
