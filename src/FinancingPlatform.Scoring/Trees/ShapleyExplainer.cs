namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// Exact Shapley values (沙普利值) of the trees, path-dependent as XGBoost's <c>pred_contribs</c> (Lundberg, Erion and Lee 2018,
/// "Consistent Individualized Feature Attribution for Tree Ensembles", algorithm 2): each column's share of a row's log-odds;
/// with the bias they sum to the margin. One explainer serves one thread; after construction it allocates nothing.
/// </summary>
public sealed class ShapleyExplainer
{
    private readonly BoostedTrees _model;
    private readonly PathElement[] _paths;
    private readonly int _stride;

    /// <summary>An explainer for one model.</summary>
    public ShapleyExplainer(BoostedTrees model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
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

    /// <summary>Writes each column's contribution in log-odds.</summary>
    /// <exception cref="ArgumentException">A length is not the model's number of columns.</exception>
    public void Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        if (row.Length != _model.FeatureCount || contributions.Length != _model.FeatureCount)
        {
            throw new ArgumentException($"Row and contributions must have {_model.FeatureCount} columns.", nameof(row));
        }

        contributions.Clear();
        foreach (var root in _model.Roots)
        {
            Descend(root, row, contributions, new Step(0, 0, 1, 1, TreeNode.Leaf));
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

    private void Descend(int node, ReadOnlySpan<float> row, Span<double> contributions, Step step)
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
                contributions[path[i].Feature] += weight * (path[i].One - path[i].Zero) * at.Value;
            }

            return;
        }

        var hot = at.Next(row[at.Feature]);
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

        Descend(hot, row, contributions, new Step(step.Level + 1, depth + 1, zero * _model.Covers[hot] / total, one, at.Feature));
        Descend(cold, row, contributions, new Step(step.Level + 1, depth + 1, zero * _model.Covers[cold] / total, 0, at.Feature));
    }

    /// <summary>Level below the root, how many columns the path holds so far, and the branch taken from the parent.</summary>
    private readonly record struct Step(int Level, int Depth, double Zero, double One, int Feature);
}
