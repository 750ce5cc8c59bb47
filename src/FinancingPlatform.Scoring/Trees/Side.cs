namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// Which values of one column come to a place in a tree (取值范围): known ones from Low (included) to High (excluded), whether an unknown
/// one comes too, and, where the column splits by categories, which of them.
/// </summary>
internal readonly record struct Side(float Low, float High, bool Unknown)
{
    /// <summary>Every value.</summary>
    public static Side All { get; } = new(float.NegativeInfinity, float.PositiveInfinity, true);

    /// <summary>Categories that are let through, one flag each; the last flag is every higher one. Null for all.</summary>
    private bool[]? Kinds { get; init; }

    /// <summary>Whether any known value comes here.</summary>
    public bool HoldsKnown => Low < High && (Kinds is null || Kinds.Contains(true));

    /// <summary>The two sides of a threshold.</summary>
    public (Side Left, Side Right) Cut(TreeNode at) => (
        this with { High = Math.Min(High, at.Value), Unknown = Unknown && at.UnknownGoesRight == 0 },
        this with { Low = Math.Max(Low, at.Value), Unknown = Unknown && at.UnknownGoesRight == 1 });

    /// <summary>The two sides of a set of categories.</summary>
    public (Side Left, Side Right) Cut(CategorySet set, bool unknownGoesRight)
    {
        var (left, right) = (Widen(set.Size + 1), Widen(set.Size + 1));
        for (var i = 0; i < left.Length; i++)
        {
            (left[i], right[i]) = (left[i] && !set.Holds(i), right[i] && set.Holds(i));
        }

        return (this with { Kinds = left, Unknown = Unknown && !unknownGoesRight }, this with { Kinds = right, Unknown = Unknown && unknownGoesRight });
    }

    /// <summary>True when one value can come to both places.</summary>
    public bool Meets(Side other) => (Unknown && other.Unknown) || (Math.Max(Low, other.Low) < Math.Min(High, other.High) && KindsMeet(other));

    private bool KindsMeet(Side other)
    {
        if (Kinds is null || other.Kinds is null)
        {
            return (Kinds ?? other.Kinds)?.Contains(true) ?? true;
        }

        var count = Math.Max(Kinds.Length, other.Kinds.Length);
        return Widen(count).Zip(other.Widen(count)).Any(pair => pair.First && pair.Second);
    }

    /// <summary>A copy of the flags with at least so many of them.</summary>
    private bool[] Widen(int count)
    {
        var wide = new bool[Math.Max(count, Kinds?.Length ?? 0)];
        Array.Fill(wide, Kinds is null || Kinds[^1]);
        Kinds?.CopyTo(wide, 0);
        return wide;
    }
}
