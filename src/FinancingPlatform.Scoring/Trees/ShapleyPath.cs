namespace FinancingPlatform.Scoring.Trees;

/// <summary>One column on the way to a leaf: shares of rows that go this way without it (Zero) and with it (One), and the weight of the subsets of that size.</summary>
internal record struct PathElement(int Feature, double Zero, double One, double Weight);

/// <summary>EXTEND, UNWIND and the sum of an unwound path, as named in the paper's algorithm 2.</summary>
internal static class ShapleyPath
{
    public static void Extend(Span<PathElement> path, int depth, double zero, double one, int feature)
    {
        path[depth] = new PathElement(feature, zero, one, depth == 0 ? 1 : 0);
        for (var i = depth - 1; i >= 0; i--)
        {
            path[i + 1].Weight += one * path[i].Weight * (i + 1) / (depth + 1);
            path[i].Weight = zero * path[i].Weight * (depth - i) / (depth + 1);
        }
    }

    public static void Unwind(Span<PathElement> path, int depth, int index)
    {
        var (one, zero) = (path[index].One, path[index].Zero);
        var next = path[depth].Weight;
        for (var i = depth - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                var old = path[i].Weight;
                path[i].Weight = next * (depth + 1) / ((i + 1) * one);
                next = old - (path[i].Weight * zero * (depth - i) / (depth + 1));
            }
            else
            {
                path[i].Weight = path[i].Weight * (depth + 1) / (zero * (depth - i));
            }
        }

        for (var i = index; i < depth; i++)
        {
            path[i] = path[i + 1] with { Weight = path[i].Weight };
        }
    }

    public static double UnwoundSum(ReadOnlySpan<PathElement> path, int depth, int index)
    {
        var (one, zero) = (path[index].One, path[index].Zero);
        var next = path[depth].Weight;
        double total = 0;
        for (var i = depth - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                var part = next * (depth + 1) / ((i + 1) * one);
                total += part;
                next = path[i].Weight - (part * zero * (depth - i) / (depth + 1));
            }
            else
            {
                total += path[i].Weight * (depth + 1) / (zero * (depth - i));
            }
        }

        return total;
    }

    /// <summary>Place of a column on the path, or 0: the first element stands for the root and is no column.</summary>
    public static int Find(ReadOnlySpan<PathElement> path, int depth, int feature)
    {
        for (var i = 1; i <= depth; i++)
        {
            if (path[i].Feature == feature)
            {
                return i;
            }
        }

        return 0;
    }
}
