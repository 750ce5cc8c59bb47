namespace FinancingPlatform.Scoring.Rings;

/// <summary>One enterprise sold to, or guarantees for, another.</summary>
/// <param name="From">Seller or guarantor.</param>
/// <param name="To">Buyer or debtor.</param>
/// <param name="Amount">Yuan within the window.</param>
/// <param name="FromTotal">All that the seller sold, to whomever.</param>
/// <param name="ToTotal">All that the buyer sold on.</param>
public readonly record struct RingEdge(long From, long To, double Amount, double FromTotal, double ToTotal);

/// <summary>A member of a ring (闭环成员).</summary>
/// <param name="Enterprise">Who.</param>
/// <param name="Ring">Number of the ring within one search.</param>
/// <param name="Size">Members of the ring.</param>
/// <param name="Amount">Yuan to other members: what is netted out of its revenue.</param>
public sealed record RingMember(long Enterprise, int Ring, int Size, double Amount);

/// <summary>
/// Finds rings (闭环): groups in which goods or guarantees go round. A ring is a strongly connected component (Tarjan 1972) of the edges that matter
/// to both ends; a firm that sells a little to everybody closes no ring. Components above the largest size are a market, not a ring.
/// </summary>
public static class RingFinder
{
    /// <summary>Members of the largest ring.</summary>
    public const int MaxSize = 12;

    /// <summary>Members of the smallest invoice ring: two firms that sell to each other are ordinary trade.</summary>
    public const int MinInvoiceRing = 3;

    /// <summary>Members of the smallest guarantee circle: mutual guarantees (互保) are one.</summary>
    public const int MinGuaranteeRing = 2;

    /// <summary>An edge matters when it is this share of what the seller sells and of what the buyer sells on.</summary>
    public const double MaterialShare = 0.20;

    /// <summary>The members of every ring, in the order of the enterprises.</summary>
    /// <param name="edges">All edges.</param>
    /// <param name="smallest">Members of the smallest ring.</param>
    /// <param name="material">Share of both totals from which an edge counts; 0 for every edge.</param>
    public static IReadOnlyList<RingMember> Find(IReadOnlyList<RingEdge> edges, int smallest, double material)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var next = edges
            .Where(e => e.Amount >= material * e.FromTotal && e.Amount >= material * e.ToTotal)
            .GroupBy(e => e.From)
            .ToDictionary(g => g.Key, g => g.Select(e => e.To).Order().ToArray());
        var component = Components(next);
        var sizes = component.Values.CountBy(c => c).ToDictionary();
        var sold = edges
            .Where(e => component.TryGetValue(e.From, out var a) && component.TryGetValue(e.To, out var b) && a == b)
            .GroupBy(e => e.From)
            .ToDictionary(g => g.Key, g => g.Sum(e => e.Amount));
        return [.. component
            .Where(c => sizes[c.Value] >= smallest && sizes[c.Value] <= MaxSize)
            .OrderBy(c => c.Key)
            .Select(c => new RingMember(c.Key, c.Value, sizes[c.Value], sold.GetValueOrDefault(c.Key)))];
    }

    /// <summary>Component of every node, by an explicit stack: a chain of a hundred thousand firms must not overflow the program's own.</summary>
    private static Dictionary<long, int> Components(Dictionary<long, long[]> next)
    {
        var (index, low, component) = (new Dictionary<long, int>(), new Dictionary<long, int>(), new Dictionary<long, int>());
        var (open, work) = (new Stack<long>(), new Stack<(long Node, int Edge)>());
        foreach (var start in next.Keys.Order())
        {
            if (index.ContainsKey(start))
            {
                continue;
            }

            work.Push((start, 0));
            while (work.TryPop(out var at))
            {
                if (at.Edge == 0)
                {
                    index[at.Node] = low[at.Node] = index.Count;
                    open.Push(at.Node);
                }

                var targets = next.GetValueOrDefault(at.Node, []);
                if (at.Edge < targets.Length)
                {
                    work.Push((at.Node, at.Edge + 1));
                    var target = targets[at.Edge];
                    if (!index.ContainsKey(target))
                    {
                        work.Push((target, 0));
                    }
                    else if (!component.ContainsKey(target))
                    {
                        low[at.Node] = Math.Min(low[at.Node], index[target]);
                    }

                    continue;
                }

                Close(at.Node, index, low, component, open);
                if (work.TryPeek(out var parent))
                {
                    low[parent.Node] = Math.Min(low[parent.Node], low[at.Node]);
                }
            }
        }

        return component;
    }

    private static void Close(long node, Dictionary<long, int> index, Dictionary<long, int> low, Dictionary<long, int> component, Stack<long> open)
    {
        if (low[node] != index[node])
        {
            return;
        }

        long member;
        do
        {
            member = open.Pop();
            component[member] = index[node];
        }
        while (member != node);
    }
}
