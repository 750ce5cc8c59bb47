using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FinancingPlatform.Scoring.Demonstration;

/// <summary>Writes and extends model files in XGBoost's own JSON, so that judged steps and trained trees are one model that any XGBoost opens.</summary>
internal static class ModelWriter
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A model without trees that says even odds.</summary>
    public static JsonObject Empty() => new()
    {
        ["learner"] = new JsonObject
        {
            ["attributes"] = new JsonObject(),
            ["feature_names"] = new JsonArray(),
            ["feature_types"] = new JsonArray(),
            ["gradient_booster"] = new JsonObject
            {
                ["model"] = new JsonObject
                {
                    ["gbtree_model_param"] = new JsonObject { ["num_parallel_tree"] = "1", ["num_trees"] = "0", ["size_leaf_vector"] = "0" },
                    ["tree_info"] = new JsonArray(),
                    ["trees"] = new JsonArray(),
                },
                ["name"] = "gbtree",
            },
            ["learner_model_param"] = new JsonObject { ["base_score"] = "5E-1", ["boost_from_average"] = "1", ["num_class"] = "0", ["num_feature"] = "0", ["num_target"] = "1" },
            ["objective"] = new JsonObject { ["name"] = "binary:logistic", ["reg_loss_param"] = new JsonObject { ["scale_pos_weight"] = "1" } },
        },
        ["version"] = new JsonArray(1, 7, 4),
    };

    /// <summary>Names all columns; those that the model has keep their place, new ones follow.</summary>
    public static void NameColumns(JsonObject model, IReadOnlyList<string> names)
    {
        var learner = model["learner"]!;
        var count = Text(names.Count);
        learner["feature_names"] = new JsonArray([.. names.Select(n => JsonValue.Create(n))]);
        learner["learner_model_param"]!["num_feature"] = count;
        foreach (var tree in Trees(model))
        {
            tree!["tree_param"]!["num_feature"] = count;
        }
    }

    /// <summary>Adds a tree of one threshold.</summary>
    public static void AddStep(JsonObject model, int column, JudgedStep step, double unit)
    {
        var trees = Trees(model);
        var booster = model["learner"]!["gradient_booster"]!["model"]!;
        var (below, above) = ((float)(step.Below / unit), (float)(step.Above / unit));
        var sharesAbove = (float)step.ShareAbove * JudgedStep.Cover;
        trees.Add(new JsonObject
        {
            ["base_weights"] = Array(0f, below, above),
            ["categories"] = new JsonArray(),
            ["categories_nodes"] = new JsonArray(),
            ["categories_segments"] = new JsonArray(),
            ["categories_sizes"] = new JsonArray(),
            // Unknown goes where nothing is judged, so that silence changes nothing.
            ["default_left"] = Array(step.Below == 0 ? 1 : 0, 0, 0),
            ["id"] = trees.Count,
            ["left_children"] = Array(1, -1, -1),
            ["loss_changes"] = Array(0f, 0f, 0f),
            ["parents"] = Array(int.MaxValue, 0, 0),
            ["right_children"] = Array(2, -1, -1),
            ["split_conditions"] = Array(step.Threshold, below, above),
            ["split_indices"] = Array(column, 0, 0),
            ["split_type"] = Array(0, 0, 0),
            ["sum_hessian"] = Array(JudgedStep.Cover, JudgedStep.Cover - sharesAbove, sharesAbove),
            ["tree_param"] = new JsonObject
            {
                ["num_deleted"] = "0",
                ["num_feature"] = (string?)model["learner"]!["learner_model_param"]!["num_feature"],
                ["num_nodes"] = "3",
                ["size_leaf_vector"] = "0",
            },
        });
        booster["tree_info"]!.AsArray().Add(0);
        booster["gbtree_model_param"]!["num_trees"] = Text(trees.Count);
    }

    public static byte[] Bytes(JsonObject model) => [.. JsonSerializer.SerializeToUtf8Bytes(model, Compact), (byte)'\n'];

    private static JsonArray Trees(JsonObject model) => model["learner"]!["gradient_booster"]!["model"]!["trees"]!.AsArray();

    private static JsonArray Array(params int[] values) => new([.. values.Select(v => JsonValue.Create(v))]);

    /// <summary>XGBoost takes a number without point or exponent for an integer, and refuses it where it wants a real one.</summary>
    private static JsonArray Array(params float[] values) => new([.. values.Select(Real)]);

    private static JsonNode? Real(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return JsonNode.Parse(text.AsSpan().ContainsAny('.', 'E') ? text : text + "E0");
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
