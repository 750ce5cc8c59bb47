namespace FinancingPlatform.Scoring.Trees;

/// <summary>Collects the thresholds of a model's nodes by feature (阈值归集), and says for each node which rank it compares.</summary>
internal static class RankColumnsBuilder
{
    /// <summary>The columns of all nodes, and each node's column and rank; a leaf's are of no meaning.</summary>
    public static (RankColumns Columns, RankNode[] Nodes) Build(TreeNode[] nodes, IReadOnlyList<CategorySet> sets)
    {
        var (lists, thresholds, count) = (new List<RankList>(), new List<float>(), 0);
        var ranked = new RankNode[nodes.Length];
        var byThreshold = Enumerable.Range(0, nodes.Length).Where(i => nodes[i].Feature != TreeNode.Leaf && nodes[i].Set == TreeNode.NoSet);
        foreach (var feature in byThreshold.GroupBy(i => nodes[i].Feature).OrderBy(g => g.Key))
        {
            var sorted = feature.Select(i => nodes[i].Value).Distinct().Order().ToArray();
            foreach (var part in feature.GroupBy(i => Array.BinarySearch(sorted, nodes[i].Value) / RankColumns.MaxThresholds).OrderBy(g => g.Key))
            {
                var own = sorted.AsSpan(part.Key * RankColumns.MaxThresholds);
                own = own[..Math.Min(own.Length, RankColumns.MaxThresholds)];
                // Where all nodes send unknown the same way, one column is enough: it is written twice, the second time with that way.
                var (hasLow, hasHigh) = (part.Any(i => nodes[i].UnknownGoesRight == 0), part.Any(i => nodes[i].UnknownGoesRight == 1));
                var (low, high) = (count, hasLow && hasHigh ? count + 1 : count);
                lists.Add(new RankList(feature.Key, thresholds.Count, own.Length, low, high, hasHigh));
                count = high + 1;
                foreach (var i in part)
                {
                    ranked[i] = new RankNode(nodes[i].UnknownGoesRight == 0 ? low : high, own.BinarySearch(nodes[i].Value) + sbyte.MinValue);
                }

                Append(own, thresholds);
            }
        }

        var places = new List<RankSet>();
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Set != TreeNode.NoSet)
            {
                ranked[i] = new RankNode(count, sbyte.MinValue);
                places.Add(new RankSet(nodes[i].Feature, sets[nodes[i].Set], nodes[i].UnknownGoesRight, count++));
            }
        }

        return (new RankColumns(lists, places, thresholds, count), ranked);
    }

    private static void Append(ReadOnlySpan<float> sorted, List<float> thresholds)
    {
        if (sorted.Length > RankColumns.Step)
        {
            for (var i = 1; i <= RankColumns.Step; i++)
            {
                var last = (i * RankColumns.Step) - 1;
                thresholds.Add(last < sorted.Length ? sorted[last] : float.NaN);
            }
        }

        thresholds.AddRange(sorted);
        // One more sixteen behind the last full one: a value above all of them is looked up there.
        var padding = RankColumns.Step - (sorted.Length % RankColumns.Step);
        thresholds.AddRange(Enumerable.Repeat(float.NaN, padding));
    }
}
