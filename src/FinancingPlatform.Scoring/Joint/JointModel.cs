using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Scorecards;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Joint;

/// <summary>How a joint model is written (模型格式).</summary>
public static class JointKind
{
    /// <summary>XGBoost's own JSON, <c>binary:logistic</c>.</summary>
    public const string Xgboost = "xgboost";

    /// <summary>A scorecard in JSON, see <see cref="Scorecards.Scorecard"/>.</summary>
    public const string Scorecard = "scorecard";
}

/// <summary>
/// A bank's own model, checked and ready to run in memory (联合模型): its columns are features of this platform and features that the bank sends with
/// each call. Its directions are proved on the finished model, like those of the platform's packs.
/// </summary>
public sealed class JointModel
{
    private readonly Func<float[], double> _margin;

    private JointModel(IReadOnlyList<SchemaColumn> columns, HashSet<string> own, Func<float[], double> margin)
    {
        Columns = columns;
        OwnFeatures = [.. columns.Select(c => c.Name).Where(own.Contains)];
        PlatformFeatures = [.. columns.Select(c => c.Name).Where(n => !own.Contains(n))];
        Items = [.. PlatformFeatures.Select(n => FeatureCatalogue.Find(n)!.Item).Where(i => i.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        _margin = margin;
    }

    /// <summary>The columns, in the model's order.</summary>
    public IReadOnlyList<SchemaColumn> Columns { get; }

    /// <summary>Columns that the platform computes.</summary>
    public IReadOnlyList<string> PlatformFeatures { get; }

    /// <summary>Columns that the bank sends.</summary>
    public IReadOnlyList<string> OwnFeatures { get; }

    /// <summary>Items that the platform's columns read; a look must name those that are not public.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>Reads and checks a model.</summary>
    /// <param name="kind">One of <see cref="JointKind"/>.</param>
    /// <param name="model">The file's bytes.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="ownFeatures">Names of the bank's columns; every other one must be a feature of the platform.</param>
    public static Result<JointModel> Read(string kind, ReadOnlyMemory<byte> model, ModelSchema schema, IReadOnlyList<string> ownFeatures)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(ownFeatures);
        var columns = schema.Features;
        var own = ownFeatures.ToHashSet(StringComparer.Ordinal);
        if (Fault(columns, own, ownFeatures) is { } fault)
        {
            return fault;
        }

        return kind switch
        {
            JointKind.Xgboost => XgboostJson.Read(model).Then(trees => OfTrees(columns, own, trees, row => trees.Margin(row))),
            JointKind.Scorecard => Scorecard.Read(model).Then(card => OfTrees(columns, own, ScorecardTrees.Of(card), row => card.LogOdds(row))),
            _ => new Error(ErrorKind.Invalid, "value-unknown", "kind 只能取 xgboost 或 scorecard。", "kind must be xgboost or scorecard.") { Field = "kind" },
        };
    }

    /// <summary>Log-odds of default of one row in the order of <see cref="Columns"/>; NaN is unknown.</summary>
    public double Margin(float[] row) => _margin(row);

    private static Error? Fault(IReadOnlyList<SchemaColumn> columns, HashSet<string> own, IReadOnlyList<string> ownFeatures)
    {
        if (columns.Count > JointLimits.Features || columns.Any(c => c.Name.Length > JointLimits.NameLength))
        {
            return ScoringError.Schema("columns", $"至多 {JointLimits.Features} 列，列名至多 {JointLimits.NameLength} 个字符", $"there may be {JointLimits.Features} columns with names of at most {JointLimits.NameLength} characters");
        }

        if (columns.FirstOrDefault(c => c.Type != ColumnType.Number) is { } text)
        {
            return ScoringError.Schema($"columns: {text.Name}", "联合模型只取数值列", "a joint model takes numbers only");
        }

        if (ownFeatures.FirstOrDefault(n => columns.All(c => c.Name != n)) is { } unused)
        {
            return ScoringError.Schema($"own_features: {unused}", "模型没有这一列", "the model has no such column");
        }

        if (ownFeatures.FirstOrDefault(n => FeatureCatalogue.Find(n) is not null) is { } taken)
        {
            return ScoringError.Schema($"own_features: {taken}", "平台已有同名特征，请给自有特征另取名称", "the platform has a feature of this name; name your own one otherwise");
        }

        return columns.FirstOrDefault(c => !own.Contains(c.Name) && FeatureCatalogue.Find(c.Name) is null) is { } unknown
            ? ScoringError.Schema($"columns: {unknown.Name}", "平台没有声明这个特征，也不在 own_features 中", "the platform declares no such feature, and own_features does not name it")
            : null;
    }

    private static Result<JointModel> OfTrees(IReadOnlyList<SchemaColumn> columns, HashSet<string> own, BoostedTrees trees, Func<float[], double> margin)
    {
        if (trees.FeatureCount != columns.Count)
        {
            return ScoringError.Schema("columns", $"特征数 {columns.Count} 与模型的 {trees.FeatureCount} 不符", $"it names {columns.Count} features, the model has {trees.FeatureCount}");
        }

        if (trees.FeatureNames.Count > 0 && !trees.FeatureNames.SequenceEqual(columns.Select(c => c.Name)))
        {
            return ScoringError.Schema("columns", "特征名称或次序与模型不符", "the features' names or order differ from the model's");
        }

        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Direction != 0 && MonotonicityProof.Violation(trees, i, columns[i].Direction) is { } where)
            {
                return ScoringError.NotMonotone(columns[i].Name, where);
            }
        }

        return new JointModel(columns, own, margin);
    }
}
