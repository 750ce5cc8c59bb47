using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>That a pack's files fit each other and the model keeps the declared directions.</summary>
internal static class PackChecks
{
    public static Error? Fault(ScoringPack pack) => Shape(pack) ?? Texts(pack) ?? Directions(pack);

    private static Error? Shape(ScoringPack pack)
    {
        var features = pack.Features;
        if (features.Count != pack.Model.FeatureCount)
        {
            return ScoringError.Pack("schema.json", $"特征数 {features.Count} 与模型的 {pack.Model.FeatureCount} 不符", $"it names {features.Count} features, the model has {pack.Model.FeatureCount}");
        }

        if (pack.Model.FeatureNames.Count > 0 && !pack.Model.FeatureNames.SequenceEqual(features.Select(f => f.Name)))
        {
            return ScoringError.Pack("schema.json", "特征名称或次序与模型不符", "its features' names or order differ from the model's");
        }

        var bare = features.FirstOrDefault(f => f.Type == Tables.ColumnType.Category && pack.Categories.All(c => c.Column != f.Name));
        if (bare is not null)
        {
            return ScoringError.Pack("categories.json", $"类别特征 {bare.Name} 没有编码", $"category {bare.Name} has no encoding");
        }

        if (pack.Calibration.Fault() is { } fault)
        {
            return ScoringError.Pack("calibration.json", fault.Zh, fault.En);
        }

        var scale = pack.Scale;
        var ordered = scale.Grades.Zip(scale.Grades.Skip(1)).All(pair => pair.First.FromPoints > pair.Second.FromPoints);
        return scale.Grades.Count > 0 && ordered && scale.PointsToDoubleOdds > 0 && scale.MinPoints < scale.MaxPoints && double.IsFinite(scale.BaseLogOdds)
            ? null
            : ScoringError.Pack("scale.json", "刻度无效：等级须由高到低，PDO 须为正", "it is no scale: grades go from high to low points, and PDO is above zero");
    }

    private static Error? Texts(ScoringPack pack)
    {
        var silent = pack.Features.FirstOrDefault(f => !pack.Reasons.ContainsKey(f.Name));
        return silent is null ? null : ScoringError.Pack("reasons.json", $"特征 {silent.Name} 没有理由文本", $"feature {silent.Name} has no reason text");
    }

    private static Error? Directions(ScoringPack pack)
    {
        for (var i = 0; i < pack.Features.Count; i++)
        {
            var feature = pack.Features[i];
            if (feature.Direction != 0 && MonotonicityProof.Violation(pack.Model, i, feature.Direction) is { } where)
            {
                return ScoringError.NotMonotone(feature.Name, where);
            }
        }

        return null;
    }
}
