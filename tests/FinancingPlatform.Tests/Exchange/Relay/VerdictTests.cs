using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Exchange.Signing;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Exchange.Relay;

public sealed class VerdictTests
{
    [Fact]
    public void Whatever_a_node_answers_nothing_behind_the_first_stop_is_delivered() =>
        Prop.ForAll<MessageFate[]>(fates =>
        {
            var verdict = Verdict.Of(fates.Select((fate, i) => Outcome(i + 1, fate)).Reverse());
            var stop = Array.FindIndex(fates, f => f is MessageFate.Refused or MessageFate.Deferred);
            return verdict.Delivered.Select(o => o.Sequence).SequenceEqual(Enumerable.Range(1, stop < 0 ? fates.Length : stop).Select(i => (long)i))
                && (verdict.Parked?.Sequence ?? 0) == (stop >= 0 && fates[stop] == MessageFate.Refused ? stop + 1 : 0)
                && (verdict.Deferred?.Sequence ?? 0) == (stop >= 0 && fates[stop] == MessageFate.Deferred ? stop + 1 : 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_pause_grows_to_its_limit_and_never_falls_to_nothing()
    {
        for (var failures = 0; failures < 100; failures++)
        {
            Backoff.After(failures, 0).ShouldBeGreaterThan(TimeSpan.Zero);
            Backoff.After(failures, 1).ShouldBeLessThanOrEqualTo(FinancingPlatform.Exchange.ExchangeLimits.BackoffLongest);
        }

        Backoff.After(50, 1).ShouldBe(FinancingPlatform.Exchange.ExchangeLimits.BackoffLongest);
        Backoff.After(1, 1).ShouldBe(FinancingPlatform.Exchange.ExchangeLimits.BackoffFirst * 2);
    }

    [Fact]
    public void A_batch_keeps_each_stream_in_order_and_stays_below_its_limits()
    {
        var big = new byte[FinancingPlatform.Exchange.ExchangeLimits.PayloadBytes];
        IReadOnlyList<UnsealedMessage>[] streams =
            [.. Enumerable.Range(0, 10).Select(s => (IReadOnlyList<UnsealedMessage>)[.. Enumerable.Range(1, 16).Select(i => new UnsealedMessage(Guid.NewGuid(), $"s{s}", i, "loan", DateTimeOffset.UnixEpoch, big))])];
        var content = BatchContent.Of(streams);
        content.Sum(m => (long)m.Payload.Length).ShouldBeLessThanOrEqualTo(FinancingPlatform.Exchange.ExchangeLimits.BatchPayloadBytes);
        content.Count.ShouldBe(FinancingPlatform.Exchange.ExchangeLimits.BatchPayloadBytes / big.Length);
        foreach (var stream in content.GroupBy(m => m.Stream))
        {
            stream.Select(m => m.Sequence).ShouldBe(Enumerable.Range(1, stream.Count()).Select(i => (long)i));
        }
    }

    private static MessageOutcome Outcome(int place, MessageFate fate) =>
        new(Guid.NewGuid(), "enterprise:x", place, [], fate, null, DateTimeOffset.UnixEpoch, new MerklePath(0, 1, []));
}
