namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// The categories that a node sends right (类别集合). As XGBoost 1.7 does it: a category is a value's whole part; one that is
/// negative, or was never seen in training, is in no set and goes left; only an unknown value follows the default.
/// </summary>
internal sealed class CategorySet
{
    private const int Bits = 64;
    private readonly ulong[] _bits;

    /// <summary>A set of the given categories.</summary>
    /// <param name="categories">Each from 0 to <see cref="TreeLimits.MaxCategory"/>; the caller checked it.</param>
    public CategorySet(ReadOnlySpan<int> categories)
    {
        var largest = 0;
        foreach (var category in categories)
        {
            largest = Math.Max(largest, category);
        }

        _bits = new ulong[(largest / Bits) + 1];
        foreach (var category in categories)
        {
            _bits[category / Bits] |= 1UL << (category % Bits);
        }
    }

    /// <summary>One above the largest category that it could hold.</summary>
    public int Size => _bits.Length * Bits;

    /// <summary>Whether the value's category is in the set.</summary>
    public bool Holds(float value) => value >= 0 && value < Size && Holds((int)value);

    /// <summary>Whether the category, below <see cref="Size"/>, is in the set.</summary>
    public bool Holds(int category) => category < Size && (_bits[category / Bits] >> (category % Bits) & 1) == 1;
}
