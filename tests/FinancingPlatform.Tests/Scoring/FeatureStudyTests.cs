using FinancingPlatform.Aggregation.Demonstration;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Study;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>No two features say the same of the demonstration city, and the figures about features are those worked by hand.</summary>
public sealed class FeatureStudyTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    /// <summary>So many that no single large enterprise makes two amounts look alike.</summary>
    private const int Enterprises = 6000;

    /// <summary>Fixed, so that the city is the same on every day.</summary>
    private static readonly DateOnly s_asOf = new(2026, 11, 1);

    [Fact]
    [Trait("speed", "slow")]
    public async Task No_pair_of_features_correlates_above_0_98_on_the_demonstration_city()
    {
        var folder = Directory.CreateTempSubdirectory("fp-study-").FullName;
        try
        {
            var seeded = await DemonstrationCity.SeedAsync(
                database.As(DatabaseRoles.Loader), new DemonstrationOptions(Enterprises, DemonstrationOptions.DefaultSeed, s_asOf, folder), new Progress<double>(), CancellationToken.None);
            seeded.IsOk.ShouldBeTrue();
            await database.ExecuteAsync(SqlResource.Read(typeof(FinancingPlatform.Cli.Output).Assembly, "Sql/Model/authorise_everything.sql"));
            var rows = new List<float[]>();
            await using var worker = await database.OpenAsync(DatabaseRoles.Worker);
            await using var command = FeatureRows.Command(worker, FeatureSql.Compile(PackKind.Full, FeatureCatalogue.All), new FeatureScope(s_asOf, TimeProvider.System.GetUtcNow(), null));
            await FeatureRows.ReadAsync(command, FeatureCatalogue.All.Count, (_, row, _) =>
            {
                rows.Add([.. row]);
                return ValueTask.CompletedTask;
            }, CancellationToken.None);

            rows.Count.ShouldBeGreaterThan(Enterprises / 2);
            FeatureStudy.Figures(FeatureCatalogue.All, rows, new bool?[rows.Count]).Count(f => !f.IsConstant).ShouldBeGreaterThan(90, "the city must put the features to work");
            FeatureStudy.Correlated(FeatureCatalogue.All, rows)
                .Select(p => $"{p.First} ~ {p.Second}: {p.Correlation:0.0000} over {p.Rows}").ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Coverage_information_value_and_correlation_are_those_worked_by_hand()
    {
        var features = FeatureCatalogue.All.Take(3).ToList();
        // First column: 1 for the 20 bad ones, 0 for the 80 good ones. Second: twice the first plus one. Third: known in every fourth row.
        var rows = Enumerable.Range(0, 100).Select(i => new[] { i < 20 ? 1f : 0f, i < 20 ? 3f : 1f, i % 4 == 0 ? i : float.NaN }).ToList();
        var isBad = Enumerable.Range(0, 100).Select(i => (bool?)(i < 20)).ToList();

        var figures = FeatureStudy.Figures(features, rows, isBad);
        figures[0].Coverage.ShouldBe(1);
        figures[2].Coverage.ShouldBe(0.25);
        // Bins {0}: good 80.5/80.5, bad 0.5/20.5; {1}: good 0.5/80.5, bad 20.5/20.5: (1 − 0.02439)·ln 41 + (0.006211 − 1)·ln 0.006211 = 3.6230 + 5.0496.
        figures[0].InformationValue!.Value.ShouldBe(8.6725, 1e-3);
        FeatureStudy.Figures(features, rows, [.. isBad.Select((b, i) => i < 5 ? b : false)])[0].InformationValue.ShouldBeNull("five bad ones tell nothing");
        FeatureStudy.Correlated(features, rows).Single().ShouldSatisfyAllConditions(p => p.First.ShouldBe(features[0].Name), p => p.Second.ShouldBe(features[1].Name), p => p.Correlation.ShouldBe(1, 1e-9), p => p.Rows.ShouldBe(100));
        FeatureStudy.Correlated(features, [.. rows.Select(r => new[] { r[0], 7f, float.NaN })]).ShouldBeEmpty("a constant correlates with nothing");
    }
}
