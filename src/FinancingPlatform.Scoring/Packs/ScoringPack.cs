using FinancingPlatform.Scoring.Scorecards;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>What a pack says of one row (评分结果). There is no probability in a demonstration pack.</summary>
/// <param name="Margin">The model's log-odds, single precision.</param>
/// <param name="LogOdds">Calibrated log-odds of default.</param>
/// <param name="Points">More points, less risk.</param>
/// <param name="Grade">G1 is the best.</param>
public readonly record struct PackScore(float Margin, double LogOdds, int Points, string Grade);

/// <summary>A scoring pack (评分包), checked and ready: model, calibration, scale and reasons, with the digests that identify it.</summary>
public sealed class ScoringPack
{
    internal ScoringPack(PackManifest manifest, BoostedTrees model, ModelSchema schema, Calibration calibration, PointsScale scale, IReadOnlyDictionary<string, ReasonText> reasons, string sha256)
    {
        Manifest = manifest;
        Model = model;
        Schema = schema;
        Calibration = calibration;
        Scale = scale;
        Reasons = reasons;
        Sha256 = sha256;
        Features = schema.Features;
    }

    /// <summary>Its list of contents.</summary>
    public PackManifest Manifest { get; }

    /// <summary>Its trees.</summary>
    public BoostedTrees Model { get; }

    /// <summary>Its columns.</summary>
    public ModelSchema Schema { get; }

    /// <summary>The feature columns, in the model's order.</summary>
    public IReadOnlyList<SchemaColumn> Features { get; }

    /// <summary>Its calibration.</summary>
    public Calibration Calibration { get; }

    /// <summary>Its points scale.</summary>
    public PointsScale Scale { get; }

    /// <summary>Texts by feature.</summary>
    public IReadOnlyDictionary<string, ReasonText> Reasons { get; }

    /// <summary>SHA-256 of the manifest, hexadecimal: it stands for every byte of the pack.</summary>
    public string Sha256 { get; }

    /// <summary>What category columns' texts are turned into; empty when there are none.</summary>
    public IReadOnlyList<CategoryEncoding> Categories { get; internal init; } = [];

    /// <summary>The scorecard that <see cref="Model"/> was laid out from; null for boosted trees.</summary>
    public Scorecard? Card { get; internal init; }

    /// <summary>A table read by this pack's schema, its categories turned into the numbers that the model looks at.</summary>
    public ModelTable Encode(ModelTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return OrderedTargetStatistics.Apply(table, Categories);
    }

    /// <summary>Scores one row; NaN is unknown. Allocates nothing.</summary>
    public PackScore Score(ReadOnlySpan<float> row) => Score(Model.Margin(row));

    /// <summary>The margins of all rows of an encoded table at once.</summary>
    public float[] Margins(ModelTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var margins = new float[table.Rows];
        Model.Margins(table.Values, margins);
        return margins;
    }

    /// <summary>What the model's log-odds of a row amount to.</summary>
    public PackScore Score(float margin)
    {
        var logOdds = Calibration.LogOdds(margin);
        var points = Scale.Points(logOdds);
        return new PackScore(margin, logOdds, points, Scale.Grade(points));
    }

    /// <summary>Calibrated probability of default; null in a demonstration pack, which must show none as if it were real.</summary>
    public double? Probability(PackScore score) => Manifest.Demonstration ? null : 1 / (1 + Math.Exp(-score.LogOdds));
}
