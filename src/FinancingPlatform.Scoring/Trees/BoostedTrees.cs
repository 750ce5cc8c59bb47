namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// A sum of regression trees (提升树模型) read from XGBoost's JSON, checked and laid out for evaluation: siblings lie side by
/// side, so that a node names one child and a step is one comparison. Arithmetic is IEEE single precision in XGBoost's own
/// order, which makes a margin the same bits on every machine, for one row and for many.
/// </summary>
public sealed class BoostedTrees
{
    /// <summary>Rows that a thread takes at a time: some milliseconds of work.</summary>
    private const int RowsPerPart = 8192;

    private readonly TreeNode[] _nodes;
    private readonly int[] _roots;
    private readonly SplitNode[] _splits;
    private readonly WideTrees _wide;
    private readonly Lazy<ShapleyTables?> _tables;

    internal BoostedTrees(TreeNode[] nodes, float[] covers, int[] roots, IReadOnlyList<CategorySet> sets, int featureCount, float baseMargin, IReadOnlyList<string> featureNames, int depth)
    {
        _nodes = nodes;
        Covers = covers;
        _roots = roots;
        Sets = sets;
        FeatureCount = featureCount;
        BaseMargin = baseMargin;
        FeatureNames = featureNames;
        Depth = depth;
        (Columns, _splits) = SplitColumns.Of(nodes, sets);
        _wide = new WideTrees(nodes, roots, sets, baseMargin);
        _tables = new Lazy<ShapleyTables?>(() => ShapleyTables.Of(this));
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

    internal ReadOnlySpan<SplitNode> Splits => _splits;

    internal SplitColumns Columns { get; }

    internal IReadOnlyList<CategorySet> Sets { get; }

    /// <summary>Made at the first explanation and shared by all explainers; null where they would be too large.</summary>
    internal ShapleyTables? Tables => _tables.Value;

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

        return _wide.Margin(row);
    }

    /// <summary>Log-odds of many rows laid end to end, each the same bits as alone. Allocates nothing per row.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public void Margins(ReadOnlySpan<float> rows, Span<float> margins)
    {
        CheckLengths(rows.Length, margins.Length);
        _wide.Margins(rows, FeatureCount, margins);
    }

    /// <summary>The same by several threads, each with its own stretch of the rows.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public void Margins(ReadOnlyMemory<float> rows, Memory<float> margins, int threads)
    {
        CheckLengths(rows.Length, margins.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var parts = (margins.Length + RowsPerPart - 1) / RowsPerPart;
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            var first = part * RowsPerPart;
            var count = Math.Min(RowsPerPart, margins.Length - first);
            _wide.Margins(rows.Span.Slice(first * FeatureCount, count * FeatureCount), FeatureCount, margins.Span.Slice(first, count));
        });
    }

    /// <summary>XGBoost's logistic transform in single precision: what its own prediction prints.</summary>
    public static float Probability(float margin) => 1f / (1f + MathF.Exp(-margin) + 1e-16f);

    private void CheckLengths(int values, int rows)
    {
        if (values != (long)rows * FeatureCount)
        {
            throw new ArgumentException($"{rows} rows of {FeatureCount} columns are {(long)rows * FeatureCount} values, not {values}.", nameof(rows));
        }
    }
}

/// <summary>One node as the file holds it: a threshold or a set of categories with its left child (the right one follows it), or a leaf.</summary>
/// <param name="Value">Threshold, or the leaf's log-odds; below the threshold is left, at it or above is right.</param>
/// <param name="Feature">Column that is compared; -1 for a leaf.</param>
/// <param name="Left">Index of the left child; the right child is the next one.</param>
/// <param name="UnknownGoesRight">1 when an unknown value goes right, else 0.</param>
/// <param name="Set">Which of the model's category sets goes right; -1 for a threshold.</param>
internal readonly record struct TreeNode(float Value, int Feature, int Left, int UnknownGoesRight, int Set = TreeNode.NoSet)
{
    public const int Leaf = -1;
    public const int NoSet = -1;
}
