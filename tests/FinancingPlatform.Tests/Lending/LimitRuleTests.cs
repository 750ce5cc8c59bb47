using System.Globalization;
using FinancingPlatform.Lending.Limits;
using FinancingPlatform.Support;
using FsCheck.Fluent;
using Npgsql;

namespace FinancingPlatform.Tests.Lending;

/// <summary>Rule C3: the arithmetic of an indicative limit, against twenty firms worked by hand and against its own promises.</summary>
public sealed class LimitRuleTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const int Cases = 400;

    /// <summary>Cap 3,000,000, floor 50,000, share 0.20; factors 1, 0.85, 0.65, 0.40, 0.15, 0. Worked by hand; "none" is unknown revenue, "0" is below the floor.</summary>
    [Theory]
    [Trait("rule", "C3")]
    [InlineData(1, "G1", "10000000", "0", "2000000")]
    [InlineData(2, "G1", "15000000", "0", "3000000")]
    [InlineData(3, "G1", "90000000", "0", "3000000")]
    [InlineData(4, "G1", "10000000", "500000", "1500000")]
    [InlineData(5, "G1", "90000000", "3000000", "3000000")]
    [InlineData(6, "G1", "90000000", "17000000", "1000000")]
    [InlineData(7, "G2", "10000000", "0", "1700000")]
    [InlineData(8, "G2", "1234567.89", "0", "209000")]
    [InlineData(9, "G2", "1234567.89", "100000.55", "109000")]
    [InlineData(10, "G3", "10000000", "0", "1300000")]
    [InlineData(11, "G3", "384615.38", "0", "0")]
    [InlineData(12, "G3", "384615.39", "0", "50000")]
    [InlineData(13, "G4", "2000000", "0", "160000")]
    [InlineData(14, "G4", "2000000", "159000", "0")]
    [InlineData(15, "G5", "2000000", "0", "60000")]
    [InlineData(16, "G5", "1500000", "0", "0")]
    [InlineData(17, "G6", "90000000", "0", "0")]
    [InlineData(18, "G1", null, "0", "none")]
    [InlineData(19, "G1", "-250000", "0", "0")]
    [InlineData(20, "G1", "0", "0", "0")]
    public async Task Twenty_firms_worked_by_hand(int firm, string grade, string? revenue, string balance, string expected)
    {
        var policy = DemonstrationLimits.Policy(new DateOnly(2026, 1, 1));
        var limit = await LimitAsync(policy, policy.Bands.Single(b => b.Grade == grade).Factor, revenue is null ? null : Yuan(revenue), Yuan(balance));

        (limit is null ? "none" : limit.Value.ToString("0", CultureInfo.InvariantCulture)).ShouldBe(expected, $"firm {firm}");
    }

    [Fact]
    [Trait("rule", "C3")]
    public async Task A_limit_never_rises_when_an_input_worsens()
    {
        var policy = DemonstrationLimits.Policy(new DateOnly(2026, 1, 1));
        var cases = Gen.Sample(
            from revenue in Gen.Choose(0, 40_000_000)
            from balance in Gen.Choose(0, 4_000_000)
            from factor in Gen.Choose(0, 100)
            from lessRevenue in Gen.Choose(0, 2_000_000)
            from moreBalance in Gen.Choose(0, 400_000)
            from lessFactor in Gen.Choose(0, 30)
            select (revenue, balance, factor, lessRevenue, moreBalance, lessFactor), Cases);
        foreach (var c in cases)
        {
            var now = await LimitAsync(policy, c.factor / 100m, c.revenue, c.balance) ?? 0;
            var worse = await LimitAsync(policy, Math.Max(0, c.factor - c.lessFactor) / 100m, c.revenue - c.lessRevenue, c.balance + c.moreBalance) ?? 0;

            worse.ShouldBeLessThanOrEqualTo(now, c.ToString());
        }

        (await LimitAsync(policy, 1, null, 0)).ShouldBeNull("revenue that becomes unknown takes the limit away");
    }

    [Theory]
    [Trait("rule", "C3")]
    [InlineData("version", "", "0.2", "1", "0.5")]
    [InlineData("version", "a b", "0.2", "1", "0.5")]
    [InlineData("revenue_share", "v", "0", "1", "0.5")]
    [InlineData("revenue_share", "v", "1.5", "1", "0.5")]
    [InlineData("bands", "v", "0.2", "0.5", "0.6")]
    [InlineData("bands", "v", "0.2", "1.2", "0.6")]
    public void A_policy_that_cannot_be_is_refused_by_field(string field, string version, string share, string first, string second)
    {
        var policy = new LimitPolicy(version, new DateOnly(2026, 1, 1), 1_000_000, 50_000, Yuan(share), [new LimitBand("G1", Yuan(first)), new LimitBand("G2", Yuan(second))]);

        policy.Fault()!.Field.ShouldBe(field);
    }

    [Fact]
    [Trait("rule", "C3")]
    public async Task The_database_refuses_a_worse_grade_with_a_higher_factor()
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => database.ExecuteAsync(
            """
            insert into lending.limit_policy
                (id, bank_uscc, version, valid_from, product_cap_yuan, floor_yuan, revenue_share, band_grades, band_factors, invented, set_at, set_by)
            values (gen_random_uuid(), null, 'rising', '2026-01-01', 1000000, 0, 0.2, '{G1,G2}', '{0.5,0.6}', true, now(), 'test')
            """));

        refused.ConstraintName.ShouldBe("limit_policy_bands");
    }

    private Task<decimal?> LimitAsync(LimitPolicy policy, decimal factor, decimal? revenue, decimal balance) => database.ScalarAsync<decimal?>(
        "select lending.limit_of($1, $2, $3, $4, $5::numeric, $6)", policy.ProductCapYuan, policy.FloorYuan, policy.RevenueShare, factor, revenue, balance);

    private static decimal Yuan(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
