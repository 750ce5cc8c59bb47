using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Hints;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Register;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Scoring.Hints;

/// <summary>What would raise a score: only what the firm can lawfully change, only the better way, and each hint scored again.</summary>
public sealed class HintTests
{
    private const int Rows = 300;
    private static readonly ScoringPack s_full = PackStore.ReadBuiltIn(PlatformPacks.FullName).Value;

    [Fact]
    [Trait("rule", "C5")]
    public void Every_hint_scored_again_brings_what_it_says_in_the_better_direction_and_within_reach()
    {
        var finder = new HintFinder(s_full);
        var found = 0;
        foreach (var row in SampleRows())
        {
            var list = finder.Find(row);
            foreach (var hint in list.Hints)
            {
                found++;
                var column = s_full.Features.ToList().FindIndex(f => f.Name == hint.Feature);
                var direction = s_full.Features[column].Direction;
                row[column].ShouldBe(hint.From);
                (direction * (hint.To - hint.From)).ShouldBeLessThan(0, hint.Zh);
                var reach = ChangeCatalogue.Find(hint.Feature)!.Reach(hint.From);
                (direction > 0 ? hint.To >= Math.Max(0, reach) : hint.To <= reach).ShouldBeTrue($"{hint.Zh} reaches {hint.To}, plausible is {reach}");
                var changed = (float[])row.Clone();
                changed[column] = hint.To;
                s_full.Score(changed).Points.ShouldBe(hint.PointsAfter);
                hint.Gain.ShouldBe(hint.PointsAfter - list.Points);
                hint.Gain.ShouldBeGreaterThanOrEqualTo(HintFinder.MinGainPoints);
            }

            var together = (float[])row.Clone();
            list.Hints.ToList().ForEach(h => together[s_full.Features.ToList().FindIndex(f => f.Name == h.Feature)] = h.To);
            s_full.Score(together).Points.ShouldBe(list.PointsTogether);
        }

        found.ShouldBeGreaterThan(Rows, "the sample must put the finder to work");
    }

    [Fact]
    [Trait("rule", "C5")]
    public void No_hint_names_invoice_volume_age_region_or_people()
    {
        Aggregate[] volumes = [Aggregate.Sum, Aggregate.Count, Aggregate.ActiveMonths, Aggregate.DaysSinceLast, Aggregate.Trend, Aggregate.Parties, Aggregate.Variation, Aggregate.PeakMonthShare, Aggregate.MarginOnSales];
        foreach (var change in ChangeCatalogue.All)
        {
            var feature = FeatureCatalogue.Find(change.Feature).ShouldNotBeNull(change.Feature);
            (feature.Item is "invoice-sales" or "invoice-purchase" && volumes.Contains(feature.Aggregate)).ShouldBeFalse(change.Feature);
            feature.Coverage.ShouldNotBe(Coverage.Registry, change.Feature);
            feature.Direction.ShouldNotBe(0, change.Feature);
            feature.Item.ShouldNotBe("registration-change");
        }
    }

    [Fact]
    public void A_penalty_is_only_ever_repaired_lawfully()
    {
        var row = Typical();
        row[Column("penalties_36m")] = 3;

        var hint = new HintFinder(s_full).Find(row).Hints.Single(h => h.Feature == "penalties_36m");

        hint.To.ShouldBe(0);
        hint.Zh.ShouldContain("信用修复");
        hint.En.ShouldContain("lawful credit repair");
    }

    [Fact]
    [Trait("trap", "15")]
    public void What_is_unknown_gives_no_hint()
    {
        var row = Typical();
        row[Column("sales_voided_share_12m")] = float.NaN;
        row[Column("dishonest_debtor")] = float.NaN;

        var hints = new HintFinder(s_full).Find(row).Hints.Select(h => h.Feature).ToList();

        hints.ShouldNotContain("sales_voided_share_12m");
        hints.ShouldNotContain("dishonest_debtor");
    }

    [Fact]
    public void A_hint_lies_just_past_a_threshold_of_a_model_worked_by_hand()
    {
        // demonstration-public: one penalty costs 0.40 of log-odds, which at 40 points to double the odds are 23 points; A-level tax credit brings as many.
        var pack = PackStore.ReadBuiltIn(PlatformPacks.PublicName).Value;
        var row = pack.Features.Select(f => f.Name switch { "penalties_36m" => 1f, "age_years" => 5f, _ => 0f }).ToArray();

        var hints = new HintFinder(pack).Find(row).Hints;

        hints.Select(h => (h.Feature, h.From, h.To, h.Gain)).ShouldBe([("penalties_36m", 1f, 0f, 23), ("tax_credit_a", 0f, 1f, 23)]);
    }

    [Fact]
    public void A_pack_on_the_shelf_is_found_by_its_digest_and_no_other()
    {
        PackShelf.BuiltIn.Find(s_full.Sha256)!.Manifest.Name.ShouldBe(PlatformPacks.FullName);
        PackShelf.BuiltIn.Find(new string('0', 64)).ShouldBeNull();
        PackShelf.BuiltIn.Refused.ShouldBeEmpty();
    }

    private static int Column(string feature) => s_full.Features.ToList().FindIndex(f => f.Name == feature);

    private static float[] Typical() =>
        [.. s_full.Features.Select(f => f.Name switch
        {
            "sales_12m" => 3_000_000f, "purchases_12m" => 2_000_000f, "sales_voided_share_12m" => 0.2f, "sales_red_share_12m" => 0.1f, "customer_top_share_12m" => 0.8f,
            "sales_invoices_12m" => 120f, "customers_12m" => 6f, "suppliers_12m" => 5f, "sales_months_12m" or "purchase_months_12m" => 10f, "sales_gap_days" => 20f,
            "supplier_top_share_12m" => 0.5f, "margin_12m" => 0.3f, "sales_trend_12m" => 1f, "age_years" => 4f, _ => 0f,
        })];

    private static List<float[]> SampleRows()
    {
        var typical = Typical();
        return [.. Gen.Sample(Gen.Choose(0, 10_000).ArrayOf(typical.Length), Rows).Select(draws => draws.Select((d, i) => d switch
        {
            < 500 => float.NaN,
            _ when s_full.Features[i].Name is "dishonest_debtor" or "tax_credit_a" => d % 2,
            _ when s_full.Features[i].Name is "penalties_36m" or "honours_36m" => d % 4,
            _ when s_full.Features[i].Name.EndsWith("share_12m", StringComparison.Ordinal) => d / 10_000f,
            _ => typical[i] * d / 5_000f,
        }).ToArray())];
    }
}
