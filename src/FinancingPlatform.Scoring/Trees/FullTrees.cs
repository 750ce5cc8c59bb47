using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FinancingPlatform.Scoring.Trees;

/// <summary>Trees padded to full depth (满二叉树), each node's children at twice its place; one that is too deep or too thin for that is walked.</summary>
internal sealed class FullTrees
{
    /// <summary>A full tree doubles with each level, and a byte names 256 leaves.</summary>
    private const int MaxDepth = 8;

    /// <summary>Three levels at a time: a shallower tree is padded.</summary>
    private const int MinDepth = 3;

    /// <summary>More places per real leaf than this are not worth asking.</summary>
    private const int MaxPlacesPerLeaf = 16;

    /// <summary>Results that wait for the level above them.</summary>
    public const int MaxKept = 1 << (MaxDepth - MinDepth);

    private readonly TreeNode[] _nodes;
    private readonly RankNode[] _ranked;
    private readonly FullTree[] _trees;
    private readonly RankNode[] _full;
    private readonly float[] _leaves;

    public FullTrees(TreeNode[] nodes, RankNode[] ranked, ReadOnlySpan<int> roots)
    {
        (_nodes, _ranked) = (nodes, ranked);
        var (trees, full, leaves) = (new FullTree[roots.Length], new List<RankNode>(), new List<float>());
        for (var tree = 0; tree < roots.Length; tree++)
        {
            var (deepest, count) = Measure(roots[tree], 0);
            var depth = Math.Max(deepest, MinDepth);
            var walks = depth > MaxDepth || (depth > MinDepth && (1 << depth) > MaxPlacesPerLeaf * count);
            trees[tree] = walks ? new FullTree(FullTree.Walked, roots[tree], 0) : new FullTree(depth, full.Count, leaves.Count);
            if (!walks)
            {
                Fill(roots[tree], depth, full, leaves);
            }
        }

        (_trees, _full, _leaves) = (trees, [.. full], [.. leaves]);
    }

    public ReadOnlySpan<FullTree> Trees => _trees;

    /// <summary>The first leaf of a full tree.</summary>
    public ref float LeavesOf(FullTree tree) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_leaves), tree.FirstLeaf);

    /// <summary>The leaf's value of one row whose ranks lie <paramref name="stride"/> bytes apart.</summary>
    public float Leaf(FullTree tree, ref sbyte ranks, int stride)
    {
        if (tree.Depth == FullTree.Walked)
        {
            return Walk(tree.First, ref ranks, stride);
        }

        ref var nodes = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_full), tree.First);
        var at = 0;
        for (var level = tree.Depth; level > 0; level--)
        {
            var node = Unsafe.Add(ref nodes, at);
            at = (2 * at) + 1 + IsAbove(Unsafe.Add(ref ranks, node.Column * stride), node);
        }

        return Unsafe.Add(ref LeavesOf(tree), at + 1 - (1 << tree.Depth));
    }

    /// <summary>For each lane the number of its leaf, as an unsigned byte.</summary>
    public Vector<sbyte> Leaves(FullTree tree, ref sbyte ranks, int stride, Span<Vector<sbyte>> kept)
    {
        ref var nodes = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_full), tree.First);
        ref var results = ref MemoryMarshal.GetReference(kept);
        var width = 1 << (tree.Depth - MinDepth);
        ref var top = ref Unsafe.Add(ref nodes, width - 1);
        ref var middle = ref Unsafe.Add(ref nodes, (2 * width) - 1);
        ref var low = ref Unsafe.Add(ref nodes, (4 * width) - 1);
        for (var i = 0; i < width; i++)
        {
            // A comparison that holds is −1: subtracting it steps from the left leaf to the right one.
            var first = new Vector<sbyte>(0) - IsAbove(ref ranks, stride, Unsafe.Add(ref low, 4 * i));
            var second = new Vector<sbyte>(2) - IsAbove(ref ranks, stride, Unsafe.Add(ref low, (4 * i) + 1));
            var third = new Vector<sbyte>(4) - IsAbove(ref ranks, stride, Unsafe.Add(ref low, (4 * i) + 2));
            var fourth = new Vector<sbyte>(6) - IsAbove(ref ranks, stride, Unsafe.Add(ref low, (4 * i) + 3));
            var early = Vector.ConditionalSelect(IsAbove(ref ranks, stride, Unsafe.Add(ref middle, 2 * i)), second, first);
            var late = Vector.ConditionalSelect(IsAbove(ref ranks, stride, Unsafe.Add(ref middle, (2 * i) + 1)), fourth, third);
            Unsafe.Add(ref results, i) = Vector.ConditionalSelect(IsAbove(ref ranks, stride, Unsafe.Add(ref top, i)), late, early) + new Vector<sbyte>((sbyte)(8 * i));
        }

        while (width > 1)
        {
            width >>= 1;
            top = ref Unsafe.Add(ref nodes, width - 1);
            for (var i = 0; i < width; i++)
            {
                ref var pair = ref Unsafe.Add(ref results, 2 * i);
                Unsafe.Add(ref results, i) = Vector.ConditionalSelect(IsAbove(ref ranks, stride, Unsafe.Add(ref top, i)), Unsafe.Add(ref pair, 1), pair);
            }
        }

        return results;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<sbyte> IsAbove(ref sbyte ranks, int stride, RankNode node) =>
        Vector.GreaterThan(Vector.LoadUnsafe(ref Unsafe.Add(ref ranks, node.Column * stride)), new Vector<sbyte>((sbyte)node.Rank));

    /// <summary>1 or 0 without a jump, which would be guessed wrong half of the time: the sign of a difference of two bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IsAbove(int rank, RankNode node) => (int)((uint)(node.Rank - rank) >> 31);

    private float Walk(int root, ref sbyte ranks, int stride)
    {
        var at = root;
        while (_nodes[at].Feature != TreeNode.Leaf)
        {
            var node = _ranked[at];
            at = _nodes[at].Left + IsAbove(Unsafe.Add(ref ranks, node.Column * stride), node);
        }

        return _nodes[at].Value;
    }

    private (int Depth, int Leaves) Measure(int node, int level)
    {
        if (_nodes[node].Feature == TreeNode.Leaf)
        {
            return (level, 1);
        }

        var (left, right) = (Measure(_nodes[node].Left, level + 1), Measure(_nodes[node].Left + 1, level + 1));
        return (Math.Max(left.Depth, right.Depth), left.Leaves + right.Leaves);
    }

    private void Fill(int root, int depth, List<RankNode> full, List<float> leaves)
    {
        // Level by level; a leaf above the lowest level stands for all places below it, so what is asked there does not matter.
        int[] level = [root];
        for (var d = 0; d < depth; d++)
        {
            var next = new int[level.Length * 2];
            for (var i = 0; i < level.Length; i++)
            {
                var isLeaf = _nodes[level[i]].Feature == TreeNode.Leaf;
                full.Add(isLeaf ? default : _ranked[level[i]]);
                (next[2 * i], next[(2 * i) + 1]) = isLeaf ? (level[i], level[i]) : (_nodes[level[i]].Left, _nodes[level[i]].Left + 1);
            }

            level = next;
        }

        leaves.AddRange(level.Select(node => _nodes[node].Value));
    }
}

/// <summary>A tree of full depth with the places of its root and first leaf, or one that is walked from its root.</summary>
internal readonly record struct FullTree(int Depth, int First, int FirstLeaf)
{
    public const int Walked = -1;
}
