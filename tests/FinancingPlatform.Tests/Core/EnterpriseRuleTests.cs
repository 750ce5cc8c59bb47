using FinancingPlatform.Core.Enterprises;
using FinancingPlatform.Core.Identifiers;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Core;

public sealed class EnterpriseRuleTests
{
    private static readonly Uscc Enterprise = Uscc.Parse(UsccTests.WithCheck("91370902M000100Y4"));
    private static readonly Uscc SoleTrader = Uscc.Parse(UsccTests.WithCheck("92370902M000100Y4"));

    [Theory]
    [InlineData("存续（在营、开业、在册）", EnterpriseStatus.Active, true)]
    [InlineData("在业", EnterpriseStatus.Active, true)]
    [InlineData("开业", EnterpriseStatus.Active, true)]
    [InlineData("歇业", EnterpriseStatus.Suspended, true)]
    [InlineData("注销", EnterpriseStatus.Cancelled, false)]
    [InlineData("撤销", EnterpriseStatus.Annulled, false)]
    [InlineData("迁出", EnterpriseStatus.MovedOut, false)]
    [InlineData("责令关闭", EnterpriseStatus.OrderedClosed, false)]
    [InlineData("清算", EnterpriseStatus.Liquidation, false)]
    [InlineData("停业", EnterpriseStatus.Stopped, false)]
    [InlineData("", EnterpriseStatus.Unknown, null)]
    [InlineData(null, EnterpriseStatus.Unknown, null)]
    [InlineData("N/A", EnterpriseStatus.Unknown, null)]
    [Trait("trap", "5")]
    public void A_status_text_decides_whether_an_enterprise_of_the_city_exists(string? text, EnterpriseStatus expected, bool? exists)
    {
        EnterpriseStatusText.TryRead(text, out var status).ShouldBeTrue();

        status.ShouldBe(expected);
        ExistingEnterpriseRule.IsExisting(Enterprise, status, isInCity: true).ShouldBe(exists);
    }

    [Theory]
    [InlineData("吊销，未注销")]
    [InlineData("吊销")]
    [InlineData("吊销,已注销")]
    [Trait("trap", "17")]
    public void A_revoked_enterprise_does_not_exist_though_it_was_never_cancelled(string text)
    {
        EnterpriseStatusText.TryRead(text, out var status).ShouldBeTrue();

        status.ShouldBe(EnterpriseStatus.Revoked);
        ExistingEnterpriseRule.IsExisting(Enterprise, status, isInCity: true).ShouldBe(false);
    }

    [Fact]
    [Trait("trap", "18")]
    public void Only_91_codes_of_the_city_count_and_suspended_ones_are_shown_apart()
    {
        ExistingEnterpriseRule.IsExisting(SoleTrader, EnterpriseStatus.Active, isInCity: true).ShouldBe(false);
        ExistingEnterpriseRule.IsExisting(Enterprise, EnterpriseStatus.Active, isInCity: false).ShouldBe(false);
        ExistingEnterpriseRule.IsExisting(Enterprise, EnterpriseStatus.Unknown, isInCity: false).ShouldBe(false);
        ExistingEnterpriseRule.IsShownApart(EnterpriseStatus.Suspended).ShouldBeTrue();
        ExistingEnterpriseRule.IsShownApart(EnterpriseStatus.Active).ShouldBeFalse();
    }

    [Fact]
    public void A_text_that_says_nothing_known_is_not_read_as_a_status() => EnterpriseStatusText.TryRead("正常经营吗", out _).ShouldBeFalse();

    [Fact]
    public void Every_status_has_one_database_form()
    {
        foreach (var status in Enum.GetValues<EnterpriseStatus>())
        {
            EnterpriseStatusText.FromDatabase(status.ToDatabase()).ShouldBe(status);
        }
    }

    [Theory]
    [InlineData("C1311", 1000, 40_000, null, EnterpriseSize.Large)]
    [InlineData("C1311", 999, 40_000, null, EnterpriseSize.Medium)]
    [InlineData("C1311", 1000, 39_999, null, EnterpriseSize.Medium)]
    [InlineData("C1311", 300, 1_999, null, EnterpriseSize.Small)]
    [InlineData("C1311", 19, 500_000, null, EnterpriseSize.Micro)]
    [InlineData("A0111", null, 500, null, EnterpriseSize.Medium)]
    [InlineData("A0111", null, 49, null, EnterpriseSize.Micro)]
    [InlineData("E4710", null, 6_000, 5_000, EnterpriseSize.Medium)]
    [InlineData("E4710", null, 6_000, 299, EnterpriseSize.Micro)]
    [InlineData("F5121", 5, 1_000, null, EnterpriseSize.Small)]
    [InlineData("5121", 5, 1_000, null, EnterpriseSize.Small)]
    [InlineData("F5211", 10, 99, null, EnterpriseSize.Micro)]
    [InlineData("I6513", 10, 50, null, EnterpriseSize.Small)]
    [InlineData("I6311", 10, 50, null, EnterpriseSize.Micro)]
    [InlineData("K7010", null, 1_000, 5_000, EnterpriseSize.Medium)]
    [InlineData("K7020", 300, 1_000, null, EnterpriseSize.Medium)]
    [InlineData("L7211", 100, null, 8_000, EnterpriseSize.Medium)]
    [InlineData("M751", 100, null, null, EnterpriseSize.Medium)]
    public void Size_follows_the_line_of_the_sector(string industry, int? staff, int? revenueWan, int? assetsWan, EnterpriseSize size) =>
        SizeRule.Classify(industry, staff, revenueWan * 10_000m, assetsWan * 10_000m).ShouldBe(size);

    [Theory]
    [InlineData("C1311", null, 40_000)]
    [InlineData("C1311", 5, null)]
    [InlineData(null, 5, 100)]
    [InlineData("X9999", 5, 100)]
    [InlineData("F", 5, 100)]
    [InlineData("J6610", 5, 100)]
    [InlineData("G5310", 5, 100)]
    [Trait("trap", "15")]
    public void Size_is_unknown_and_never_micro_when_a_figure_or_the_sector_is_missing(string? industry, int? staff, int? revenueWan) =>
        SizeRule.Classify(industry, staff, revenueWan * 10_000m, null).ShouldBe(EnterpriseSize.Unknown);

    [Fact]
    public void More_staff_or_revenue_never_makes_an_enterprise_smaller() =>
        Prop.ForAll(
            Gen.Elements(Enum.GetValues<SizeSector>()).ToArbitrary(),
            Gen.Choose(0, 3_000).Four().ToArbitrary(),
            (sector, figures) =>
            {
                var (staff, revenue, moreStaff, moreRevenue) = figures;
                var before = SizeRule.Classify(sector, staff, revenue * 700_000m, revenue * 800_000m);
                var after = SizeRule.Classify(sector, staff + moreStaff, (revenue + moreRevenue) * 700_000m, (revenue + moreRevenue) * 800_000m);
                return after >= before;
            }).QuickCheckThrowOnFailure();
}
