using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Exchange.Signing;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Exchange.Signing;

public sealed class MerkleTreeTests
{
    [Fact]
    public void The_root_over_nothing_is_the_hash_of_nothing() =>
        Convert.ToHexStringLower(MerkleTree.Root([])).ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    // The reference vectors of the certificate-transparency project's own tree tests (RFC 6962).
    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_root_equals_the_reference_tree(int leaves, string root)
    {
        string[] reference = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var bytes = reference.Take(leaves).Select(Convert.FromHexString).ToArray();
        Convert.ToHexStringLower(MerkleTree.Root(bytes)).ShouldBe(root);
    }

    [Fact]
    public void Every_path_proves_its_own_leaf_and_no_other() =>
        Prop.ForAll<byte>(size =>
        {
            var leaves = Leaves((size % 70) + 1);
            var (root, paths) = MerkleTree.WithPaths(leaves);
            return root.SequenceEqual(MerkleTree.Root(leaves))
                && Enumerable.Range(0, leaves.Length).All(i => paths[i].Proves(leaves[i], root))
                && Enumerable.Range(0, leaves.Length - 1).All(i => !paths[i].Proves(leaves[i + 1], root));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_hash_place_or_size_of_a_path_proves_nothing() =>
        Prop.ForAll<byte, byte>((size, at) =>
        {
            var leaves = Leaves((size % 40) + 2);
            var (root, paths) = MerkleTree.WithPaths(leaves);
            var path = paths[at % leaves.Length];
            var leaf = leaves[path.Index];
            var bent = path.Hashes.Select(h => h.ToArray()).ToArray();
            bent[at % bent.Length][at % 32] ^= 1;
            return !(path with { Hashes = bent }).Proves(leaf, root)
                && !(path with { Index = path.Index ^ 1 }).Proves(leaf, root)
                && !(path with { Index = -1 }).Proves(leaf, root)
                && !(path with { Size = path.Index }).Proves(leaf, root)
                && !(path with { Hashes = [.. path.Hashes.SkipLast(1)] }).Proves(leaf, root)
                && !(path with { Hashes = [.. path.Hashes, root] }).Proves(leaf, root)
                && !(path with { Hashes = [.. path.Hashes.SkipLast(1), []] }).Proves(leaf, root);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_node_can_not_pass_for_a_leaf()
    {
        var leaves = Leaves(4);
        var (root, _) = MerkleTree.WithPaths(leaves);
        var left = MerkleTree.HashNode(MerkleTree.HashLeaf(leaves[0]), MerkleTree.HashLeaf(leaves[1]));
        var right = MerkleTree.HashNode(MerkleTree.HashLeaf(leaves[2]), MerkleTree.HashLeaf(leaves[3]));
        MerkleTree.Root([[.. MerkleTree.HashLeaf(leaves[0]), .. MerkleTree.HashLeaf(leaves[1])], [.. MerkleTree.HashLeaf(leaves[2]), .. MerkleTree.HashLeaf(leaves[3])]]).ShouldNotBe(root);
        MerkleTree.HashNode(left, right).ShouldBe(root);
    }

    [Fact]
    public void Fields_that_touch_give_different_leaves()
    {
        var id = Guid.Parse("0199b6b2-0000-7000-8000-000000000001");
        var at = DateTimeOffset.UnixEpoch;
        var hash = SHA256.HashData("x"u8);
        FinancingPlatform.Exchange.Signing.Leaves.OfMessage(id, "ab", 1, "c", at, hash)
            .ShouldNotBe(FinancingPlatform.Exchange.Signing.Leaves.OfMessage(id, "a", 1, "bc", at, hash));
    }

    private static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"leaf {i}"))];
}
