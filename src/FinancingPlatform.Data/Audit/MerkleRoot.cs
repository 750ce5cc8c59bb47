using System.Security.Cryptography;

namespace FinancingPlatform.Data;

/// <summary>
/// Root of a Merkle tree (默克尔根) over leaves that come one by one, as RFC 6962 §2.1 defines it: 0x00 before a leaf and 0x01 before a pair,
/// so that neither can pass for the other. Keeps one hash per level.
/// </summary>
internal sealed class MerkleRoot
{
    private const byte LeafPrefix = 0x00;
    private const byte PairPrefix = 0x01;
    private readonly List<byte[]?> _levels = [];

    public long Count { get; private set; }

    public void Add(ReadOnlySpan<byte> leaf)
    {
        var hash = SHA256.HashData([LeafPrefix, .. leaf]);
        var level = 0;
        for (; level < _levels.Count && _levels[level] is { } left; level++)
        {
            hash = Pair(left, hash);
            _levels[level] = null;
        }

        if (level == _levels.Count)
        {
            _levels.Add(null);
        }

        _levels[level] = hash;
        Count++;
    }

    /// <summary>The root over the leaves so far; SHA-256 of nothing when there are none.</summary>
    public byte[] Root()
    {
        byte[]? root = null;
        foreach (var subtree in _levels)
        {
            // Lower levels are further right, and hang to the right of what stands above them.
            root = subtree is null ? root : root is null ? subtree : Pair(subtree, root);
        }

        return root ?? SHA256.HashData([]);
    }

    private static byte[] Pair(byte[] left, byte[] right) => SHA256.HashData([PairPrefix, .. left, .. right]);
}
