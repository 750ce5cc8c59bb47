using FinancingPlatform.Indicators.Figures;
using FinancingPlatform.Indicators.Snapshots;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Aggregation;

namespace FinancingPlatform.Tests.Indicators.Quality;

/// <summary>F8 as an indicator: as sent and case-folded, by department, and only for days whose codes are still the ones that stand here.</summary>
public sealed class CodeFigureTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact, Trait("rule", "B3")]
    public async Task Codes_as_sent_and_case_folded_stand_beside_each_other_and_only_for_days_that_are_still_known()
    {
        var today = TwelveEnterprisesDatabase.Yesterday.AddDays(1);
        var reader = new IndicatorReader(db.Source("regulator"), TimeProvider.System);
        var before = (await reader.FiguresAsync(today, default)).Value.Single(f => f.Id == "F8");
        (before.Numerator, before.Denominator, before.Value).ShouldBe((0L, 0L, null));

        using var deliveries = new Deliveries(db);
        var good = Deliveries.Code(51);
        (await deliveries.RegistryAsync(deliveries.Write(
            "registry.csv", "uscc,name,status",
            $"{good},甲有限公司,存续", $"{Deliveries.Code(52).ToLowerInvariant()},乙有限公司,存续", $"{Deliveries.Code(53)[..17]}0,丙有限公司,存续", $"{Deliveries.Code(54)},丁有限公司,存续"))).IsOk.ShouldBeTrue();

        var figures = (await reader.FiguresAsync(today, default)).Value;
        var (sent, folded) = (figures.Single(f => f.Id == "F8"), figures.Single(f => f.Id == "F8-folded"));
        sent.Denominator.ShouldBe(4);
        sent.Numerator.ShouldBe(2L, "the lower-case code and the wrong check character, as sent");
        folded.Numerator.ShouldBe(1L);
        sent.Target.ShouldBe(0.0001m);
        sent.Met.ShouldBe(false, "smaller is better, and a quarter is not below one in ten thousand");
        (await reader.EvidenceAsync(sent.Definition, today, default)).Value.ShouldBe([new EvidenceRow("file", 2, 4)]);

        // Yesterday's codes are not these any more.
        var yesterday = (await reader.FiguresAsync(today.AddDays(-1), default)).Value.Single(f => f.Id == "F8");
        yesterday.IsMeasurable.ShouldBeFalse();
        (await new IndicatorSnapshots(db.Source("worker"), TimeProvider.System).TakeYesterdayAsync(default)).ShouldBeGreaterThan(0);
        (await new IndicatorSnapshots(db.Source("worker"), TimeProvider.System).TakeYesterdayAsync(default)).ShouldBe(0);
    }
}
