namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// One leaf's exact Shapley values for each pattern of "this feature's splits lead here" over the path's distinct features. With
/// o a feature's 0 or 1 and z the share of training weight that takes its branches, a feature's share is leaf × (o − z) ×
/// Σ over subsets S of the others of |S|! (m − 1 − |S|)! / m! × Π o inside S × Π z outside S (Lundberg, Erion and Lee 2018, section 3).
/// </summary>
internal sealed class LeafShares
{
    private readonly PathStep[] _steps;
    private readonly int[] _features;
    private readonly int[] _placeOfStep;
    private readonly double[] _shares;

    public LeafShares(BoostedTrees model, IReadOnlyList<PathStep> steps, double leaf)
    {
        _steps = [.. steps];
        var onPath = new int[_steps.Length];
        for (var i = 0; i < onPath.Length; i++)
        {
            onPath[i] = model.Nodes[_steps[i].Node].Feature;
        }

        _features = [.. onPath.Distinct()];
        _placeOfStep = [.. onPath.Select(f => Array.IndexOf(_features, f))];
        var zeros = new double[_features.Length];
        Array.Fill(zeros, 1);
        for (var i = 0; i < _steps.Length; i++)
        {
            var left = model.Nodes[_steps[i].Node].Left;
            var (below, above) = ((double)model.Covers[left], (double)model.Covers[left + 1]);
            zeros[_placeOfStep[i]] *= (_steps[i].GoesLeft ? below : above) / (below + above);
        }

        _shares = Work(zeros, leaf);
    }

    /// <summary>Adds the shares of one pattern of a group's answers.</summary>
    /// <param name="answers">Bit i: the group's i-th question is answered "below".</param>
    /// <param name="bits">Which bit each step of this path is.</param>
    /// <param name="places">The group's features by place.</param>
    /// <param name="row">One share for each place.</param>
    public void AddTo(int answers, int[] bits, int[] places, Span<double> row)
    {
        var pattern = (1 << _features.Length) - 1;
        for (var i = 0; i < _steps.Length; i++)
        {
            if (((answers >> bits[i]) & 1) == 1 != _steps[i].GoesLeft)
            {
                pattern &= ~(1 << _placeOfStep[i]);
            }
        }

        for (var i = 0; i < _features.Length; i++)
        {
            row[Array.IndexOf(places, _features[i])] += _shares[(pattern * _features.Length) + i];
        }
    }

    private static double[] Work(double[] zeros, double leaf)
    {
        var count = zeros.Length;
        var shares = new double[count << count];
        Span<double> ones = stackalloc double[count];
        Span<double> bySize = stackalloc double[count + 1];
        for (var pattern = 0; pattern < 1 << count; pattern++)
        {
            for (var i = 0; i < count; i++)
            {
                ones[i] = (pattern >> i) & 1;
            }

            for (var i = 0; i < count; i++)
            {
                shares[(pattern * count) + i] = leaf * (ones[i] - zeros[i]) * Weight(zeros, ones, i, bySize);
            }
        }

        return shares;
    }

    /// <summary>The weighted sum over subsets of the other features, by their size.</summary>
    private static double Weight(double[] zeros, ReadOnlySpan<double> ones, int feature, Span<double> bySize)
    {
        bySize.Clear();
        bySize[0] = 1;
        for (var other = 0; other < zeros.Length; other++)
        {
            if (other == feature)
            {
                continue;
            }

            for (var size = zeros.Length - 1; size > 0; size--)
            {
                bySize[size] = (bySize[size] * zeros[other]) + (bySize[size - 1] * ones[other]);
            }

            bySize[0] *= zeros[other];
        }

        // |S|! (m − 1 − |S|)! / m! = 1 / (m × C(m − 1, |S|)).
        var (sum, binomial) = (0d, 1d);
        for (var size = 0; size < zeros.Length; size++)
        {
            sum += bySize[size] / (zeros.Length * binomial);
            binomial = binomial * (zeros.Length - 1 - size) / (size + 1);
        }

        return sum;
    }
}
