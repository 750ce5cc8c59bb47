using System.Net;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Reconciliation;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Tests.Exchange.World;

namespace FinancingPlatform.Tests.Exchange;

/// <summary>City, province and nation on real databases with real node programs: everything arrives once and in order, whatever is down or dies.</summary>
public sealed class ThreeLevelsTests(ExchangeWorld world) : IClassFixture<ExchangeWorld>, IAsyncLifetime
{
    private readonly string _stream = $"enterprise:{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync()
    {
        await world.StartAsync("nation");
        await world.StartAsync("province");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var handler in world.Handlers.Values.SelectMany(h => h))
        {
            handler.Broken = false;
        }

        await world.StopAsync("province");
        await world.StopAsync("nation");
    }

    [Fact]
    public async Task A_stream_reaches_the_nation_once_in_order_with_a_receipt_at_each_hop()
    {
        var ids = await EnqueueThreadAsync();
        await ExchangeWorld.PumpAsync(world.CityRelay());

        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBe(["1", "2", "3"]);
        await ExchangeWorld.EventuallyAsync(async () => (await ExchangeWorld.FactsAsync(world.Nation, _stream))!.Length == 3, "the nation holds three facts");
        (await ExchangeWorld.FactsAsync(world.Nation, _stream)).ShouldBe(["1", "2", "3"]);
        foreach (var id in ids)
        {
            (await ReceiptsAsync(world.City, id)).ShouldBe(1);
            await ExchangeWorld.EventuallyAsync(async () => await ReceiptsAsync(world.Province, id) == 1, "the province stores the nation's receipt");
        }
    }

    [Fact]
    public async Task While_the_province_is_down_everything_waits_and_afterwards_arrives_once_in_order()
    {
        await world.StopAsync("province");
        await EnqueueThreadAsync();
        var relay = world.CityRelay();
        (await relay.RunOnceAsync(CancellationToken.None)).Deferred.ShouldBe(1);
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBeEmpty();

        await world.StartAsync("province");
        await ExchangeWorld.EventuallyAsync(async () =>
        {
            await relay.RunOnceAsync(CancellationToken.None);
            return (await ExchangeWorld.FactsAsync(world.Nation, _stream))!.Length == 3;
        }, "everything arrives");
        (await ExchangeWorld.FactsAsync(world.Nation, _stream)).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task A_sender_that_dies_between_sending_and_the_receipt_doubles_nothing()
    {
        await EnqueueThreadAsync();
        // The province takes the batch in; its answer never reaches the sender.
        var cut = new CutAnswer();
        (await world.CityRelay(cut).RunOnceAsync(CancellationToken.None)).Delivered.ShouldBe(0);
        cut.Calls.ShouldBeGreaterThan(0);
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBe(["1", "2", "3"]);

        await DueNowAsync();
        await ExchangeWorld.PumpAsync(world.CityRelay());
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBe(["1", "2", "3"]);
        (await WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Two_relays_at_once_double_nothing_and_keep_the_order()
    {
        for (var i = 1; i <= 40; i++)
        {
            await world.EnqueueAsync(_stream, "test-loan", $"{i}");
            await world.EnqueueAsync($"{_stream}-b", "test-loan", $"{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ExchangeWorld.PumpAsync(world.CityRelay())));
        await ExchangeWorld.PumpAsync(world.CityRelay());
        var expected = Enumerable.Range(1, 40).Select(i => $"{i}").ToArray();
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBe(expected);
        (await ExchangeWorld.FactsAsync(world.Province, $"{_stream}-b")).ShouldBe(expected);
    }

    [Fact]
    public async Task A_refused_message_parks_its_stream_and_no_other()
    {
        var refused = await world.EnqueueAsync(_stream, "test-authorisation", "\"refuse\"");
        await world.EnqueueAsync(_stream, "test-loan", "behind");
        await world.EnqueueAsync($"{_stream}-other", "test-loan", "elsewhere");
        await ExchangeWorld.PumpAsync(world.CityRelay());

        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBeEmpty();
        (await ExchangeWorld.FactsAsync(world.Province, $"{_stream}-other")).ShouldBe(["elsewhere"]);
        (await world.City.ScalarAsync<string>("select last_error from exchange.outbox where message_id = $1 and parked_at is not null", refused)).ShouldBe("said-so");
        var told = await world.ClientOf("province").GetMessageAsync(refused);
        told.GetContent().Fate.ShouldBe(MessageFate.Refused);
        told.GetContent().Code.ShouldBe("said-so");
        told.GetContent().Forwarded.ShouldBeNull();
    }

    [Fact]
    public async Task A_handler_that_fails_defers_and_later_takes_the_message_in()
    {
        var handler = world.Handlers["province"].Single(h => h.Kind == "test-loan");
        handler.Broken = true;
        await world.EnqueueAsync(_stream, "test-loan", "1");
        (await world.CityRelay().RunOnceAsync(CancellationToken.None)).Deferred.ShouldBe(1);
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBeEmpty();

        handler.Broken = false;
        await DueNowAsync();
        await ExchangeWorld.PumpAsync(world.CityRelay());
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Both_sides_of_each_hop_reconcile_and_a_difference_is_named()
    {
        await world.EnqueueAsync(_stream, "test-loan", """{"amount":{"value":"500000.00","currency":"CNY"}}""");
        await ExchangeWorld.PumpAsync(world.CityRelay());
        var reconciler = CityReconciler();
        var loans = (await reconciler.CompareAsync(1, CancellationToken.None)).Kinds.Single(k => k.Kind == "test-loan");
        loans.Above.ShouldNotBeNull();
        loans.Sum.ShouldBeGreaterThanOrEqualTo(500000.00m);

        var late = await world.EnqueueAsync(_stream, "test-loan", """{"amount":{"value":"1.50","currency":"CNY"}}""");
        var report = await reconciler.CompareAsync(1, CancellationToken.None);
        report.Clean.ShouldBeFalse();
        report.Kinds.Single(k => k.Kind == "test-loan").Differences.ShouldContain(new Difference(late, "waiting"));
        await ExchangeWorld.PumpAsync(world.CityRelay());
    }

    [Fact]
    public async Task What_the_city_stored_proves_delivery_offline()
    {
        var id = await world.EnqueueAsync(_stream, "test-loan", "1");
        await ExchangeWorld.PumpAsync(world.CityRelay());
        var proof = await DeliveryProof.ReadAsync(world.City.Source("worker"), "province", id, CancellationToken.None);
        proof.ShouldNotBeNull();
        var city = new Peer(ExchangeWorld.CityParty, FinancingPlatform.Hosting.Keys.KeyDirectory.Trust(world.Trust, "worker", "exchange"));
        (await proof.VerifyAsync(new Es256Signature(), city, world.ProvincePeer)).IsOk.ShouldBeTrue();
        (await (proof with { Outcome = proof.Outcome with { Fate = MessageFate.Refused } }).VerifyAsync(new Es256Signature(), city, world.ProvincePeer)).Error.Code.ShouldBe("batch-tampered");
        (await (proof with { Message = proof.Message with { Kind = "test-authorisation" } }).VerifyAsync(new Es256Signature(), city, world.ProvincePeer)).Error.Code.ShouldBe("batch-tampered");
    }

    private async Task<Guid[]> EnqueueThreadAsync() =>
    [
        await world.EnqueueAsync(_stream, "test-registration", "1"),
        await world.EnqueueAsync(_stream, "test-authorisation", "2"),
        await world.EnqueueAsync(_stream, "test-loan", "3"),
    ];

    private Reconciler CityReconciler() => new(new FiguresStore(world.City.Source("worker")), world.CitySelf, "province", world.ClientOf("province"), TimeProvider.System);

    private Task<int> DueNowAsync() => world.City.ExecuteAsync("update exchange.outbox_stream set available_at = now() where available_at is not null");

    private Task<long> WaitingAsync() => world.City.ScalarAsync<long>("select count(*) from exchange.outbox where stream = $1 and delivered_at is null", _stream)!;

    private static async Task<long> ReceiptsAsync(Support.TestDatabase database, Guid id) =>
        await database.ScalarAsync<long>("select count(*) from exchange.outbox where message_id = $1 and delivered_at is not null and receipt_id is not null and receipt_entry is not null", id);

    private sealed class CutAnswer() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Calls { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var answer = await base.SendAsync(request, cancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            Calls++;
            throw new HttpRequestException("cut on the way back");
        }
    }
}
