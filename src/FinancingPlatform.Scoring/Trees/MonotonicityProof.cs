namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// Proves a declared direction (单调性证明) on the finished model by walking its thresholds, whatever made it: a library's
/// flag is not trusted. In each tree, two leaves that can be told apart by one column alone must be in the declared order;
/// a sum of trees that each keep the order keeps it.
/// </summary>
internal static class MonotonicityProof
{
    /// <summary>Null when the direction holds; otherwise where it breaks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="feature">Column.</param>
    /// <param name="direction">+1 log-odds of default never fall when the value rises, -1 they never rise.</param>
    public static string? Violation(BoostedTrees model, int feature, int direction)
    {
        foreach (ref readonly var node in model.Nodes)
        {
            if (node.Feature == feature && node.Set != TreeNode.NoSet)
            {
                return "it splits by categories, which have no order";
            }
        }

        for (var tree = 0; tree < model.TreeCount; tree++)
        {
            var leaves = new List<Box>();
            Collect(model, model.Roots[tree], [], leaves);
            if (BrokenPair(leaves, feature, direction) is { } pair)
            {
                return $"tree {tree}: leaf {pair.Below} lies below leaf {pair.Above}";
            }
        }

        return null;
    }

    private static (int Below, int Above)? BrokenPair(List<Box> leaves, int feature, int direction)
    {
        // A leaf that the column does not bound covers its whole range and lies below no other; one that only unknown values reach has no place in the order.
        var ordered = leaves.Where(l => l.IsReached && l.Sides.TryGetValue(feature, out var side) && side.HoldsKnown).ToList();
        foreach (var below in ordered)
        {
            foreach (var above in ordered)
            {
                if (direction * (above.Value - below.Value) < 0
                    && below.Sides[feature].High <= above.Sides[feature].Low
                    && MeetElsewhere(below, above, feature))
                {
                    return (below.Node, above.Node);
                }
            }
        }

        return null;
    }

    /// <summary>True when one row can reach both leaves by changing the one column only.</summary>
    private static bool MeetElsewhere(Box a, Box b, int feature) =>
        a.Sides.All(side => side.Key == feature || !b.Sides.TryGetValue(side.Key, out var other) || side.Value.Meets(other));

    private static void Collect(BoostedTrees model, int node, Dictionary<int, Side> sides, List<Box> leaves)
    {
        var at = model.Nodes[node];
        if (at.Feature == TreeNode.Leaf)
        {
            leaves.Add(new Box(node, at.Value, sides));
            return;
        }

        var here = sides.GetValueOrDefault(at.Feature, Side.All);
        var (left, right) = at.Set == TreeNode.NoSet ? here.Cut(at) : here.Cut(model.Sets[at.Set], at.UnknownGoesRight == 1);
        Collect(model, at.Left, With(sides, at.Feature, left), leaves);
        Collect(model, at.Left + 1, With(sides, at.Feature, right), leaves);
    }

    private static Dictionary<int, Side> With(Dictionary<int, Side> sides, int feature, Side side) => new(sides) { [feature] = side };

    private sealed record Box(int Node, float Value, Dictionary<int, Side> Sides)
    {
        public bool IsReached => Sides.Values.All(side => side.HoldsKnown || side.Unknown);
    }
}
