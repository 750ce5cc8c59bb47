using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>What was learnt from a city's own rows (本市模型训练结果).</summary>
/// <param name="Trained">The model.</param>
/// <param name="Table">The rows over <paramref name="Columns"/>.</param>
/// <param name="Metrics">On held-out rows.</param>
/// <param name="Columns">Features that the model looks at.</param>
/// <param name="Constant">Features without two values here, such as an item that no department delivers: left out by name.</param>
/// <param name="Unknown">Of these, the ones that were known of nobody on the days of the outcomes.</param>
/// <param name="Groups">Held-out figures by size, sector and district.</param>
public sealed record CityTraining(
    TrainedModel Trained, ModelTable Table, ModelMetrics Metrics, IReadOnlyList<Feature> Columns, IReadOnlyList<string> Constant, IReadOnlyList<string> Unknown, IReadOnlyList<GroupFigures> Groups);

/// <summary>Trains and writes a pack whose columns are features of this platform (本市评分包).</summary>
public static class CityPack
{
    /// <summary>Trains on a city's rows; a feature of which the city knows one value only is left out.</summary>
    public static Result<CityTraining> Train(CityRowsResult rows, TrainingPlan plan, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var all = rows.Table;
        int[] kept = [.. Enumerable.Range(0, all.Width).Where(column => !TableChecks.IsConstant(all, column))];
        if (kept.Length == 0)
        {
            return ScoringError.Table("columns", "没有任何特征有两个以上的取值", "no feature has two values: nothing can be learnt");
        }

        var table = all with
        {
            Features = [.. kept.Select(i => all.Features[i])],
            Values = [.. Enumerable.Range(0, all.Rows).SelectMany(r => kept.Select(i => all.Values[(r * all.Width) + i]))],
        };
        int[] left = [.. Enumerable.Range(0, all.Width).Except(kept)];
        return Trainer.HeldOutMargins(table, plan, progress, ct).Then(held => Trainer.Train(table, plan, null, ct).Map(trained => new CityTraining(
            trained,
            table,
            ModelMetrics.Of(table, [.. held.Select(m => (double)m)]),
            [.. kept.Select(i => rows.Features[i])],
            [.. left.Select(i => all.Features[i].Name)],
            [.. left.Where(i => IsUnknown(all, i)).Select(i => all.Features[i].Name)],
            Fairness.Of(table, [.. held.Select(m => (double)m)]))));
    }

    private static bool IsUnknown(ModelTable table, int column) =>
        Enumerable.Range(0, table.Rows).All(row => float.IsNaN(table.Values[(row * table.Width) + column]));

    /// <summary>Writes the pack, with the platform's own reason texts.</summary>
    public static Result<ScoringPack> Write(string folder, string name, string version, PackKind kind, CityRowsResult rows, CityTraining made)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(made);
        var schema = new ModelSchema([.. made.Columns.Select(f => new SchemaColumn(f.Name, ColumnRole.Feature, ColumnType.Number, f.Direction)), new SchemaColumn(TrainingRows.Time, ColumnRole.Time, ColumnType.Date)]);
        var sha256 = Convert.ToHexStringLower(rows.Sha256);
        var card = new ModelCard(name, "the city's own records and loan outcomes (rule C2), held in memory only", sha256, made.Table, schema, made.Metrics, made.Groups, made.Trained, Demonstration: false);
        return PackStore.Write(folder, name, version, kind, demonstration: false, new PackContent(
            made.Trained.Model,
            schema,
            made.Trained.Calibration,
            PointsScale.Of(made.Table),
            new SortedDictionary<string, ReasonText>(made.Columns.ToDictionary(f => f.Name, f => f.Text), StringComparer.Ordinal),
            PackJson.Write(new { protocol = "nested 5-fold, held out", rows_sha256 = sha256, made.Trained.Rounds, made.Metrics, made.Groups, rows.Authorisations, made.Constant, made.Trained.Plan }),
            card.Write()));
    }
}
