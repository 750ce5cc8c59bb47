using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Demonstration;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A feature that said the same as another is offered to no new pack, and keeps its meaning for those that read it.</summary>
public sealed class RetiredFeatureTests(CityDatabase database) : IClassFixture<CityDatabase>, IAsyncLifetime
{
    private readonly ScoringCity _city = new(database);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Each_is_found_by_name_and_offered_to_no_new_pack()
    {
        FeatureCatalogue.Retired.Select(f => f.Name).ShouldBe(["sales_variation_12m", "customer_concentration_12m", "supplier_concentration_12m", "insured_staff_latest"]);
        FeatureCatalogue.Retired.ShouldAllBe(f => FeatureCatalogue.Find(f.Name) == f);
        FeatureCatalogue.All.Intersect(FeatureCatalogue.Retired).ShouldBeEmpty();
        FeatureCatalogue.All.Count.ShouldBeGreaterThanOrEqualTo(60);
    }

    [Fact]
    public async Task A_citys_own_pack_that_reads_retired_features_scores_and_gives_reasons_as_before()
    {
        var folder = Directory.CreateTempSubdirectory("fp-retired-").FullName;
        try
        {
            var pack = WritePack(folder);
            var packs = PlatformPacks.Read(Path.Combine(PackStore.BuiltInFolder, PlatformPacks.PublicName), folder).Value;
            var firm = await _city.EnterpriseAsync();
            await _city.AuthoriseAsync(firm, ["social-insurance", "invoice-sales"]);
            await _city.RecordAsync(firm, "social-insurance", ScoringCity.Today.AddDays(-40), 9_000, code: "paid", quantity: 9);
            await _city.RecordAsync(firm, "social-insurance", ScoringCity.Today.AddDays(-10), 4_000, code: "paid", quantity: 4);
            await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-10), 100, "A");

            await new ScoreRun(database.Source(DatabaseRoles.Worker), packs, TimeProvider.System).ForEnterpriseAsync(firm);

            // Fewer than five insured add 0.7; a single customer, as concentrated as can be, adds 0.5.
            (await database.ScalarAsync<double>("select margin from scoring.score where enterprise_id = $1 and kind = 'full' and pack_sha256 = $2", firm, pack.Sha256)).ShouldBe(1.2, 1e-6);
            (await database.ScalarAsync<string>("select reasons::text from scoring.score where enterprise_id = $1 and kind = 'full'", firm))!.ShouldContain("insured_staff_latest");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ScoringPack WritePack(string folder)
    {
        Feature[] features = [FeatureCatalogue.Find("insured_staff_latest")!, FeatureCatalogue.Find("customer_concentration_12m")!];
        var model = ModelWriter.Empty();
        ModelWriter.NameColumns(model, [.. features.Select(f => f.Name)]);
        ModelWriter.AddStep(model, 0, new JudgedStep(features[0].Name, 5, 0.7, 0, 0.5), 1);
        ModelWriter.AddStep(model, 1, new JudgedStep(features[1].Name, 0.9f, 0, 0.5, 0.5), 1);
        var source = PackStore.ReadBuiltIn(PlatformPacks.FullName).Value;
        return PackStore.Write(folder, "city-full", "1.0.0", PackKind.Full, demonstration: false, new PackContent(
            ModelWriter.Bytes(model),
            new ModelSchema([.. features.Select(f => new SchemaColumn(f.Name, ColumnRole.Feature, ColumnType.Number, f.Direction))]),
            new Calibration("none", 1, 0),
            source.Scale,
            new SortedDictionary<string, ReasonText>(features.ToDictionary(f => f.Name, f => f.Text), StringComparer.Ordinal),
            PackJson.Write(new { kind = "test" }),
            "# city-full 1.0.0\n")).Value;
    }
}
