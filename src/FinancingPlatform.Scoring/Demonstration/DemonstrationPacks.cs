using System.Text.Json.Nodes;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Scoring.Demonstration;

/// <summary>
/// Makes the two packs that come with the platform (演示评分包): <c>demonstration-public</c> from judged steps alone, and
/// <c>demonstration-full</c> from trees trained on the labelled firms' invoices plus the same steps. Both are marked demonstration.
/// </summary>
public static class DemonstrationPacks
{
    /// <summary>Of the public pack.</summary>
    private const string PublicVersion = "1.0.0";

    /// <summary>Of the full pack. 1.0.0 lies beside it, for the scores that it computed: other bytes, other version.</summary>
    internal const string FullVersion = "1.1.0";

    private const int BasePoints = 600;
    private const double PointsToDoubleOdds = 40;

    private static readonly GradeBand[] Grades =
        [new("G1", 690), new("G2", 640), new("G3", 590), new("G4", 540), new("G5", 480), new("G6", 300)];

    /// <summary>The features whose values the labelled firms have, in the order that <see cref="Train"/> expects.</summary>
    public static IReadOnlyList<Feature> TrainedFeatures { get; } = Named(
        "sales_12m", "sales_trend_12m", "sales_months_12m", "sales_gap_days", "sales_voided_share_12m", "sales_red_share_12m", "sales_invoices_12m", "customers_12m",
        "customer_top_share_12m", "purchases_12m", "purchase_months_12m", "suppliers_12m", "supplier_top_share_12m", "margin_12m");

    /// <summary>The features that are judged, because no outcome is known for them.</summary>
    private static IReadOnlyList<Feature> JudgedFeatures { get; } = Named("penalties_36m", "dishonest_debtor", "honours_36m", "tax_credit_a", "age_years");

    /// <summary>The trained features as a table's columns.</summary>
    public static IReadOnlyList<SchemaColumn> TrainedColumns => Columns(TrainedFeatures);

    /// <summary>Parameters, fixed before the first run.</summary>
    public static TrainingPlan Plan { get; } = new();

    /// <summary>Writes the public pack.</summary>
    public static Result<ScoringPack> WritePublic(string folder)
    {
        var model = ModelWriter.Empty();
        var features = JudgedFeatures;
        ModelWriter.NameColumns(model, [.. features.Select(f => f.Name)]);
        Judge(model, features, 1);
        var metrics = new { kind = "judgement", demonstration = true, rows = 0, note = "No outcome is known for the public items: nothing was measured." };
        return PackStore.Write(Path.Combine(folder, PlatformPacks.PublicName), PlatformPacks.PublicName, PublicVersion, PackKind.Public, true, new PackContent(
            ModelWriter.Bytes(model),
            new ModelSchema(Columns(features)),
            new Calibration("none", 1, 0),
            new PointsScale(BasePoints, 0, PointsToDoubleOdds, 300, 900, Grades),
            Reasons(features),
            PackJson.Write(metrics),
            ModelCards.Public()));
    }

    /// <summary>Trains on the labelled firms and writes the full pack.</summary>
    /// <param name="folder">Where packs lie.</param>
    /// <param name="firms">One row per firm, in the order of <see cref="TrainedFeatures"/>, with labels.</param>
    /// <param name="asOf">The day to which the features look back.</param>
    /// <param name="progress">Share done.</param>
    /// <param name="ct">Stops between rounds.</param>
    public static Result<ScoringPack> Train(string folder, ModelTable firms, DateOnly asOf, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(firms);
        var table = HiddenCopies.With(firms, TrainedFeatures);
        return Trainer.HeldOutMargins(table, Plan, progress, ct)
            .Then(held => Trainer.Train(table, Plan, null, ct).Then(trained => Write(folder, firms, table, held, trained, asOf)));
    }

    private static Result<ScoringPack> Write(string folder, ModelTable firms, ModelTable table, float[] held, TrainedModel trained, DateOnly asOf)
    {
        IReadOnlyList<Feature> features = [.. TrainedFeatures, .. JudgedFeatures];
        var model = JsonNode.Parse(trained.Model)!.AsObject();
        ModelWriter.NameColumns(model, [.. features.Select(f => f.Name)]);
        Judge(model, features, trained.Calibration.Slope);
        var figures = FullMetrics.Of(table, held, firms, trained, Plan, asOf);
        return PackStore.Write(Path.Combine(folder, PlatformPacks.FullName), PlatformPacks.FullName, FullVersion, PackKind.Full, true, new PackContent(
            ModelWriter.Bytes(model),
            new ModelSchema(Columns(features)),
            trained.Calibration,
            new PointsScale(BasePoints, figures.SampleLogOdds, PointsToDoubleOdds, 300, 900, Grades),
            Reasons(features),
            PackJson.Write(figures),
            ModelCards.Full(figures)));
    }

    /// <summary>Steps are declared in calibrated log-odds; the model's own unit is that divided by the calibration's slope.</summary>
    private static void Judge(JsonObject model, IReadOnlyList<Feature> features, double slope)
    {
        var names = features.Select(f => f.Name).ToList();
        foreach (var step in JudgedStep.All)
        {
            ModelWriter.AddStep(model, names.IndexOf(step.Feature), step, slope);
        }
    }

    private static IReadOnlyList<SchemaColumn> Columns(IReadOnlyList<Feature> features) =>
        [.. features.Select(f => new SchemaColumn(f.Name, ColumnRole.Feature, ColumnType.Number, f.Direction))];

    private static SortedDictionary<string, ReasonText> Reasons(IReadOnlyList<Feature> features) =>
        new(features.ToDictionary(f => f.Name, f => f.Text), StringComparer.Ordinal);

    private static Feature[] Named(params string[] names) =>
        [.. names.Select(name => FeatureCatalogue.Find(name) ?? throw new InvalidOperationException($"There is no feature {name}."))];
}
