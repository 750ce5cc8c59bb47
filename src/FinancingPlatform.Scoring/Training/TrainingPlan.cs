using System.Globalization;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>
/// The parameters of a training run (训练方案), fixed before the first run and never searched on the figures they are judged by.
/// One thread: sums in one order, so that the same data and seed give the same bytes.
/// </summary>
public sealed record TrainingPlan
{
    /// <summary>Seed of the folds and of XGBoost.</summary>
    public int Seed { get; init; } = 20260101;

    /// <summary>Levels of a tree.</summary>
    public int Depth { get; init; } = 3;

    /// <summary>Step of one round.</summary>
    public double Step { get; init; } = 0.05;

    /// <summary>Least sum of hessians in a leaf.</summary>
    public double MinLeafWeight { get; init; } = 2;

    /// <summary>L2 penalty on leaf values.</summary>
    public double Penalty { get; init; } = 5;

    /// <summary>Rounds tried at most.</summary>
    public int MaxRounds { get; init; } = 600;

    /// <summary>Rounds without improvement on held-out rows after which it stops.</summary>
    public int Patience { get; init; } = 50;

    /// <summary>Folds of the held-out rows.</summary>
    public int Folds { get; init; } = 5;

    internal IReadOnlyList<KeyValuePair<string, string>> Parameters(IReadOnlyList<SchemaColumn> features) =>
    [
        new("objective", "binary:logistic"),
        new("base_score", "0.5"),
        new("booster", "gbtree"),
        new("tree_method", "hist"),
        new("nthread", "1"),
        new("verbosity", "0"),
        new("seed", Text(Seed)),
        new("max_depth", Text(Depth)),
        new("eta", Text(Step)),
        new("min_child_weight", Text(MinLeafWeight)),
        new("lambda", Text(Penalty)),
        new("monotone_constraints", $"({string.Join(',', features.Select(f => Text(f.Direction)))})"),
    ];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
