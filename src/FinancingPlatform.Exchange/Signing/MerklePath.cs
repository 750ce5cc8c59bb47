using System.Security.Cryptography;

namespace FinancingPlatform.Exchange.Signing;

/// <summary>What proves one leaf under a signed root without its neighbours (默克尔路径): its place, the number of leaves, the siblings from the bottom up.</summary>
/// <param name="Index">Place of the leaf, from 0.</param>
/// <param name="Size">Number of leaves under the root.</param>
/// <param name="Hashes">Sibling hashes of 32 bytes each, from the leaf upwards.</param>
public sealed record MerklePath(int Index, int Size, IReadOnlyList<byte[]> Hashes)
{
    /// <summary>Whether the leaf stands under the root at this place (the algorithm of RFC 9162 §2.1.3.2).</summary>
    public bool Proves(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> root)
    {
        if (Hashes is null || Index < 0 || Index >= Size)
        {
            return false;
        }

        var place = Index;
        var last = Size - 1;
        var hash = MerkleTree.HashLeaf(leaf);
        foreach (var sibling in Hashes)
        {
            if (last == 0 || sibling is not { Length: SHA256.HashSizeInBytes })
            {
                return false;
            }

            if ((place & 1) == 1 || place == last)
            {
                hash = MerkleTree.HashNode(sibling, hash);
                while ((place & 1) == 0 && place != 0)
                {
                    place >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = MerkleTree.HashNode(hash, sibling);
            }

            place >>= 1;
            last >>= 1;
        }

        return last == 0 && CryptographicOperations.FixedTimeEquals(hash, root);
    }
}
