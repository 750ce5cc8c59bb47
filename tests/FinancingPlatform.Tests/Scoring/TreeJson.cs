using System.Text.Json;
using System.Text.Json.Nodes;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Writes small models in XGBoost's shape, right ones and wrong ones.</summary>
internal static class TreeJson
{
    /// <summary>One tree from its parallel arrays.</summary>
    public static JsonObject Tree(int[] left, int[] right, int[] feature, float[] value, int[]? defaultLeft = null, float[]? cover = null) => new()
    {
        ["left_children"] = Array(left),
        ["right_children"] = Array(right),
        ["split_indices"] = Array(feature),
        ["split_conditions"] = Array(value),
        ["default_left"] = Array(defaultLeft ?? new int[left.Length]),
        ["sum_hessian"] = Array(cover ?? [.. left.Select(_ => 1f)]),
        ["split_type"] = Array(new int[left.Length]),
    };

    /// <summary>Two leaves under one threshold.</summary>
    public static JsonObject Stump(int feature, float threshold, float below, float above) =>
        Tree([1, -1, -1], [2, -1, -1], [feature, 0, 0], [threshold, below, above]);

    /// <summary>The same tree, its listed nodes split by categories.</summary>
    public static JsonObject WithCategories(JsonObject tree, int[] categories, int[] nodes, int[] starts, int[] sizes)
    {
        var types = new int[tree["left_children"]!.AsArray().Count];
        // Without any listed node the root is one that names no categories.
        foreach (var node in nodes.DefaultIfEmpty().Where(n => n < types.Length))
        {
            types[node] = 1;
        }

        (tree["split_type"], tree["categories"], tree["categories_nodes"]) = (Array(types), Array(categories), Array(nodes));
        (tree["categories_segments"], tree["categories_sizes"]) = (Array(starts), Array(sizes));
        return tree;
    }

    public static JsonObject Model(int features, params JsonObject[] trees) => new()
    {
        ["learner"] = new JsonObject
        {
            ["feature_names"] = new JsonArray(),
            ["gradient_booster"] = new JsonObject
            {
                ["name"] = "gbtree",
                ["model"] = new JsonObject { ["trees"] = new JsonArray([.. trees]) },
            },
            ["learner_model_param"] = new JsonObject { ["base_score"] = "5E-1", ["num_class"] = "0", ["num_feature"] = features.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ["objective"] = new JsonObject { ["name"] = "binary:logistic" },
        },
        ["version"] = new JsonArray(1, 7, 4),
    };

    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);

    private static JsonArray Array<T>(T[] values) => new([.. values.Select(v => JsonValue.Create(v))]);
}
