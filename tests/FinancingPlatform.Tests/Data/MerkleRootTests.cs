using System.Security.Cryptography;
using FinancingPlatform.Data;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Data;

/// <summary>The root made leaf by leaf is the one of RFC 6962 §2.1.</summary>
public sealed class MerkleRootTests
{
    [Fact]
    public void It_is_the_recursive_definition_for_every_number_of_leaves()
    {
        for (var count = 0; count <= 130; count++)
        {
            var leaves = Enumerable.Range(0, count).Select(i => BitConverter.GetBytes(i)).ToArray();

            Root(leaves).ShouldBe(Recursive(leaves), count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Another_order_or_another_leaf_gives_another_root() =>
        Prop.ForAll<int[]>(numbers =>
        {
            var leaves = numbers.Distinct().Select(BitConverter.GetBytes).ToArray();
            return leaves.Length < 2 || !Root(leaves).SequenceEqual(Root([.. leaves.Reverse()]));
        }).QuickCheckThrowOnFailure();

    private static byte[] Root(byte[][] leaves)
    {
        var root = new MerkleRoot();
        foreach (var leaf in leaves)
        {
            root.Add(leaf);
        }

        return root.Root();
    }

    private static byte[] Recursive(byte[][] leaves)
    {
        if (leaves.Length == 0)
        {
            return SHA256.HashData([]);
        }

        if (leaves.Length == 1)
        {
            return SHA256.HashData([0, .. leaves[0]]);
        }

        var split = 1;
        while (split * 2 < leaves.Length)
        {
            split *= 2;
        }

        return SHA256.HashData([1, .. Recursive(leaves[..split]), .. Recursive(leaves[split..])]);
    }
}
