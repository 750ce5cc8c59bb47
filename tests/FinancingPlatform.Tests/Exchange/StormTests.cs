using FinancingPlatform.Tests.Exchange.World;

namespace FinancingPlatform.Tests.Exchange;

/// <summary>Relays that lose answers, a province and a nation that go down and come back: nothing lost, nothing doubled, nothing out of order.</summary>
public sealed class StormTests(ExchangeWorld world) : IClassFixture<ExchangeWorld>
{
    private const int Streams = 20;
    private const int Messages = 10;
    private const double Lost = 0.2;

    [Fact]
    [Trait("speed", "slow")]
    public async Task Everything_arrives_at_the_nation_once_and_in_order_whatever_goes_down()
    {
        var run = Guid.NewGuid().ToString("N");
        var random = new Random(20261122);
        await world.StartAsync("nation");
        await world.StartAsync("province");
        using var stop = new CancellationTokenSource();
        var relays = Enumerable.Range(0, 2).Select(i => RelayAsync(new Random(i), stop.Token)).ToArray();

        for (var message = 1; message <= Messages; message++)
        {
            foreach (var stream in Enumerable.Range(0, Streams))
            {
                await world.EnqueueAsync($"enterprise:{run}-{stream}", "test-loan", $"{message}");
            }

            if (message % 3 == 0)
            {
                var node = random.Next(2) == 0 ? "province" : "nation";
                await world.StopAsync(node);
                await Task.Delay(random.Next(200, 600), TestContext.Current.CancellationToken);
                await world.StartAsync(node);
            }
        }

        await ExchangeWorld.EventuallyAsync(
            async () => await world.Nation.ScalarAsync<long>("select count(*) from exchange.test_fact where stream like $1", $"enterprise:{run}-%") >= Streams * Messages,
            "everything arrives", TimeSpan.FromSeconds(90));
        await stop.CancelAsync();
        await Task.WhenAll(relays);
        foreach (var stream in Enumerable.Range(0, Streams))
        {
            (await ExchangeWorld.FactsAsync(world.Nation, $"enterprise:{run}-{stream}")).ShouldBe([.. Enumerable.Range(1, Messages).Select(i => $"{i}")]);
        }

        await world.StopAsync("province");
        await world.StopAsync("nation");
    }

    private async Task RelayAsync(Random random, CancellationToken stop)
    {
        var relay = world.CityRelay(new LossyLine(random));
        while (!stop.IsCancellationRequested)
        {
            await relay.RunOnceAsync(CancellationToken.None);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Loses some requests before they arrive and some answers after the node has decided.</summary>
    private sealed class LossyLine(Random random) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (random.NextDouble() < Lost)
            {
                throw new HttpRequestException("lost on the way");
            }

            var answer = await base.SendAsync(request, cancellationToken);
            if (random.NextDouble() < Lost)
            {
                answer.Dispose();
                throw new HttpRequestException("lost on the way back");
            }

            return answer;
        }
    }
}
