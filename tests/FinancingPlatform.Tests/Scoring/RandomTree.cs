using System.Text.Json.Nodes;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A random tree that knows its own answer by stepping down it, one plain node after the other.</summary>
internal sealed class RandomTree
{
    private readonly List<Node> _nodes = [];

    /// <summary>Grows a tree; a node splits with the probability given until the depth is reached.</summary>
    public static RandomTree Grow(Random random, int depth, double growth, int columns, int categoryColumn)
    {
        var tree = new RandomTree();
        tree.Add(random, depth, growth, columns, categoryColumn, isRoot: true);
        return tree;
    }

    /// <summary>Values on and between thresholds, some unknown, some infinite; categories seen, unseen and negative.</summary>
    public static float[] Rows(Random random, int count, int columns, int categoryColumn)
    {
        var rows = new float[count * columns];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = random.Next(20) switch
            {
                0 or 1 => float.NaN,
                2 => float.PositiveInfinity,
                3 => float.NegativeInfinity,
                _ => i % columns == categoryColumn ? random.Next(-1, 80) : Cut(random) + (random.Next(2) * 0.25f),
            };
        }

        return rows;
    }

    public float Value(ReadOnlySpan<float> row)
    {
        var at = 0;
        while (_nodes[at].Left >= 0)
        {
            var node = _nodes[at];
            var x = row[node.Feature];
            var right = float.IsNaN(x) ? !node.DefaultLeft : node.Categories is null ? x >= node.Value : node.Categories.Contains(x);
            at = right ? node.Right : node.Left;
        }

        return _nodes[at].Value;
    }

    public JsonObject Json()
    {
        var tree = TreeJson.Tree(
            [.. _nodes.Select(n => n.Left)], [.. _nodes.Select(n => n.Right)], [.. _nodes.Select(n => n.Feature)],
            [.. _nodes.Select(n => n.Categories is null ? n.Value : 0)], [.. _nodes.Select(n => n.DefaultLeft ? 1 : 0)], [.. _nodes.Select(n => n.Cover)]);
        var sets = _nodes.Select((n, i) => (Node: i, n.Categories)).Where(n => n.Categories is not null).ToList();
        if (sets.Count == 0)
        {
            return tree;
        }

        var sizes = sets.Select(s => s.Categories!.Length).ToArray();
        return TreeJson.WithCategories(
            tree, [.. sets.SelectMany(s => s.Categories!).Select(c => (int)c)], [.. sets.Select(s => s.Node)], [.. sizes.Select((_, i) => sizes.Take(i).Sum())], sizes);
    }

    /// <summary>About a thousand different thresholds, so that a column has more than a byte can rank.</summary>
    private static float Cut(Random random) => random.Next(-500, 500) / 2f;

    private int Add(Random random, int depth, double growth, int columns, int categoryColumn, bool isRoot = false)
    {
        var at = _nodes.Count;
        _nodes.Add(new Node(-1, -1, 0, (float)(random.NextDouble() - 0.5), false, null, 1));
        if (depth == 0 || (!isRoot && random.NextDouble() > growth))
        {
            _nodes[at] = _nodes[at] with { Cover = random.Next(1, 100) };
            return at;
        }

        var feature = random.Next(columns);
        var (left, right) = (Add(random, depth - 1, growth, columns, categoryColumn), Add(random, depth - 1, growth, columns, categoryColumn));
        var categories = feature == categoryColumn ? Enumerable.Range(0, 70).Where(_ => random.Next(3) == 0).Append(3).Distinct().Select(c => (float)c).ToArray() : null;
        _nodes[at] = new Node(left, right, feature, Cut(random), random.Next(2) == 0, categories, _nodes[left].Cover + _nodes[right].Cover);
        return at;
    }

    private sealed record Node(int Left, int Right, int Feature, float Value, bool DefaultLeft, float[]? Categories, float Cover);
}
