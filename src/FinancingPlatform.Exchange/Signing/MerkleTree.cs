using System.Numerics;
using System.Security.Cryptography;

namespace FinancingPlatform.Exchange.Signing;

/// <summary>
/// The hash tree over a batch (默克尔树), as RFC 6962 §2.1: SHA-256, leaves prefixed 0x00 and nodes 0x01 so that neither can pass for the
/// other; a list is split at the largest power of two below its length, so an odd node rises unpaired.
/// </summary>
public static class MerkleTree
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;

    /// <summary>SHA-256(0x00 ‖ leaf).</summary>
    public static byte[] HashLeaf(ReadOnlySpan<byte> leaf)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([LeafPrefix]);
        hash.AppendData(leaf);
        return hash.GetHashAndReset();
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static byte[] HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([NodePrefix]);
        hash.AppendData(left);
        hash.AppendData(right);
        return hash.GetHashAndReset();
    }

    /// <summary>The root over the leaves in their order; over none it is SHA-256 of nothing (RFC 6962 §2.1).</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        return leaves.Count == 0 ? SHA256.HashData([]) : Build(Hashes(leaves), 0, leaves.Count, null);
    }

    /// <summary>The root, and for each leaf the path that proves it alone.</summary>
    public static (byte[] Root, IReadOnlyList<MerklePath> Paths) WithPaths(IReadOnlyList<byte[]> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        if (leaves.Count == 0)
        {
            return (SHA256.HashData([]), []);
        }

        var steps = new List<byte[]>[leaves.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = [];
        }

        var root = Build(Hashes(leaves), 0, leaves.Count, steps);
        return (root, [.. steps.Select((hashes, index) => new MerklePath(index, leaves.Count, hashes))]);
    }

    // Children come before their parent, so every leaf collects its siblings from the bottom up.
    private static byte[] Build(byte[][] hashes, int start, int count, List<byte[]>[]? steps)
    {
        if (count == 1)
        {
            return hashes[start];
        }

        var split = 1 << BitOperations.Log2((uint)(count - 1));
        var left = Build(hashes, start, split, steps);
        var right = Build(hashes, start + split, count - split, steps);
        if (steps is not null)
        {
            for (var i = 0; i < count; i++)
            {
                steps[start + i].Add(i < split ? right : left);
            }
        }

        return HashNode(left, right);
    }

    private static byte[][] Hashes(IReadOnlyList<byte[]> leaves)
    {
        var hashes = new byte[leaves.Count][];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = HashLeaf(leaves[i]);
        }

        return hashes;
    }
}
