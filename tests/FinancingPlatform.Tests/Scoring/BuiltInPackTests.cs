using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>The packs that come with the platform.</summary>
public sealed class BuiltInPackTests
{
    private static readonly PlatformPacks Packs = PlatformPacks.ReadBuiltIn().Value;

    [Fact]
    public void Both_are_marked_demonstration_and_say_so_in_their_cards()
    {
        foreach (var name in new[] { PlatformPacks.PublicName, PlatformPacks.FullName })
        {
            PackStore.ReadBuiltIn(name).Value.Manifest.Demonstration.ShouldBeTrue();
            File.ReadAllText(Path.Combine(PackStore.BuiltInFolder, name, "card.md")).ShouldContain("No figure of this pack is a probability of default or a limit");
        }
    }

    [Fact]
    [Trait("rule", "A2")]
    public void The_public_pack_reads_public_items_only() =>
        Packs.Public.Items.ShouldBe(["dishonest-debtor", "honour", "penalty", "tax-credit-a"]);

    [Fact]
    [Trait("trap", "23")]
    public void Every_reason_is_a_declared_feature_and_none_is_of_a_person()
    {
        foreach (var pack in new[] { Packs.Public.Pack, Packs.Full.Pack })
        {
            pack.Features.ShouldAllBe(f => FeatureCatalogue.Find(f.Name) != null);
            pack.Reasons.Keys.ShouldAllBe(name => FeatureCatalogue.Find(name) != null);
            pack.Features.ShouldAllBe(f => !f.Name.Contains("representative") && !f.Name.Contains("person") && !f.Name.Contains("rating"));
        }
    }

    [Fact]
    public void An_enterprise_of_which_nothing_is_known_gets_a_score_in_the_middle()
    {
        foreach (var pack in new[] { Packs.Public.Pack, Packs.Full.Pack })
        {
            var nothing = Enumerable.Repeat(float.NaN, pack.Features.Count).ToArray();

            pack.Score(nothing).Points.ShouldBeInRange(560, 640);
            new ReasonFinder(pack).Find(nothing).ShouldAllBe(r => r.Zh.Contains("未知"));
        }
    }

    [Fact]
    public void A_dishonest_debtor_loses_the_judged_points_in_both_packs()
    {
        foreach (var pack in new[] { Packs.Public.Pack, Packs.Full.Pack })
        {
            var row = Enumerable.Repeat(float.NaN, pack.Features.Count).ToArray();
            var before = pack.Score(row).Points;
            row[pack.Features.ToList().FindIndex(f => f.Name == "dishonest_debtor")] = 1;

            // 1.60 log-odds at 40 points for ln 2.
            (before - pack.Score(row).Points).ShouldBeInRange(92, 93);
        }
    }

    [Fact]
    public void XGBoost_itself_opens_them_and_answers_the_same()
    {
        TrainingTests.NeedLibrary();
        foreach (var pack in new[] { Packs.Public.Pack, Packs.Full.Pack })
        {
            var random = new Random(3);
            var values = Enumerable.Range(0, 200 * pack.Features.Count).Select(_ => random.Next(4) == 0 ? float.NaN : (float)Math.Round(random.NextDouble() * Math.Pow(10, random.Next(7)), 2)).ToArray();
            var table = new ModelTable(pack.Features, values, 200);
            using var booster = XgboostBooster.Load(File.ReadAllBytes(Path.Combine(PackStore.BuiltInFolder, pack.Manifest.Name, "model.json")));
            using var matrix = new XgboostMatrix(table, labelled: false);
            var margins = booster.Margins(matrix);

            for (var row = 0; row < table.Rows; row++)
            {
                pack.Model.Margin(table.Row(row)).ShouldBe(margins[row], 1e-6f);
            }
        }
    }
}
