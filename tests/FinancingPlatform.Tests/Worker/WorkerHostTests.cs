using System.Net;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Tests.Exchange.World;
using FinancingPlatform.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace FinancingPlatform.Tests.Worker;

/// <summary>The worker as a program: its loops run as its own database role, tell their state, and wake when there is work.</summary>
public sealed class WorkerHostTests(ExchangeWorld world) : IClassFixture<ExchangeWorld>, IAsyncLifetime
{
    private WebApplication _worker = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        await world.City.ExecuteAsync("select audit.append(1, gen_random_uuid(), 'test', null, null, 'test.worker', 'accepted', null, null, null, null)");
        await world.StartAsync("nation");
        await world.StartAsync("province");
        _worker = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ConnectionStrings:Platform"] = world.City.As("worker"),
                ["ConnectionStrings:Loader"] = world.City.As("loader"),
                ["Intake:Folder"] = world.KeysOf("intake"),
                ["Keys:Directory"] = world.KeysOf("worker"),
                ["Keys:Trust"] = world.Trust,
                ["Platform:CityUscc"] = ExchangeWorld.CityParty,
                ["Platform:ProvinceUrl"] = world.UrlOf("province").ToString(),
                ["Audit:SealFolder"] = world.KeysOf("seals"),
            });
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        });
        await _worker.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_worker.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _worker.StopAsync();
        await _worker.DisposeAsync();
        await world.StopAsync("province");
        await world.StopAsync("nation");
    }

    [Fact]
    public async Task Every_loop_runs_as_the_workers_own_role()
    {
        IReadOnlyList<LoopStatus> loops = [];
        await ExchangeWorld.EventuallyAsync(async () =>
        {
            loops = (await NodeClients.Over(_http).GetStatusAsync()).Loops;
            return loops.All(l => l.LastRunAt is not null);
        }, "each loop has run once");
        loops.Select(l => l.Name).ShouldBe(WorkerLoops);
        loops.Where(l => l.LastError is not null).Select(l => $"{l.Name}: {l.LastError}").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_enqueued_travels_to_the_nation_by_itself()
    {
        var stream = $"enterprise:{Guid.NewGuid():N}";
        await world.EnqueueAsync(stream, "test-registration", "1");
        await ExchangeWorld.EventuallyAsync(async () => (await ExchangeWorld.FactsAsync(world.Nation, stream)) is ["1"], "the nation has it");
        var status = await NodeClients.Over(_http).GetStatusAsync();
        await ExchangeWorld.EventuallyAsync(async () => (await NodeClients.Over(_http).GetStatusAsync()).Destinations.Single() is { Waiting: 0, ReceiptsMissing: 0 }, "nothing waits");
        status.Party.ShouldBe(ExchangeWorld.CityParty);
        (await NodeClients.Over(_http).GetUpwardsAsync()).Clean.ShouldBeTrue();
    }

    [Fact]
    public async Task The_citys_audit_seal_stands_in_a_file_and_at_the_nation()
    {
        await ExchangeWorld.EventuallyAsync(
            async () => await world.Nation.ScalarAsync<long>("select count(*) from exchange.audit_seal where party = $1", ExchangeWorld.CityParty) > 0, "the nation keeps the seal");
        Directory.EnumerateFiles(world.KeysOf("seals"), "*.jws").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_health_page_is_for_people_and_readyz_for_programs()
    {
        (await _http.GetStringAsync("/")).ShouldContain("后台任务");
        (await _http.GetAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static readonly string[] WorkerLoops =
    [
        "relay", "score-upkeep", "models", "audit-seal", "expiry", "deliveries", "pull", "delivery-expiry", "record-expiry", "objections", "snapshots", "codes", "alerts", "browsing", "authorisation-expiry", "webhooks",
    ];
}
