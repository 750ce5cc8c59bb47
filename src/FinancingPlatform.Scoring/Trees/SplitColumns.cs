namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// What nodes compare (比较列): a row laid out so that every node asks one thing, "is it below the threshold", and never whether
/// it is unknown. A feature stands here once for the nodes that send unknown left, where it is minus infinity, and once for
/// those that send it right, where it is infinity; a set of categories stands as 0 for left and 1 for right.
/// </summary>
internal sealed class SplitColumns
{
    /// <summary>Threshold of a column that stands for a set of categories.</summary>
    public const float SetThreshold = 1f;

    private readonly int[] _features;
    private readonly float[] _unknown;
    private readonly CategorySet?[] _sets;

    private SplitColumns(int[] features, float[] unknown, CategorySet?[] sets)
    {
        _features = features;
        _unknown = unknown;
        _sets = sets;
    }

    /// <summary>How many values a row has in this layout.</summary>
    public int Count => _features.Length;

    /// <summary>Lays out the columns of all nodes, and answers for each node which one it compares.</summary>
    public static (SplitColumns Columns, SplitNode[] Nodes) Of(ReadOnlySpan<TreeNode> nodes, IReadOnlyList<CategorySet> sets)
    {
        var places = new Dictionary<(int Feature, int UnknownGoesRight, int Set), int>();
        var splits = new SplitNode[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            if (node.Feature == TreeNode.Leaf)
            {
                splits[i] = new SplitNode(node.Value, TreeNode.Leaf, 0);
                continue;
            }

            var key = (node.Feature, node.UnknownGoesRight, node.Set);
            if (!places.TryGetValue(key, out var place))
            {
                place = places.Count;
                places[key] = place;
            }

            splits[i] = new SplitNode(node.Set == TreeNode.NoSet ? node.Value : SetThreshold, place, node.Left);
        }

        var keys = places.OrderBy(p => p.Value).Select(p => p.Key).ToArray();
        return (new SplitColumns(
            [.. keys.Select(k => k.Feature)],
            [.. keys.Select(k => k.UnknownGoesRight == 1 ? float.PositiveInfinity : float.NegativeInfinity)],
            [.. keys.Select(k => k.Set == TreeNode.NoSet ? null : sets[k.Set])]), splits);
    }

    /// <summary>Lays out one row.</summary>
    public void Lay(ReadOnlySpan<float> row, Span<float> laid) => Lay(row, row.Length, 1, laid, 1);

    /// <summary>Lays out several rows, one column after the other: value of row r in column c at c × <paramref name="stride"/> + r.</summary>
    public void Lay(ReadOnlySpan<float> rows, int width, int count, Span<float> laid, int stride)
    {
        for (var column = 0; column < _features.Length; column++)
        {
            var at = _features[column];
            var unknown = _unknown[column];
            var set = _sets[column];
            var to = laid.Slice(column * stride, count);
            for (var row = 0; row < to.Length; row++, at += width)
            {
                var x = rows[at];
                to[row] = float.IsNaN(x) ? unknown : set is null ? x : set.Holds(x) ? SetThreshold : 0;
            }
        }
    }
}

/// <summary>One node as it is evaluated: a laid-out column with its threshold and left child (the right one follows it), or a leaf.</summary>
/// <param name="Value">Threshold, or the leaf's log-odds.</param>
/// <param name="Column">Column of <see cref="SplitColumns"/>; -1 for a leaf.</param>
/// <param name="Left">Index of the left child.</param>
internal readonly record struct SplitNode(float Value, int Column, int Left);
