using FinancingPlatform.Data;
using FinancingPlatform.Exchange;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Exchange.Reconciliation;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Exchange.Status;
using FinancingPlatform.Hosting;
using FinancingPlatform.Hosting.Health;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Hosting.Loops;
using FinancingPlatform.Node.Endpoints;
using FinancingPlatform.Node.Pages;
using Npgsql;

namespace FinancingPlatform.Node;

/// <summary>A provincial or national node (省级、国家级节点): takes batches in, answers receipts, and as a province sends on to the nation.</summary>
public static class NodeHost
{
    private const string ExchangeKey = "exchange";
    private const string CityHost = "worker";

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null, bool relaying = true)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddCommandLine(args, NodeSettings.Switches.ToDictionary());
        configure?.Invoke(builder);
        var settings = NodeSettings.Read(builder.Configuration);
        builder.AddPlatformHosting(settings.Level, options => options.BodyBytes = ExchangeLimits.BatchBodyBytes);
        builder.Services.ConfigureHttpJsonOptions(json => NodeJson.Apply(json.SerializerOptions));
        AddIntake(builder.Services, settings);
        if (settings.Upstream is { } upstream)
        {
            var nation = new Destination(NodeSettings.Nation, upstream, new Peer(NodeSettings.Nation, KeyDirectory.Trust(settings.TrustFolder, NodeSettings.Nation, ExchangeKey)));
            builder.Services.AddSingleton(nation);
            builder.Services.AddUpwardExchange();
            if (relaying)
            {
                AddRelay(builder.Services);
            }
        }

        var app = builder.Build();
        app.UsePlatformHosting();
        app.MapBatches();
        app.MapQueries();
        app.MapUpward();
        app.MapNodePage();
        return app;
    }

    private static void AddRelay(IServiceCollection services)
    {
        services.AddSupervisedLoop("relay", ExchangeLimits.Poll, provider =>
        {
            var relay = provider.GetRequiredService<OutboxRelay>();
            return async cancel => await relay.RunOnceAsync(cancel) is var run && run.Claimed == 0 ? LoopRun.Idle : new LoopRun(run.More, run.ToString());
        });
        services.AddOutboxSignal(provider => provider.GetServices<SupervisedLoop>().First().Wake);
    }

    private static void AddIntake(IServiceCollection services, NodeSettings settings)
    {
        var sender = settings.IsProvince
            ? new Peer(settings.CityParty, KeyDirectory.Trust(settings.TrustFolder, CityHost, ExchangeKey))
            : new Peer(NodeSettings.Province, KeyDirectory.Trust(settings.TrustFolder, NodeSettings.Province, ExchangeKey));
        services.AddSingleton(_ => PlatformDataServices.Source(settings.ConnectionString));
        services.AddPoolReadiness("pool", static p => p.GetRequiredService<NpgsqlDataSource>());
        services.AddSingleton(provider => new Self(settings.Level, KeyDirectory.Load(settings.KeyDirectory, ExchangeKey, provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton(provider => new NodeIdentity(provider.GetRequiredService<Self>(), [sender], settings.IsProvince ? NodeSettings.Nation : null));
        services.AddSingleton<IExchangeSignature, Es256Signature>();
        services.AddSingleton<BatchIntake>();
        services.AddSingleton<StatusStore>();
        services.AddSingleton<FiguresStore>();
        foreach (var handler in NodeHandlers.All(settings))
        {
            services.AddSingleton(handler);
        }
    }
}
