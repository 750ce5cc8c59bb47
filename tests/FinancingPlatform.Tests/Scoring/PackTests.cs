using System.Text;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A scoring pack is what its manifest says, byte for byte, or it is refused.</summary>
public sealed class PackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-pack-").FullName;

    [Fact]
    public void A_pack_is_written_and_read_with_the_same_bytes_each_time()
    {
        var first = Write().Value;
        var bytes = Directory.GetFiles(_folder).Order().Select(File.ReadAllBytes).ToList();

        Write().Value.Sha256.ShouldBe(first.Sha256);

        Directory.GetFiles(_folder).Order().Select(File.ReadAllBytes).Zip(bytes).ShouldAllBe(pair => pair.First.SequenceEqual(pair.Second));
        Directory.GetFiles(_folder).Select(Path.GetFileName).Order().ShouldBe(
            ["calibration.json", "card.md", "manifest.json", "metrics.json", "model.json", "reasons.json", "scale.json", "schema.json"]);
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("schema.json")]
    [InlineData("calibration.json")]
    [InlineData("scale.json")]
    [InlineData("reasons.json")]
    [InlineData("metrics.json")]
    [InlineData("card.md")]
    public void A_file_changed_by_one_blank_is_refused_by_name(string file)
    {
        Write();
        File.AppendAllText(Path.Combine(_folder, file), " ");

        var error = PackStore.Read(_folder).Error;

        error.Code.ShouldBe("pack-tampered");
        error.Field.ShouldBe(file);
    }

    [Fact]
    public void A_missing_file_is_an_error_that_names_it()
    {
        Write();
        File.Delete(Path.Combine(_folder, "scale.json"));

        PackStore.Read(_folder).Error.MessageEn.ShouldContain("scale.json");
    }

    [Fact]
    public void A_model_against_its_declared_direction_is_refused_by_feature()
    {
        var error = Write(direction: -1).Error;

        error.Code.ShouldBe("pack-not-monotone");
        error.Field.ShouldBe("debts");
    }

    [Fact]
    public void A_feature_without_a_reason_text_is_refused() =>
        Write(reasonFor: "other").Error.MessageEn.ShouldContain("debts");

    [Fact]
    public void A_slope_below_zero_would_turn_directions_round_and_is_refused() =>
        Write(slope: -1).Error.Field.ShouldBe("calibration.json");

    [Fact]
    public void Forty_points_more_halve_the_odds()
    {
        var scale = Write().Value.Scale;

        scale.Points(scale.BaseLogOdds).ShouldBe(600);
        scale.Points(scale.BaseLogOdds - Math.Log(2)).ShouldBe(640);
        scale.Points(100).ShouldBe(300);
        scale.Points(-100).ShouldBe(900);
        scale.Grade(600).ShouldBe("G1");
        scale.Grade(599).ShouldBe("G2");
        scale.Grade(0).ShouldBe("G2");
    }

    [Fact]
    public void A_demonstration_pack_shows_no_probability()
    {
        var real = Write(demonstration: false).Value;
        var demonstration = Write(demonstration: true).Value;

        real.Probability(real.Score([1f, 0f])).ShouldNotBeNull();
        demonstration.Probability(demonstration.Score([1f, 0f])).ShouldBeNull();
    }

    [Fact]
    public void A_reason_tells_good_bad_and_unknown_apart()
    {
        var finder = new ReasonFinder(Write().Value);

        finder.Find([9f, 0f]).ShouldHaveSingleItem().En.ShouldBe("bad");
        finder.Find([0f, 0f]).ShouldHaveSingleItem().En.ShouldBe("good");
        finder.Find([float.NaN, 0f]).ShouldHaveSingleItem().En.ShouldBe("unknown");
        finder.Find([9f, 0f])[0].Points.ShouldBeLessThan(0);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Result<ScoringPack> Write(int direction = 1, double slope = 1, bool demonstration = true, string reasonFor = "debts")
    {
        var text = new ReasonText("好", "good", "差", "bad", "未知", "unknown");
        return PackStore.Write(_folder, "test", "1", PackKind.Table, demonstration, new PackContent(
            TreeJson.Bytes(TreeJson.Model(2, TreeJson.Stump(0, 5, -1, 1))),
            new ModelSchema([new SchemaColumn("debts", ColumnRole.Feature, Direction: direction), new SchemaColumn("idle", ColumnRole.Feature)]),
            new Calibration("none", slope, 0),
            new PointsScale(600, -1, 40, 300, 900, [new GradeBand("G1", 600), new GradeBand("G2", 300)]),
            new SortedDictionary<string, ReasonText> { [reasonFor] = text, ["idle"] = text },
            Encoding.UTF8.GetBytes("{}"),
            "# card"));
    }
}
