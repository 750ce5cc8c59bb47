using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Reconciliation;

namespace FinancingPlatform.Tests.Exchange.Reconciliation;

[Trait("trap", "21")]
public sealed class ComparisonTests
{
    private static readonly Guid First = Guid.Parse("0199b6b2-0000-7000-8000-000000000001");
    private static readonly Guid Second = Guid.Parse("0199b6b2-0000-7000-8000-000000000002");

    [Theory]
    [InlineData(false, false, "waiting")]
    [InlineData(true, false, "missing")]
    [InlineData(false, true, "parked")]
    public void A_message_that_is_not_above_says_why(bool delivered, bool parked, string why) =>
        Comparison.Differences([new OwnMessage(First, [1], delivered, parked)], []).ShouldBe([new Difference(First, why)]);

    [Fact]
    public void A_refusal_other_bytes_and_a_stranger_are_differences() =>
        Comparison.Differences(
            [new OwnMessage(First, [1], false, true), new OwnMessage(Second, [1], true, false)],
            [new ListedMessage(First, [1], MessageFate.Refused, "bad-signature"), new ListedMessage(Second, [2], MessageFate.Accepted, null), new ListedMessage(Guid.AllBitsSet, [1], MessageFate.Accepted, null)])
            .ShouldBe([new Difference(First, "refused: bad-signature"), new Difference(Second, "other-body"), new Difference(Guid.AllBitsSet, "unknown-here")]);

    [Fact]
    public void What_both_sides_hold_alike_is_no_difference() =>
        Comparison.Differences([new OwnMessage(First, [1], true, false)], [new ListedMessage(First, [1], MessageFate.Duplicate, null)]).ShouldBeEmpty();

    [Theory]
    [Trait("trap", "28")]
    [InlineData("2026-11-21T15:59:59.999999Z", "2026-11-21")]
    [InlineData("2026-11-21T16:00:00Z", "2026-11-22")]
    public void A_day_is_a_day_in_China(string instant, string day)
    {
        var at = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        var (from, until) = ChinaDays.Bounds(ChinaDays.Of(at));
        ChinaDays.Of(at).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(day);
        from.ShouldBeLessThanOrEqualTo(at);
        until.ShouldBeGreaterThan(at);
        (until - from).ShouldBe(TimeSpan.FromDays(1));
    }
}
