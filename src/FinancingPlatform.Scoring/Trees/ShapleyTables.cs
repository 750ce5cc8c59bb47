using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// Exact Shapley values worked out beforehand (沙普利值预计算). Trees are cut into groups of neighbouring leaves whose paths ask at
/// most <see cref="MaxQuestions"/> questions; for each pattern of answers a table holds the group's share for each feature. A row then
/// costs one look-up per group instead of a recursion. The idea of paying memory for time is Yang 2021, "Fast TreeSHAP", version 2;
/// grouping leaves is ours.
/// </summary>
internal sealed class ShapleyTables
{
    /// <summary>Questions of a group, and features of a table's row: three levels below four of a tree of depth six make seven.</summary>
    public const int MaxQuestions = 8;

    /// <summary>64 MB of single-precision shares; a larger model is explained by recursion.</summary>
    public const int MaxShares = 16 * 1024 * 1024;

    private readonly Group[] _groups;
    private readonly Question[] _questions;
    private readonly float[] _shares;

    private ShapleyTables(List<Group> groups, List<Question> questions, List<float> shares)
    {
        _groups = [.. groups];
        _questions = [.. questions];
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

        var (made, questions, shares) = (new List<Group>(), new List<Question>(), new List<float>());
        foreach (var group in groups)
        {
            made.Add(Group.Starting(questions.Count, group.Questions.Count, shares.Count, group.Features));
            questions.AddRange(group.Questions.Select(q => new Question(model.Splits[q].Column, model.Splits[q].Value)));
            group.AddShares(model, group.Features, shares);
        }

        return new ShapleyTables(made, questions, shares);
    }

    /// <summary>
    /// Adds each feature's share for several rows, group after group, so that a group's table is read from the first-level cache.
    /// </summary>
    /// <param name="laid">Rows as <see cref="SplitColumns"/> lays them out, one column after the other.</param>
    /// <param name="stride">Places of a column: a whole number of vectors.</param>
    /// <param name="answers">Room for so many answers.</param>
    /// <param name="count">Rows.</param>
    /// <param name="sums">For each row one place more than there are features; the last is of no meaning.</param>
    /// <param name="places">Places of a row in <paramref name="sums"/>.</param>
    public void Add(ReadOnlySpan<float> laid, int stride, Span<int> answers, int count, Span<double> sums, int places)
    {
        ref var values = ref MemoryMarshal.GetReference(laid);
        ref var questions = ref MemoryMarshal.GetArrayDataReference(_questions);
        ref var shares = ref MemoryMarshal.GetArrayDataReference(_shares);
        ref var totals = ref MemoryMarshal.GetReference(sums);
        foreach (ref readonly var group in _groups.AsSpan())
        {
            Answer(ref values, stride, ref Unsafe.Add(ref questions, group.FirstQuestion), group.QuestionCount, answers);
            for (var row = 0; row < count; row++)
            {
                ref var share = ref Unsafe.Add(ref shares, group.First + (answers[row] * MaxQuestions));
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
        }
    }

    /// <summary>For each row the group's pattern: bit i is set when the value lies below the i-th question's threshold.</summary>
    private static void Answer(ref float values, int stride, ref Question questions, int count, Span<int> answers)
    {
        for (var row = 0; row < stride; row += Vector<float>.Count)
        {
            var pattern = Vector<int>.Zero;
            for (var i = 0; i < count; i++)
            {
                var question = Unsafe.Add(ref questions, i);
                var value = Vector.LoadUnsafe(ref Unsafe.Add(ref values, (question.Column * stride) + row));
                pattern |= Vector.LessThan(value, new Vector<float>(question.Threshold)) & new Vector<int>(1 << i);
            }

            pattern.CopyTo(answers[row..]);
        }
    }

    /// <summary>Is the value of this laid-out column below the threshold?</summary>
    private readonly record struct Question(int Column, float Threshold);

    /// <summary>Where a group's table begins, and the feature of each place in its rows.</summary>
    private readonly record struct Group(
        int FirstQuestion, int QuestionCount, int First, int Feature0, int Feature1, int Feature2, int Feature3, int Feature4, int Feature5, int Feature6, int Feature7)
    {
        public static Group Starting(int firstQuestion, int questionCount, int first, int[] features) =>
            new(firstQuestion, questionCount, first, features[0], features[1], features[2], features[3], features[4], features[5], features[6], features[7]);
    }
}
