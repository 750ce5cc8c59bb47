using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Scorecards;

/// <summary>
/// Lays a scorecard out as trees (评分卡转树): one small tree per characteristic, so that evaluation, proof of direction and Shapley values are
/// the same code for both kinds of model.
/// </summary>
internal static class ScorecardTrees
{
    public static BoostedTrees Of(Scorecard card)
    {
        var (nodes, covers, roots, depth) = (new List<TreeNode>(), new List<float>(), new List<int>(), 0);
        var columns = card.Columns.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
        foreach (var characteristic in card.Characteristics)
        {
            var tree = new Tree(nodes, covers, columns[characteristic.Name], card.Factor, characteristic.Bins);
            roots.Add(tree.Add(characteristic.Unknown));
            depth = Math.Max(depth, tree.Depth);
        }

        var start = card.AnchorLogOdds + ((card.AnchorPoints - card.BasePoints) / card.Factor);
        return new BoostedTrees([.. nodes], [.. covers], [.. roots], [], card.Columns.Count, (float)start, card.Columns, depth);
    }

    private sealed class Tree(List<TreeNode> nodes, List<float> covers, int column, double factor, IReadOnlyList<ScorecardBin> bins)
    {
        public int Depth { get; private set; }

        /// <summary>The root parts unknown from known: no known value lies below minus infinity.</summary>
        public int Add(ScorecardBin unknown)
        {
            var root = Reserve();
            var left = Reserve();
            Reserve();
            Leaf(left, unknown, 1);
            Fill(left + 1, 0, bins.Count, 1);
            nodes[root] = new TreeNode(float.NegativeInfinity, column, left, 0);
            covers[root] = covers[left] + covers[left + 1];
            return root;
        }

        /// <summary>Bins from (included) to (excluded) under one node, halved until one is left.</summary>
        private void Fill(int at, int from, int to, int level)
        {
            if (to - from == 1)
            {
                Leaf(at, bins[from], level);
                return;
            }

            var middle = (from + to) / 2;
            var left = Reserve();
            Reserve();
            Fill(left, from, middle, level + 1);
            Fill(left + 1, middle, to, level + 1);
            nodes[at] = new TreeNode(bins[middle - 1].Below!.Value, column, left, 1);
            covers[at] = covers[left] + covers[left + 1];
        }

        private void Leaf(int at, ScorecardBin bin, int level)
        {
            nodes[at] = new TreeNode((float)(-bin.Points / factor), TreeNode.Leaf, 0, 0);
            covers[at] = (float)bin.Share;
            Depth = Math.Max(Depth, level);
        }

        private int Reserve()
        {
            nodes.Add(default);
            covers.Add(0);
            return nodes.Count - 1;
        }
    }
}
