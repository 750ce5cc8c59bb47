using System.Text.Json;

namespace FinancingPlatform.Scoring.Trees;

/// <summary>One tree as the file holds it: parallel arrays, not yet checked against each other's content.</summary>
internal sealed record RawTree(int[] Left, int[] Right, int[] Feature, float[] Value, int[] DefaultLeft, float[] Cover)
{
    /// <summary>By node: the categories that go right; null for a threshold or a leaf. Empty when the tree has none.</summary>
    public CategorySet?[] Sets { get; private init; } = [];

    public static RawTree Read(JsonElement tree, int number)
    {
        var where = $"tree {number}";
        var left = JsonShape.Integers(tree, "left_children", where);
        var raw = new RawTree(
            left,
            JsonShape.Integers(tree, "right_children", where),
            JsonShape.Integers(tree, "split_indices", where),
            JsonShape.Singles(tree, "split_conditions", where),
            JsonShape.Integers(tree, "default_left", where),
            JsonShape.Singles(tree, "sum_hessian", where));
        if (left.Length == 0)
        {
            throw JsonShape.Bad(where, "没有节点", "it has no node");
        }

        if (new[] { raw.Right.Length, raw.Feature.Length, raw.Value.Length, raw.DefaultLeft.Length, raw.Cover.Length }.Any(n => n != left.Length))
        {
            throw JsonShape.Bad(where, "各数组长度不一", "its arrays have different lengths");
        }

        // 0 before 2.0, 1 since: one value per leaf.
        if (tree.TryGetProperty("tree_param", out var parameters) && parameters.TryGetProperty("size_leaf_vector", out _) && JsonShape.Number(parameters, "size_leaf_vector", where) > 1)
        {
            throw new MalformedModelException(ScoringError.NotTaken($"size_leaf_vector above 1 in {where}"));
        }

        return tree.TryGetProperty("split_type", out _) && JsonShape.Integers(tree, "split_type", where) is var types
            && (types.Contains(1) || (tree.TryGetProperty("categories_nodes", out _) && JsonShape.Integers(tree, "categories_nodes", where).Length > 0))
            ? raw with { Sets = ReadSets(tree, types, left.Length, where) }
            : raw;
    }

    /// <summary>The file lists the categorical nodes, and for each a stretch of one common list of categories.</summary>
    private static CategorySet?[] ReadSets(JsonElement tree, int[] types, int count, string where)
    {
        var categories = JsonShape.Integers(tree, "categories", where);
        var nodes = JsonShape.Integers(tree, "categories_nodes", where);
        var starts = JsonShape.Integers(tree, "categories_segments", where);
        var sizes = JsonShape.Integers(tree, "categories_sizes", where);
        if (types.Length != count || starts.Length != nodes.Length || sizes.Length != nodes.Length)
        {
            throw JsonShape.Bad(where, "各数组长度不一", "its arrays have different lengths");
        }

        var sets = new CategorySet?[count];
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i] < 0 || nodes[i] >= count || starts[i] < 0 || sizes[i] < 0 || starts[i] > categories.Length - sizes[i])
            {
                throw JsonShape.Bad($"{where}.categories_nodes[{i}]", "类别区段越界", "its stretch of categories is out of range");
            }

            var own = categories.AsSpan(starts[i], sizes[i]);
            if (own.ContainsAnyExceptInRange(0, TreeLimits.MaxCategory))
            {
                throw JsonShape.Bad($"{where}, node {nodes[i]}", $"类别须为 0–{TreeLimits.MaxCategory}", $"a category must be 0 to {TreeLimits.MaxCategory}");
            }

            sets[nodes[i]] = new CategorySet(own);
        }

        var bare = Enumerable.Range(0, count).FirstOrDefault(n => types[n] == 1 && sets[n] is null, -1);
        return bare < 0 ? sets : throw JsonShape.Bad($"{where}, node {bare}", "类别节点没有类别", "it splits by categories and names none");
    }
}
