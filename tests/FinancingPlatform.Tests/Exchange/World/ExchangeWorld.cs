using System.Text;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Node;
using FinancingPlatform.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinancingPlatform.Tests.Exchange.World;

/// <summary>A city, its province and the nation: three databases, key files, and real node programs on free ports that can be stopped and started.</summary>
public sealed class ExchangeWorld : IAsyncLifetime
{
    public const string CityParty = "11370900MB2857831H";
    public static readonly string[] Kinds = ["test-registration", "test-authorisation", "test-loan"];

    private readonly string _keys = Directory.CreateTempSubdirectory("fp-exchange-test-").FullName;
    private readonly Dictionary<string, WebApplication> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal) { ["province"] = FreePort.Number(), ["nation"] = FreePort.Number() };

    public CityDatabase City { get; } = new();

    public NodeDatabase Province { get; } = new();

    public NationDatabase Nation { get; } = new();

    internal Dictionary<string, FactHandler[]> Handlers { get; } = new(StringComparer.Ordinal)
    {
        ["province"] = [.. Kinds.Select(k => new FactHandler(k))],
        ["nation"] = [.. Kinds.Select(k => new FactHandler(k))],
    };

    public Self CitySelf => new(CityParty, KeyDirectory.Load(Path.Combine(_keys, "worker"), "exchange", TimeProvider.System));

    public Peer ProvincePeer => new("province", KeyDirectory.Trust(Trust, "province", "exchange"));

    public string Trust => Path.Combine(_keys, "trust");

    public string KeysOf(string host) => Path.Combine(_keys, host);

    public async ValueTask InitializeAsync()
    {
        foreach (var (host, use) in ((string, string)[])[("worker", "exchange"), ("province", "exchange"), ("nation", "exchange"), ("worker", "audit-seal"), ("worker", "webhook"), ("phone", "verifier")])
        {
            KeyDirectory.Ensure(_keys, host, use, TimeProvider.System);
        }

        foreach (var database in (TestDatabase[])[City, Province, Nation])
        {
            await database.InitializeAsync();
        }

        foreach (var node in (TestDatabase[])[Province, Nation])
        {
            await node.ExecuteAsync(FactHandler.Table);
            await node.ExecuteAsync($"grant insert, select on exchange.test_fact to {node.Prefix}_node");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _hosts.Keys.ToArray())
        {
            await StopAsync(name);
        }

        foreach (var database in (TestDatabase[])[City, Province, Nation])
        {
            await database.DisposeAsync();
        }

        Directory.Delete(_keys, recursive: true);
    }

    public Uri UrlOf(string node) => new($"http://127.0.0.1:{_ports[node]}");

    public INodeClient ClientOf(string node) => NodeClients.Over(new HttpClient { BaseAddress = UrlOf(node) });

    /// <summary>Starts a node; with <paramref name="relaying"/> false a province takes in but does not send on by itself.</summary>
    public async Task StartAsync(string node, bool relaying = true)
    {
        var app = NodeHost.Build(["--level", node], builder =>
        {
            TestDatabase database = node == "province" ? Province : Nation;
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ConnectionStrings:Platform"] = database.As("node"),
                ["Keys:Directory"] = Path.Combine(_keys, node),
                ["Keys:Trust"] = Trust,
                ["Platform:CityUscc"] = CityParty,
                ["Platform:Issuer"] = "http://localhost:5080",
                ["Node:Upstream"] = UrlOf("nation").ToString(),
            });
            builder.WebHost.UseUrls(UrlOf(node).ToString());
            foreach (var handler in Handlers[node])
            {
                builder.Services.AddSingleton<IIntakeHandler>(handler);
            }
        }, relaying);
        await app.StartAsync();
        _hosts[node] = app;
    }

    public async Task StopAsync(string node)
    {
        if (_hosts.Remove(node, out var app))
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    public T Service<T>(string node)
        where T : notnull => _hosts[node].Services.GetRequiredService<T>();

    /// <summary>The city's relay, as the worker would run it.</summary>
    public OutboxRelay CityRelay(HttpMessageHandler? inner = null, TimeProvider? clock = null)
    {
        var transport = new NodeTransport(UrlOf("province"), TimeProvider.System, inner ?? new SocketsHttpHandler());
        return new OutboxRelay(
            City.Source(DatabaseRoles.Worker), CitySelf, new Destination("province", UrlOf("province"), ProvincePeer), transport.Client, new Es256Signature(),
            clock ?? TimeProvider.System, NullLogger<OutboxRelay>.Instance);
    }

    /// <summary>Writes a message as a part of the city does: in its own transaction.</summary>
    public Task<Guid> EnqueueAsync(string stream, string kind, string body) => EnqueueAsync(City, "province", stream, kind, Encoding.UTF8.GetBytes(body));

    /// <summary>The same in any of the databases: a database owner can enqueue whatever it likes.</summary>
    public static async Task<Guid> EnqueueAsync(TestDatabase database, string destination, string stream, string kind, byte[] body)
    {
        await using var connection = await database.OpenAsync(database is CityDatabase ? DatabaseRoles.Worker : DatabaseRoles.Node);
        await using var transaction = await connection.BeginTransactionAsync();
        var message = new OutboxMessage(Guid.CreateVersion7(), destination, stream, kind, body);
        await Outbox.EnqueueAsync(connection, transaction, message, CancellationToken.None);
        await transaction.CommitAsync();
        return message.MessageId;
    }

    /// <summary>The bodies that a node keeps of a stream, in the order of arrival.</summary>
    public static Task<string[]?> FactsAsync(TestDatabase node, string stream) =>
        node.ScalarAsync<string[]>("select coalesce(array_agg(body order by place), '{}') from exchange.test_fact where stream = $1", stream);

    /// <summary>Runs passes until nothing is due, or the limit.</summary>
    public static async Task PumpAsync(OutboxRelay relay, int passes = 50)
    {
        for (var i = 0; i < passes; i++)
        {
            if ((await relay.RunOnceAsync(CancellationToken.None)) is { More: false })
            {
                return;
            }
        }
    }

    /// <summary>Waits for something that other programs do; fails after twenty seconds unless told otherwise.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> holds, string what, TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(20));
        while (!await holds())
        {
            limit.IsCancellationRequested.ShouldBeFalse(what);
            await Task.Delay(50);
        }
    }
}
