using System.Globalization;
using System.Text.Json.Serialization;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>What is trained (模型种类).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelKind>))]
public enum ModelKind
{
    /// <summary>Boosted trees by XGBoost.</summary>
    [JsonStringEnumMemberName("trees")] Trees,

    /// <summary>A scorecard that can be worked out on paper.</summary>
    [JsonStringEnumMemberName("scorecard")] Scorecard,
}

/// <summary>
/// The parameters of a training run (训练方案), fixed before the first run and never searched on the figures they are judged by.
/// One thread: sums in one order, so that the same data and seed give the same bytes.
/// </summary>
public sealed record TrainingPlan
{
    /// <summary>More candidates than this only fit the held-out rows.</summary>
    public const int MaxCandidates = 50;

    /// <summary>Threads that are taken.</summary>
    public const int MaxThreads = 256;

    /// <summary>For tables of thousands of rows: deeper trees that each see a part of rows and columns, and as many rounds as help.</summary>
    public static TrainingPlan ManyRows { get; } = new() { Depth = 6, MinLeafWeight = 5, ColumnShare = 0.6, RowShare = 0.8, MaxRounds = 2000 };

    /// <summary>For few or noisy rows: shallow trees that each see half of the columns.</summary>
    public static TrainingPlan FewRows { get; } = new() { MinLeafWeight = 1, Penalty = 2, ColumnShare = 0.4, RowShare = 0.7, MaxRounds = 2000 };

    /// <summary>For rare defaults that the columns tell well: deep trees whose leaves may be small.</summary>
    public static TrainingPlan Sharp { get; } = new() { Depth = 7, MinLeafWeight = 1, Penalty = 1, ColumnShare = 0.4, RowShare = 0.8, MaxRounds = 2000 };

    /// <summary>What is trained. A scorecard looks at seed and folds only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ModelKind Kind { get; init; }

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

    /// <summary>How many drawn sets of parameters are tried beside this one.</summary>
    [JsonIgnore]
    public int Candidates { get; init; }

    /// <summary>Share of columns that a tree may look at; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ColumnShare { get; init; }

    /// <summary>Share of rows that a tree learns from; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RowShare { get; init; }

    /// <summary>Threads; the same bytes need the same number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Threads { get; init; }

    internal IReadOnlyList<KeyValuePair<string, string>> Parameters(IReadOnlyList<SchemaColumn> features) =>
    [
        new("objective", "binary:logistic"),
        new("base_score", "0.5"),
        new("booster", "gbtree"),
        new("tree_method", "hist"),
        new("nthread", Text(Threads ?? 1)),
        new("verbosity", "0"),
        new("seed", Text(Seed)),
        new("max_depth", Text(Depth)),
        new("eta", Text(Step)),
        new("min_child_weight", Text(MinLeafWeight)),
        new("lambda", Text(Penalty)),
        new("monotone_constraints", $"({string.Join(',', features.Select(f => Text(f.Direction)))})"),
        .. Optional("colsample_bytree", ColumnShare),
        .. Optional("subsample", RowShare),
    ];

    private static KeyValuePair<string, string>[] Optional(string name, double? value) => value is { } given ? [new(name, Text(given))] : [];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
