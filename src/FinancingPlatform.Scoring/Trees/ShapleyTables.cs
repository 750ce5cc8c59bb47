using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// Exact Shapley values worked out beforehand (沙普利值预计算). Trees are cut into groups of neighbouring leaves whose paths ask at
/// most <see cref="MaxQuestions"/> questions; for each pattern of answers a table holds the group's share for each feature. A row then
/// costs one look-up per group instead of a recursion. The idea of paying memory for time is Yang 2021, "Fast TreeSHAP", version 2;
/// grouping leaves is ours.
/// </summary>
internal sealed class ShapleyTables
{
    /// <summary>Questions of a group, and features of a table's row: what one AVX2 vector holds.</summary>
    public const int MaxQuestions = 8;

    /// <summary>64 MB of single-precision shares; a larger model is explained by recursion.</summary>
    public const int MaxShares = 16 * 1024 * 1024;

    private readonly Group[] _groups;
    private readonly int[] _columns;
    private readonly float[] _thresholds;
    private readonly float[] _shares;

    private ShapleyTables(List<Group> groups, List<int> columns, List<float> thresholds, List<float> shares)
    {
        _groups = [.. groups];
        _columns = [.. columns];
        _thresholds = [.. thresholds];
        _shares = [.. shares];
    }

    /// <summary>The tables of a model; null when a path is too long or they would be too large.</summary>
    public static ShapleyTables? Of(BoostedTrees model)
    {
        var groups = new List<ShapleyGroup>();
        foreach (var root in model.Roots)
        {
            if (!ShapleyGroup.Cut(model, root, groups))
            {
                return null;
            }
        }

        if (groups.Sum(g => (long)MaxQuestions << g.Questions.Count) > MaxShares)
        {
            return null;
        }

        var (made, columns, thresholds, shares) = (new List<Group>(), new List<int>(), new List<float>(), new List<float>());
        foreach (var group in groups)
        {
            var features = group.Features;
            made.Add(Group.Starting(shares.Count, features));
            for (var i = 0; i < MaxQuestions; i++)
            {
                // Nothing lies below minus infinity: a question that is not asked is answered no.
                var asked = i < group.Questions.Count;
                columns.Add(asked ? model.Splits[group.Questions[i]].Column : 0);
                thresholds.Add(asked ? model.Splits[group.Questions[i]].Value : float.NegativeInfinity);
            }

            group.AddShares(model, features, shares);
        }

        return new ShapleyTables(made, columns, thresholds, shares);
    }

    /// <summary>
    /// Adds each feature's share for several rows, group after group, so that a group's table is read from the first-level cache.
    /// </summary>
    /// <param name="laid">Rows as <see cref="SplitColumns"/> lays them out, end to end.</param>
    /// <param name="width">Values of a laid-out row.</param>
    /// <param name="count">Rows.</param>
    /// <param name="sums">For each row one place more than there are features; the last is of no meaning.</param>
    /// <param name="places">Places of a row in <paramref name="sums"/>.</param>
    public void Add(ReadOnlySpan<float> laid, int width, int count, Span<double> sums, int places)
    {
        ref var values = ref MemoryMarshal.GetReference(laid);
        ref var columns = ref MemoryMarshal.GetArrayDataReference(_columns);
        ref var thresholds = ref MemoryMarshal.GetArrayDataReference(_thresholds);
        ref var shares = ref MemoryMarshal.GetArrayDataReference(_shares);
        ref var totals = ref MemoryMarshal.GetReference(sums);
        foreach (ref readonly var group in _groups.AsSpan())
        {
            for (var row = 0; row < count; row++)
            {
                var answers = Answers(ref Unsafe.Add(ref values, row * width), ref columns, ref thresholds);
                ref var share = ref Unsafe.Add(ref shares, group.First + (answers * MaxQuestions));
                ref var own = ref Unsafe.Add(ref totals, row * places);
                Unsafe.Add(ref own, group.Feature0) += share;
                Unsafe.Add(ref own, group.Feature1) += Unsafe.Add(ref share, 1);
                Unsafe.Add(ref own, group.Feature2) += Unsafe.Add(ref share, 2);
                Unsafe.Add(ref own, group.Feature3) += Unsafe.Add(ref share, 3);
                Unsafe.Add(ref own, group.Feature4) += Unsafe.Add(ref share, 4);
                Unsafe.Add(ref own, group.Feature5) += Unsafe.Add(ref share, 5);
                Unsafe.Add(ref own, group.Feature6) += Unsafe.Add(ref share, 6);
                Unsafe.Add(ref own, group.Feature7) += Unsafe.Add(ref share, 7);
            }

            columns = ref Unsafe.Add(ref columns, MaxQuestions);
            thresholds = ref Unsafe.Add(ref thresholds, MaxQuestions);
        }
    }

    /// <summary>Bit i is set when the i-th value lies below the i-th threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
#pragma warning disable S6640 // The gather instruction takes an address; the columns are this model's own, and the row was laid out for it.
    private static unsafe int Answers(ref float values, ref int columns, ref float thresholds)
    {
        if (Avx2.IsSupported)
        {
            fixed (float* row = &values)
            {
                var asked = Avx2.GatherVector256(row, Vector256.LoadUnsafe(ref columns), sizeof(float));
                return (int)Vector256.LessThan(asked, Vector256.LoadUnsafe(ref thresholds)).ExtractMostSignificantBits();
            }
        }

        var answers = 0;
        for (var i = 0; i < MaxQuestions; i++)
        {
            answers |= (Unsafe.Add(ref values, Unsafe.Add(ref columns, i)) < Unsafe.Add(ref thresholds, i) ? 1 : 0) << i;
        }

        return answers;
    }
#pragma warning restore S6640

    /// <summary>Where a group's table begins, and the feature of each place in its rows.</summary>
    private readonly record struct Group(
        int First, int Feature0, int Feature1, int Feature2, int Feature3, int Feature4, int Feature5, int Feature6, int Feature7)
    {
        public static Group Starting(int first, int[] features) =>
            new(first, features[0], features[1], features[2], features[3], features[4], features[5], features[6], features[7]);
    }
}
