namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// Exact Shapley values (沙普利值) of the trees, path-dependent as XGBoost's <c>pred_contribs</c> (Lundberg, Erion and Lee 2018,
/// "Consistent Individualized Feature Attribution for Tree Ensembles"): each column's share of a row's log-odds; with the bias
/// they sum to the margin. Looked up in <see cref="ShapleyTables"/>; for a model too deep or too large for them, by the paper's
/// algorithm 2. One explainer serves one thread; after its first rows it allocates nothing.
/// </summary>
public sealed class ShapleyExplainer
{
    /// <summary>Rows explained side by side: with 40 columns 40 kB of values and sums, which the first-level cache about holds.</summary>
    private const int BlockRows = 64;

    private readonly BoostedTrees _model;
    private readonly ShapleyTables? _tables;
    private readonly PathElement[] _paths;
    private readonly int _stride;
    private int _blockRows;
    private float[] _laid = [];
    private double[] _sums = [];

    /// <summary>An explainer for one model.</summary>
    public ShapleyExplainer(BoostedTrees model)
        : this(model, byTables: true)
    {
    }

    internal ShapleyExplainer(BoostedTrees model, bool byTables)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _tables = byTables ? model.Tables : null;
        // Every level works on its own copy of the path, which grows by at most one element per level.
        _stride = model.Depth + 2;
        _paths = new PathElement[_stride * _stride];
        double bias = model.BaseMargin;
        foreach (var root in model.Roots)
        {
            bias += Mean(root);
        }

        Bias = bias;
    }

    /// <summary>Mean log-odds over the training data: what is said of an enterprise of which nothing is told.</summary>
    public double Bias { get; }

    /// <summary>Writes each column's contribution in log-odds, for one row or for several laid end to end.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or are no whole number of rows.</exception>
    public void Explain(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        var width = _model.FeatureCount;
        if (rows.Length != contributions.Length || rows.Length % width != 0)
        {
            throw new ArgumentException($"Rows and contributions must have {width} columns each.", nameof(rows));
        }

        for (var from = 0; from < rows.Length; from += BlockRows * width)
        {
            var length = Math.Min(BlockRows * width, rows.Length - from);
            ExplainBlock(rows.Slice(from, length), contributions.Slice(from, length), length / width);
        }
    }

    private void ExplainBlock(ReadOnlySpan<float> rows, Span<double> contributions, int count)
    {
        var (width, places) = (_model.FeatureCount, _model.FeatureCount + 1);
        if (count > _blockRows)
        {
            _blockRows = count;
            _laid = new float[count * Math.Max(1, _model.Columns.Count)];
            _sums = new double[count * places];
        }

        Array.Clear(_sums);
        for (var row = 0; row < count; row++)
        {
            _model.Columns.Lay(rows.Slice(row * width, width), _laid.AsSpan(row * _model.Columns.Count));
            if (_tables is null)
            {
                foreach (var root in _model.Roots)
                {
                    Descend(root, row, new Step(0, 0, 1, 1, TreeNode.Leaf));
                }
            }
        }

        _tables?.Add(_laid, _model.Columns.Count, count, _sums, places);
        for (var row = 0; row < count; row++)
        {
            _sums.AsSpan(row * places, width).CopyTo(contributions[(row * width)..]);
        }
    }

    private double Mean(int node)
    {
        var at = _model.Nodes[node];
        if (at.Feature == TreeNode.Leaf)
        {
            return at.Value;
        }

        var (left, right) = ((double)_model.Covers[at.Left], (double)_model.Covers[at.Left + 1]);
        return ((left * Mean(at.Left)) + (right * Mean(at.Left + 1))) / (left + right);
    }

    private void Descend(int node, int row, Step step)
    {
        var path = _paths.AsSpan(step.Level * _stride, _stride);
        var depth = step.Depth;
        if (step.Level > 0)
        {
            _paths.AsSpan((step.Level - 1) * _stride, depth).CopyTo(path);
        }

        ShapleyPath.Extend(path, depth, step.Zero, step.One, step.Feature);
        var at = _model.Nodes[node];
        if (at.Feature == TreeNode.Leaf)
        {
            for (var i = 1; i <= depth; i++)
            {
                var weight = ShapleyPath.UnwoundSum(path, depth, i);
                _sums[(row * (_model.FeatureCount + 1)) + path[i].Feature] += weight * (path[i].One - path[i].Zero) * at.Value;
            }

            return;
        }

        var split = _model.Splits[node];
        var hot = at.Left + (_laid[(row * _model.Columns.Count) + split.Column] < split.Value ? 0 : 1);
        var cold = hot == at.Left ? at.Left + 1 : at.Left;
        double total = (double)_model.Covers[at.Left] + _model.Covers[at.Left + 1];
        double zero = 1, one = 1;
        var known = ShapleyPath.Find(path, depth, at.Feature);
        if (known > 0)
        {
            (zero, one) = (path[known].Zero, path[known].One);
            ShapleyPath.Unwind(path, depth, known);
            depth--;
        }

        Descend(hot, row, new Step(step.Level + 1, depth + 1, zero * _model.Covers[hot] / total, one, at.Feature));
        Descend(cold, row, new Step(step.Level + 1, depth + 1, zero * _model.Covers[cold] / total, 0, at.Feature));
    }

    /// <summary>Level below the root, how many columns the path holds so far, and the branch taken from the parent.</summary>
    private readonly record struct Step(int Level, int Depth, double Zero, double One, int Feature);
}
