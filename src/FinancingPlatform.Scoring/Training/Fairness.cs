using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>A column by which a model's figures are compared (公平性比较列), whether the model looks at it or not.</summary>
/// <param name="Name">The column.</param>
/// <param name="Texts">Texts by code.</param>
/// <param name="Codes">Code of each row; -1 for unknown.</param>
public sealed record FairnessColumn(string Name, IReadOnlyList<string> Texts, IReadOnlyList<int> Codes);

/// <summary>Figures of one group (分组指标): does the model foretell for it as well as for all.</summary>
/// <param name="Column">The column that makes the groups.</param>
/// <param name="Group">Text of the group; empty for unknown.</param>
/// <param name="Rows">Rows.</param>
/// <param name="BadShare">Share of defaults seen.</param>
/// <param name="MeanProbability">Mean probability foretold: above the share, the group is judged too hard; below it, too kindly.</param>
/// <param name="Auc">Area under the ROC curve inside the group.</param>
public sealed record GroupFigures(string Column, string Group, int Rows, double BadShare, double MeanProbability, double Auc);

/// <summary>Compares groups on held-out rows (公平性).</summary>
public static class Fairness
{
    /// <summary>Below this many rows, or outcomes of one kind, a group's figures are chance and could point at single subjects.</summary>
    public const int MinRows = 50;

    /// <summary>Fewest outcomes of each kind.</summary>
    public const int MinOutcomes = 10;

    /// <summary>Largest groups of a column that are told.</summary>
    public const int MaxGroups = 12;

    /// <summary>Figures of every group that is large enough, the largest first.</summary>
    /// <param name="table">Labelled rows with their fairness columns.</param>
    /// <param name="logOdds">Calibrated log-odds by models that had not seen the row.</param>
    public static IReadOnlyList<GroupFigures> Of(ModelTable table, IReadOnlyList<double> logOdds)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(logOdds);
        return [.. table.Fairness.SelectMany(column => Groups(table, column, logOdds))];
    }

    private static IEnumerable<GroupFigures> Groups(ModelTable table, FairnessColumn column, IReadOnlyList<double> logOdds) =>
        Enumerable.Range(0, table.Rows)
            .Where(table.IsReal)
            .GroupBy(row => column.Codes[row])
            .Select(group => (group.Key, Rows: group.ToArray()))
            .Where(group => group.Rows.Length >= MinRows && Math.Min(group.Rows.Count(r => table.Labels[r] > 0), group.Rows.Count(r => table.Labels[r] <= 0)) >= MinOutcomes)
            .OrderByDescending(group => group.Rows.Length)
            .ThenBy(group => group.Key)
            .Take(MaxGroups)
            .Select(group =>
            {
                double weight = 0, bad = 0, foretold = 0;
                foreach (var row in group.Rows)
                {
                    var w = (double)table.WeightOf(row);
                    weight += w;
                    bad += w * table.Labels[row];
                    foretold += w / (1 + Math.Exp(-logOdds[row]));
                }

                var part = table.Take(group.Rows);
                return new GroupFigures(
                    column.Name, group.Key < 0 ? string.Empty : column.Texts[group.Key], group.Rows.Length, bad / weight, foretold / weight, ModelMetrics.Of(part, [.. group.Rows.Select(r => logOdds[r])]).Auc);
            });
}
