namespace FinancingPlatform.Aggregation.Items;

/// <summary>
/// Which keys a file may have named before (重复预筛), in a fixed 32 MB whatever the file's size. It never misses a repeated key; at five million rows it
/// takes one in fifty for repeated that is not, and the database looks at those closely instead of at all.
/// </summary>
internal sealed class SeenKeys
{
    private const int Bits = 1 << 28;
    private readonly ulong[] _seen = new ulong[Bits / 64];

    /// <summary>True when the key, or another with the same bit, was here before.</summary>
    public bool MayRepeat(string uscc, string naturalKey)
    {
        var bit = (uint)HashCode.Combine(string.GetHashCode(uscc, StringComparison.Ordinal), string.GetHashCode(naturalKey, StringComparison.Ordinal)) % Bits;
        ref var word = ref _seen[bit / 64];
        var mask = 1UL << (int)(bit % 64);
        var wasSeen = (word & mask) != 0;
        word |= mask;
        return wasSeen;
    }
}
