using FinancingPlatform.Scoring.Demonstration;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Cli.Model;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>The packs that come with the platform are those that this release makes: the same data and seed, the same bytes.</summary>
public sealed class RetrainedPackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-retrained-").FullName;

    [Fact]
    public void The_public_pack_is_made_again_byte_for_byte()
    {
        DemonstrationPacks.WritePublic(_folder).IsOk.ShouldBeTrue();

        ShouldBeAsCommitted(PlatformPacks.PublicName);
    }

    [Fact]
    [Trait("speed", "slow")]
    public async Task The_full_pack_is_trained_again_byte_for_byte_from_the_labelled_firms_invoices()
    {
        TrainingTests.NeedLibrary();
        var invoices = Path.GetDirectoryName(SharedData.Require("invoices/a1_firms.csv"))!;

        var made = await FpRun.JsonAsync("model", "demonstration", "--invoices", invoices, "--out", _folder);

        made.GetProperty("rows").GetInt32().ShouldBe(123);
        ShouldBeAsCommitted(PlatformPacks.FullName);
        ShouldBeAsCommitted(PlatformPacks.PublicName);
    }

    [Fact]
    public void Every_released_version_still_lies_on_the_shelf_and_reads()
    {
        PackShelf().Refused.ShouldBeEmpty();
        PackShelf().Packs.Select(p => $"{p.Pack.Manifest.Name} {p.Pack.Manifest.Version}").ShouldBe(["demonstration-full 1.1.0", "demonstration-full 1.0.0", "demonstration-public 1.0.0"]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static FinancingPlatform.Scoring.Register.PackShelf PackShelf() => FinancingPlatform.Scoring.Register.PackShelf.BuiltIn;

    private void ShouldBeAsCommitted(string pack)
    {
        var committed = Path.Combine(PackStore.BuiltInFolder, pack);
        var files = Directory.EnumerateFiles(committed).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Directory.EnumerateFiles(Path.Combine(_folder, pack)).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(files);
        foreach (var file in files)
        {
            File.ReadAllBytes(Path.Combine(_folder, pack, file!)).ShouldBe(File.ReadAllBytes(Path.Combine(committed, file!)), $"{pack}/{file}");
        }
    }
}
