using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// A row as ranks (阈值序号): of each value only how many of the model's own thresholds lie at or below it, which is all that a tree
/// can see of it, in one byte. A feature stands here once for the nodes that send unknown left, where unknown is the lowest rank, and
/// once for those that send it right, where it is the highest; a set of categories stands as 0 for left and 1 for right. So every
/// node is one comparison of bytes, and as exact as the comparison of the numbers. A byte is kept as rank − 128, because vectors
/// compare signed bytes.
/// </summary>
internal sealed class RankColumns(IReadOnlyList<RankList> lists, IReadOnlyList<RankSet> sets, IReadOnlyList<float> thresholds, int count)
{
    /// <summary>Ranks are 0 to 255; a feature with more thresholds is ranked among several lists.</summary>
    public const int MaxThresholds = byte.MaxValue;

    /// <summary>Thresholds are counted sixteen at a time: first the last ones of each sixteen, then one sixteen.</summary>
    public const int Step = 16;

    private readonly RankList[] _lists = [.. lists];
    private readonly RankSet[] _sets = [.. sets];
    private readonly float[] _thresholds = [.. thresholds];

    /// <summary>How many bytes a row has.</summary>
    public int Count => count;

    /// <summary>Ranks rows laid end to end; rank of row r in column c goes to c × <paramref name="stride"/> + r.</summary>
    public void Lay(ReadOnlySpan<float> rows, int width, int rowCount, Span<sbyte> ranks, int stride)
    {
        ref var values = ref MemoryMarshal.GetReference(rows);
        ref var bytes = ref MemoryMarshal.GetReference(ranks);
        foreach (ref readonly var list in _lists.AsSpan())
        {
            ref var sorted = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_thresholds), list.First);
            ref var low = ref Unsafe.Add(ref bytes, list.LowColumn * stride);
            ref var high = ref Unsafe.Add(ref bytes, list.HighColumn * stride);
            var (at, isShort) = (list.Feature, list.Count <= Step);
            var unknown = (sbyte)(sbyte.MinValue + (list.UnknownGoesRight ? list.Count : 0));
            for (var row = 0; row < rowCount; row++, at += width)
            {
                var x = Unsafe.Add(ref values, at);
                var rank = Rank(ref sorted, x, isShort) + sbyte.MinValue;
                Unsafe.Add(ref low, row) = (sbyte)rank;
                Unsafe.Add(ref high, row) = float.IsNaN(x) ? unknown : (sbyte)rank;
            }
        }

        foreach (var set in _sets)
        {
            var at = set.Feature;
            for (var row = 0; row < rowCount; row++, at += width)
            {
                var x = rows[at];
                ranks[(set.Column * stride) + row] = (sbyte)(sbyte.MinValue + (float.IsNaN(x) ? set.UnknownGoesRight : set.Set.Holds(x) ? 1 : 0));
            }
        }
    }

    /// <summary>How many thresholds lie at or below the value; none for an unknown one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rank(ref float sorted, float x, bool isShort)
    {
        if (isShort)
        {
            return AtOrBelow(ref sorted, x);
        }

        var whole = AtOrBelow(ref sorted, x) * Step;
        return whole + AtOrBelow(ref Unsafe.Add(ref sorted, Step + whole), x);
    }

    /// <summary>How many of sixteen sorted thresholds lie at or below the value; a place without a threshold holds NaN, which never does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AtOrBelow(ref float sixteen, float x)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return BitOperations.PopCount(Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref sixteen), Vector512.Create(x)).ExtractMostSignificantBits());
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var value = Vector256.Create(x);
            var first = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref sixteen), value).ExtractMostSignificantBits();
            var second = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref sixteen, 8), value).ExtractMostSignificantBits();
            return BitOperations.PopCount(first | (second << 8));
        }

        var count = 0;
        for (var i = 0; i < Step; i++)
        {
            count += Unsafe.Add(ref sixteen, i) <= x ? 1 : 0;
        }

        return count;
    }
}

/// <summary>Up to 255 thresholds of one feature.</summary>
/// <param name="Feature">The row's column.</param>
/// <param name="First">Where the thresholds begin: the last of each sixteen, unless one sixteen holds all, then all of them.</param>
/// <param name="Count">How many thresholds.</param>
/// <param name="LowColumn">Where the rank goes for the nodes that send unknown left.</param>
/// <param name="HighColumn">Where the rank goes for the nodes that send unknown right; the same column when all nodes send it one way.</param>
/// <param name="UnknownGoesRight">Whether any node sends unknown right.</param>
internal readonly record struct RankList(int Feature, int First, int Count, int LowColumn, int HighColumn, bool UnknownGoesRight);

/// <summary>A node's set of categories.</summary>
internal sealed record RankSet(int Feature, CategorySet Set, int UnknownGoesRight, int Column);

/// <summary>One node: right when the column's byte is above the rank.</summary>
internal readonly record struct RankNode(int Column, int Rank);
