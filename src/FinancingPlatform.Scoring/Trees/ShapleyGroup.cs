namespace FinancingPlatform.Scoring.Trees;

/// <summary>Neighbouring leaves and the questions on their paths (叶组): the nodes above their common root, then those below it.</summary>
internal sealed class ShapleyGroup
{
    private readonly List<LeafPath> _leaves = [];

    private ShapleyGroup(BoostedTrees model, int root, IReadOnlyList<PathStep> above)
    {
        Questions = [.. above.Select(step => step.Node)];
        Collect(model, root, above);
        Features = [.. Questions.Select(q => model.Nodes[q].Feature).Distinct()];
        // Places without a feature lead behind the last one.
        Features = [.. Features, .. Enumerable.Repeat(model.FeatureCount, ShapleyTables.MaxQuestions - Features.Length)];
    }

    /// <summary>Nodes in the order of an answer's bits.</summary>
    public List<int> Questions { get; }

    /// <summary>The feature of each place of a table's row.</summary>
    public int[] Features { get; }

    /// <summary>Cuts a tree into groups, as large as the number of questions allows; false when a path is too long.</summary>
    public static bool Cut(BoostedTrees model, int root, List<ShapleyGroup> groups)
    {
        // Depth is at most TreeLimits.MaxDepth, so recursion is safe.
        var inner = new Dictionary<int, int>();
        Count(model, root, inner);
        return Cut(model, root, [], inner, groups);
    }

    /// <summary>Appends the table: for each pattern of answers one share for each place.</summary>
    public void AddShares(BoostedTrees model, int[] features, List<float> shares)
    {
        var tables = _leaves.Select(leaf => (Leaf: leaf, Path: new LeafShares(model, leaf.Steps, model.Nodes[leaf.Node].Value))).ToList();
        Span<double> row = stackalloc double[ShapleyTables.MaxQuestions];
        for (var answers = 0; answers < 1 << Questions.Count; answers++)
        {
            row.Clear();
            foreach (var (leaf, path) in tables)
            {
                path.AddTo(answers, leaf.Bits, features, row);
            }

            foreach (var share in row)
            {
                shares.Add((float)share);
            }
        }
    }

    private static bool Cut(BoostedTrees model, int node, IReadOnlyList<PathStep> above, Dictionary<int, int> inner, List<ShapleyGroup> groups)
    {
        if (above.Count + inner[node] <= ShapleyTables.MaxQuestions)
        {
            groups.Add(new ShapleyGroup(model, node, above));
            return true;
        }

        var at = model.Nodes[node];
        return at.Feature != TreeNode.Leaf
            && Cut(model, at.Left, [.. above, new PathStep(node, true)], inner, groups)
            && Cut(model, at.Left + 1, [.. above, new PathStep(node, false)], inner, groups);
    }

    private static int Count(BoostedTrees model, int node, Dictionary<int, int> inner)
    {
        var at = model.Nodes[node];
        return inner[node] = at.Feature == TreeNode.Leaf ? 0 : 1 + Count(model, at.Left, inner) + Count(model, at.Left + 1, inner);
    }

    private void Collect(BoostedTrees model, int node, IReadOnlyList<PathStep> steps)
    {
        var at = model.Nodes[node];
        if (at.Feature == TreeNode.Leaf)
        {
            _leaves.Add(new LeafPath(node, steps, [.. steps.Select(step => Questions.IndexOf(step.Node))]));
            return;
        }

        if (!Questions.Contains(node))
        {
            Questions.Add(node);
        }

        Collect(model, at.Left, [.. steps, new PathStep(node, true)]);
        Collect(model, at.Left + 1, [.. steps, new PathStep(node, false)]);
    }

    private sealed record LeafPath(int Node, IReadOnlyList<PathStep> Steps, int[] Bits);
}

/// <summary>One node on the way to a leaf, and the branch taken there.</summary>
internal readonly record struct PathStep(int Node, bool GoesLeft);
