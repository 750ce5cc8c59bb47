using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Data;

/// <summary>Nothing lost, nothing out of order, whatever fails; and proof that this test would notice.</summary>
public sealed class OutboxStormTests
{
    /// <summary>The quick run is a twentieth of the full one: 2 destinations × 25 streams × 4 messages.</summary>
    private const int QuickStreams = 25;

    private const int QuickMessages = 4;
    private const int Streams = 100;
    private const int Messages = 20;

    [Fact]
    public Task A_small_storm_loses_nothing_and_keeps_the_order() => StormAsync(QuickStreams, QuickMessages);

    [Fact]
    [Trait("speed", "slow")]
    public Task Eight_senders_with_failures_lose_nothing_and_keep_the_order() => StormAsync(Streams, Messages);

    [Fact]
    public async Task Without_the_order_rule_the_storm_finds_messages_out_of_order()
    {
        await using var database = new CityDatabase();
        await database.InitializeAsync();
        var storm = new OutboxStorm(database, new MessageClaims(database), QuickStreams, Messages);
        await storm.EnqueueAsync();
        await MessageClaims.PrepareAsync(database);

        var result = await storm.RunAsync();

        result.Arrived.ShouldBe(storm.Expected);
        result.OrderViolations.ShouldBeGreaterThan(0);
    }

    private static async Task StormAsync(int streams, int messages)
    {
        await using var database = new CityDatabase();
        await database.InitializeAsync();
        var storm = new OutboxStorm(database, new StreamClaims(database.Source("worker")), streams, messages);
        await storm.EnqueueAsync();

        var result = await storm.RunAsync();

        result.Arrived.ShouldBe(storm.Expected);
        result.OrderViolations.ShouldBe(0);
        TestContext.Current.SendDiagnosticMessage("{0} arrived, {1} came twice", result.Arrived, result.Duplicates);
    }
}
