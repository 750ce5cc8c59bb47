namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// A sum of regression trees (提升树模型) read from XGBoost's JSON, checked and laid out for evaluation: siblings lie side by
/// side, so that a node names one child and a step is one comparison. Arithmetic is IEEE single precision in XGBoost's own
/// order, which makes a margin the same bits on every machine.
/// </summary>
public sealed class BoostedTrees
{
    private readonly TreeNode[] _nodes;
    private readonly int[] _roots;

    internal BoostedTrees(TreeNode[] nodes, float[] covers, int[] roots, int featureCount, float baseMargin, IReadOnlyList<string> featureNames, int depth)
    {
        _nodes = nodes;
        Covers = covers;
        _roots = roots;
        FeatureCount = featureCount;
        BaseMargin = baseMargin;
        FeatureNames = featureNames;
        Depth = depth;
    }

    /// <summary>How many columns a row has.</summary>
    public int FeatureCount { get; }

    /// <summary>The columns' names in order; empty when the file names none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Number of trees.</summary>
    public int TreeCount => _roots.Length;

    /// <summary>Log-odds before the first tree.</summary>
    public float BaseMargin { get; }

    /// <summary>Levels below the root of the deepest tree.</summary>
    public int Depth { get; }

    internal ReadOnlySpan<TreeNode> Nodes => _nodes;

    internal ReadOnlySpan<int> Roots => _roots;

    /// <summary>Sum of hessians that reached each node in training: the weights of exact Shapley values.</summary>
    internal float[] Covers { get; }

    /// <summary>Log-odds (对数几率) of default of one row; NaN is unknown. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The row has another number of columns than the model.</exception>
    public float Margin(ReadOnlySpan<float> row)
    {
        if (row.Length != FeatureCount)
        {
            throw new ArgumentException($"The row has {row.Length} columns, the model {FeatureCount}.", nameof(row));
        }

        var nodes = _nodes;
        var margin = BaseMargin;
        foreach (var root in _roots)
        {
            ref readonly var node = ref nodes[root];
            while (node.Feature >= 0)
            {
                node = ref nodes[node.Next(row[node.Feature])];
            }

            margin += node.Value;
        }

        return margin;
    }

    /// <summary>Log-odds of many rows laid end to end. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public void Margins(ReadOnlySpan<float> rows, Span<float> margins)
    {
        if (rows.Length != (long)margins.Length * FeatureCount)
        {
            throw new ArgumentException($"{margins.Length} rows of {FeatureCount} columns are {(long)margins.Length * FeatureCount} values, not {rows.Length}.", nameof(rows));
        }

        for (var row = 0; row < margins.Length; row++)
        {
            margins[row] = Margin(rows.Slice(row * FeatureCount, FeatureCount));
        }
    }

    /// <summary>XGBoost's logistic transform in single precision: what its own prediction prints.</summary>
    public static float Probability(float margin) => 1f / (1f + MathF.Exp(-margin) + 1e-16f);
}

/// <summary>One node: a threshold with its left child (the right one follows it), or a leaf with its value.</summary>
/// <param name="Value">Threshold, or the leaf's log-odds.</param>
/// <param name="Feature">Column that is compared; -1 for a leaf.</param>
/// <param name="Left">Index of the left child; the right child is the next one.</param>
/// <param name="UnknownGoesRight">1 when an unknown value goes right, else 0.</param>
internal readonly record struct TreeNode(float Value, int Feature, int Left, int UnknownGoesRight)
{
    public const int Leaf = -1;

    /// <summary>Below the threshold is left, at it or above is right.</summary>
    public int Next(float x) => Left + (x < Value ? 0 : float.IsNaN(x) ? UnknownGoesRight : 1);
}
