namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// Walks each raw tree from its root, level by level and without recursion, checks every node that can be reached, and lays
/// it out. A node reached twice is a cycle or a shared branch; nodes that are never reached (pruned ones) are left out.
/// </summary>
internal sealed class TreeLayout(int featureCount)
{
    private readonly List<TreeNode> _nodes = [];
    private readonly List<float> _covers = [];
    private readonly List<int> _roots = [];
    private readonly List<CategorySet> _sets = [];
    private int _depth;

    public void Add(RawTree tree, int number)
    {
        var seen = new bool[tree.Left.Length];
        var waiting = new Queue<(int Raw, int At, int Level)>();
        seen[0] = true;
        waiting.Enqueue((0, Reserve(1), 0));
        _roots.Add(_nodes.Count - 1);
        while (waiting.TryDequeue(out var item))
        {
            var (raw, at, level) = item;
            var where = $"tree {number}, node {raw}";
            _depth = Math.Max(_depth, level);
            if (level > TreeLimits.MaxDepth)
            {
                throw JsonShape.Bad(where, $"深于 {TreeLimits.MaxDepth} 层", $"it lies deeper than {TreeLimits.MaxDepth} levels");
            }

            var isLeaf = tree.Left[raw] == -1 && tree.Right[raw] == -1;
            var set = isLeaf || tree.Sets.Length == 0 ? null : tree.Sets[raw];
            // A node that splits by categories has no threshold.
            if (set is null && !float.IsFinite(tree.Value[raw]))
            {
                throw JsonShape.Bad(where, "数值不是有限数", "its value is not a finite number");
            }

            _covers[at] = Cover(tree, raw, where);
            if (isLeaf)
            {
                _nodes[at] = new TreeNode(tree.Value[raw], TreeNode.Leaf, 0, 0);
                continue;
            }

            if (tree.Feature[raw] < 0 || tree.Feature[raw] >= featureCount)
            {
                throw JsonShape.Bad(where, $"列号 {tree.Feature[raw]} 不在 0–{featureCount - 1}", $"its column {tree.Feature[raw]} is outside 0 to {featureCount - 1}");
            }

            var left = Reserve(2);
            _nodes[at] = new TreeNode(set is null ? tree.Value[raw] : 0, tree.Feature[raw], left, tree.DefaultLeft[raw] == 0 ? 1 : 0, Keep(set));
            waiting.Enqueue((Child(tree.Left[raw], seen, where), left, level + 1));
            waiting.Enqueue((Child(tree.Right[raw], seen, where), left + 1, level + 1));
        }
    }

    public BoostedTrees Finish(float baseMargin, IReadOnlyList<string> names) =>
        new([.. _nodes], [.. _covers], [.. _roots], _sets, featureCount, baseMargin, names, _depth);

    private int Keep(CategorySet? set)
    {
        if (set is null)
        {
            return TreeNode.NoSet;
        }

        _sets.Add(set);
        return _sets.Count - 1;
    }

    private int Reserve(int count)
    {
        if (_nodes.Count + count > TreeLimits.MaxNodes)
        {
            throw JsonShape.Bad("trees", $"节点多于 {TreeLimits.MaxNodes}", $"there are more than {TreeLimits.MaxNodes} nodes");
        }

        var first = _nodes.Count;
        for (var i = 0; i < count; i++)
        {
            _nodes.Add(default);
            _covers.Add(0);
        }

        return first;
    }

    private static int Child(int child, bool[] seen, string where)
    {
        if (child < 0 || child >= seen.Length)
        {
            throw JsonShape.Bad(where, $"子节点 {child} 不在 0–{seen.Length - 1}", $"its child {child} is outside 0 to {seen.Length - 1}");
        }

        if (seen[child])
        {
            throw JsonShape.Bad(where, $"子节点 {child} 被到达两次（环或共用分支）", $"its child {child} is reached twice (a cycle or a shared branch)");
        }

        seen[child] = true;
        return child;
    }

    private static float Cover(RawTree tree, int raw, string where) =>
        float.IsFinite(tree.Cover[raw]) && tree.Cover[raw] > 0
            ? tree.Cover[raw]
            : throw JsonShape.Bad(where, "sum_hessian 须为正数，否则无法给出理由", "its sum_hessian must be above zero, or no reasons can be given");
}
