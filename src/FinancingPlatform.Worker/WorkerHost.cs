using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Reconciliation;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Exchange.Status;
using FinancingPlatform.Hosting;
using FinancingPlatform.Hosting.Demonstration;
using FinancingPlatform.Hosting.Health;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Hosting.Loops;
using FinancingPlatform.Lending.Webhooks;
using FinancingPlatform.Worker.Pages;
using FinancingPlatform.Worker.Work;
using Npgsql;

namespace FinancingPlatform.Worker;

/// <summary>The city's background work (后台任务主机): each loop on its own, each told on the health page.</summary>
public static class WorkerHost
{
    private const string Name = "worker";
    private const string Province = "province";
    private const string ExchangeKey = "exchange";
    private const string SealKey = "audit-seal";
    private const string WebhookKey = "webhook";

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        var settings = WorkerSettings.Read(builder.Configuration);
        builder.AddPlatformHosting(Name);
        builder.Services.AddSingleton(_ => PlatformDataServices.Source(settings.ConnectionString));
        builder.Services.AddPoolReadiness("pool", static p => p.GetRequiredService<NpgsqlDataSource>());
        builder.Services.AddSingleton(p => new Self(settings.CityParty, KeyDirectory.Load(settings.KeyDirectory, ExchangeKey, p.GetRequiredService<TimeProvider>())));
        builder.Services.AddSingleton(new Destination(Province, settings.Province, new Peer(Province, KeyDirectory.Trust(settings.TrustFolder, Province, ExchangeKey))));
        builder.Services.AddUpwardExchange();
        builder.Services.AddSingleton(p => new AuditSealer(
            p.GetRequiredService<NpgsqlDataSource>(), KeyDirectory.Load(settings.KeyDirectory, SealKey, p.GetRequiredService<TimeProvider>()),
            new SealPlaces(settings.CityParty, settings.SealFolder, Province), p.GetRequiredService<TimeProvider>()));
        builder.Services.AddIntake(settings);
        // Registered by hand: it holds its handler, which alone decides where a bank's address may lead.
        builder.Services.AddSingleton(p => new WebhookSender(
            p.GetRequiredService<NpgsqlDataSource>(), new HttpClient(OutboundAddresses.Handler(LoopbackOnly.IsDemonstration(builder.Configuration))),
            KeyDirectory.Load(settings.KeyDirectory, WebhookKey, p.GetRequiredService<TimeProvider>()), LoopbackOnly.IsDemonstration(builder.Configuration)));
        builder.Services.AddWork();

        var app = builder.Build();
        app.UsePlatformHosting();
        app.MapUpward();
        app.MapGet("/v1/status", async (Self self, Destination destination, StatusStore store, IEnumerable<SupervisedLoop> loops, CancellationToken cancel) =>
            Results.Json(await StatusAsync(self, destination, store, loops, cancel), NodeJson.Options));
        app.MapWorkerPage();
        return app;
    }

    internal static async Task<NodeStatus> StatusAsync(Self self, Destination destination, StatusStore store, IEnumerable<SupervisedLoop> loops, CancellationToken cancel) => new(
        self.Party, [], [await store.BacklogAsync(destination.Name, cancel)],
        [.. loops.Select(l => l.Health).Select(h => new LoopStatus(h.Name, h.LastRunAt, h.LastError, h.LastErrorAt, h.FailuresInARow, h.Detail))]);
}
