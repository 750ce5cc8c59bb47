using System.Text.Json;

namespace FinancingPlatform.Scoring.Trees;

/// <summary>One tree as the file holds it: parallel arrays, not yet checked against each other's content.</summary>
internal sealed record RawTree(int[] Left, int[] Right, int[] Feature, float[] Value, int[] DefaultLeft, float[] Cover)
{
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

        if (tree.TryGetProperty("split_type", out _) && JsonShape.Integers(tree, "split_type", where).Contains(1))
        {
            throw new MalformedModelException(ScoringError.NotTaken($"categorical split in {where}"));
        }

        return raw;
    }
}
