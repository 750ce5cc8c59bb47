using System.Globalization;
using System.Text.Json;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// Reads XGBoost's own model JSON (XGBoost 模型文件; schema: XGBoost documentation, "Introduction to Model IO"):
/// <c>binary:logistic</c>, booster <c>gbtree</c>, splits by threshold or by categories. Proved against 1.7; 1.0 (boolean <c>default_left</c>) to 3.1 (a
/// one-element <c>base_score</c> vector) are read by their published schema. Anything else is refused by name.
/// </summary>
public static class XgboostJson
{
    private const int MaxJsonDepth = 64;

    /// <summary>Reads and checks a model; the error names the tree and node that is wrong.</summary>
    public static Result<BoostedTrees> Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > TreeLimits.MaxModelBytes)
        {
            return ScoringError.TooLarge(TreeLimits.MaxModelBytes);
        }

        try
        {
            using var document = JsonDocument.Parse(JsonNotANumber.Replace(json), new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            return ReadLearner(document.RootElement);
        }
        catch (JsonException e)
        {
            return ScoringError.Model(
                string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}"),
                "不是有效的 JSON，或嵌套过深",
                "it is not valid JSON, or nested too deep");
        }
        catch (MalformedModelException e)
        {
            return e.Error;
        }
    }

    private static BoostedTrees ReadLearner(JsonElement root)
    {
        var learner = JsonShape.Member(root, "learner", "model");
        RequireName(learner, "objective", "binary:logistic");
        var booster = JsonShape.Member(learner, "gradient_booster", "learner");
        if (JsonShape.Text(booster, "name", "gradient_booster") is not "gbtree" and var name)
        {
            throw new MalformedModelException(ScoringError.NotTaken($"booster {Shorten(name)}"));
        }

        var parameters = JsonShape.Member(learner, "learner_model_param", "learner");
        if (JsonShape.Number(parameters, "num_class", "learner_model_param") > 1)
        {
            throw new MalformedModelException(ScoringError.NotTaken("num_class above 1"));
        }

        // Absent before 1.6; several targets make several sums.
        if (parameters.TryGetProperty("num_target", out _) && JsonShape.Number(parameters, "num_target", "learner_model_param") > 1)
        {
            throw new MalformedModelException(ScoringError.NotTaken("num_target above 1"));
        }

        var features = JsonShape.Number(parameters, "num_feature", "learner_model_param");
        if (features is < 1 or > TreeLimits.MaxFeatures)
        {
            throw JsonShape.Bad("learner_model_param.num_feature", $"列数须为 1–{TreeLimits.MaxFeatures}", $"the number of columns must be 1 to {TreeLimits.MaxFeatures}");
        }

        var trees = JsonShape.Array(JsonShape.Member(booster, "model", "gradient_booster"), "trees", "model");
        if (trees.GetArrayLength() > TreeLimits.MaxTrees)
        {
            throw JsonShape.Bad("trees", $"多于 {TreeLimits.MaxTrees} 棵树", $"there are more than {TreeLimits.MaxTrees} trees");
        }

        var layout = new TreeLayout(features);
        var number = 0;
        foreach (var tree in trees.EnumerateArray())
        {
            layout.Add(RawTree.Read(tree, number), number);
            number++;
        }

        return layout.Finish(BaseMargin(parameters), FeatureNames(learner, features));
    }

    private static void RequireName(JsonElement learner, string member, string expected)
    {
        var objective = JsonShape.Text(JsonShape.Member(learner, member, "learner"), "name", member);
        if (objective != expected)
        {
            throw new MalformedModelException(ScoringError.NotTaken($"{member} {Shorten(objective)}"));
        }
    }

    /// <summary>The file keeps a probability; XGBoost turns it into log-odds in single precision.</summary>
    private static float BaseMargin(JsonElement parameters)
    {
        var text = JsonShape.Text(parameters, "base_score", "learner_model_param").Trim('[', ']');
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var probability) && probability is > 0f and < 1f
            ? -MathF.Log((1f / probability) - 1f)
            : throw JsonShape.Bad("learner_model_param.base_score", "须为 0 与 1 之间的一个数", "it must be one number between 0 and 1");
    }

    private static IReadOnlyList<string> FeatureNames(JsonElement learner, int features)
    {
        if (!learner.TryGetProperty("feature_names", out var names) || names.ValueKind != JsonValueKind.Array || names.GetArrayLength() == 0)
        {
            return [];
        }

        if (names.GetArrayLength() != features || names.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.String))
        {
            throw JsonShape.Bad("learner.feature_names", "名称数与列数不符", "the names do not match the number of columns");
        }

        return [.. names.EnumerateArray().Select(n => n.GetString()!)];
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
