using System.Collections.Concurrent;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Data;

/// <summary>How senders get and give back work: the outbox itself, or the variant without its order rule.</summary>
internal interface IStormClaims
{
    Task<OutboxClaim> ClaimAsync(string destination, TimeSpan lease);

    Task FinishAsync(Guid token, IReadOnlyCollection<OutboxAnswer> answers);

    Task FailAsync(Guid token, string stream, TimeSpan pause);
}

/// <summary>What a storm left behind.</summary>
internal sealed record StormResult(int Arrived, int Duplicates, int OrderViolations);

/// <summary>
/// Many senders, bad lines: 15 % of the sends fail, 3 % arrive but their sender dies before it can say so. Counts what the receiver sees.
/// </summary>
internal sealed class OutboxStorm(TestDatabase database, IStormClaims claims, int streams, int messagesPerStream)
{
    public const int Workers = 8;
    public static readonly string[] Destinations = ["province", "nation"];

    private const double TransientFailures = 0.15;
    private const double SentButCrashed = 0.03;
    private static readonly TimeSpan s_lease = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(string Destination, string Stream), Receiver> _receivers = new();

    public int Expected => Destinations.Length * streams * messagesPerStream;

    public async Task EnqueueAsync()
    {
        var random = new Random(20261122);
        var places = Enumerable.Range(0, Expected).Select(i => (Destination: Destinations[i % 2], Stream: $"enterprise:{i / 2 % streams:D4}")).ToArray();
        random.Shuffle(places);
        await using var connection = await database.OpenAsync("worker");
        foreach (var chunk in places.Chunk(100))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var (destination, stream) in chunk)
            {
                await Outbox.EnqueueAsync(connection, transaction, new OutboxMessage(Guid.NewGuid(), destination, stream, "storm", "{}"u8.ToArray()), default);
            }

            await transaction.CommitAsync();
        }
    }

    public async Task<StormResult> RunAsync()
    {
        using var limit = new CancellationTokenSource(s_longest);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => SendAsync(worker, limit.Token)));
        return new StormResult(
            _receivers.Values.Sum(receiver => receiver.Arrived),
            _receivers.Values.Sum(receiver => receiver.Duplicates),
            _receivers.Values.Sum(receiver => receiver.OrderViolations));
    }

    private async Task SendAsync(int worker, CancellationToken ct)
    {
        var random = new Random(worker);
        while (_receivers.Values.Sum(receiver => receiver.Arrived) < Expected)
        {
            ct.ThrowIfCancellationRequested();
            var destination = Destinations[random.Next(Destinations.Length)];
            var claim = await claims.ClaimAsync(destination, s_lease);
            foreach (var stream in claim.Messages.GroupBy(message => message.Stream))
            {
                if (!await SendStreamAsync(claim.Token, destination, stream, random))
                {
                    // This sender is dead: what it leased comes back when the lease runs out.
                    break;
                }
            }

            if (claim.Messages.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 20)), ct);
            }
        }
    }

    private async Task<bool> SendStreamAsync(Guid token, string destination, IGrouping<string, ClaimedMessage> stream, Random random)
    {
        var receiver = _receivers.GetOrAdd((destination, stream.Key), _ => new Receiver());
        var answers = new List<OutboxAnswer>();
        var failed = false;
        foreach (var message in stream)
        {
            await Task.Yield();
            if (random.NextDouble() < TransientFailures)
            {
                failed = true;
                break;
            }

            receiver.Receive(message);
            if (random.NextDouble() < SentButCrashed)
            {
                return false;
            }

            answers.Add(new OutboxAnswer(message.MessageId, "accepted", null));
        }

        await claims.FinishAsync(token, answers);
        if (failed)
        {
            await claims.FailAsync(token, stream.Key, TimeSpan.FromMilliseconds(random.Next(1, 30)));
        }

        return true;
    }

    private sealed class Receiver
    {
        private readonly Lock _gate = new();
        private readonly HashSet<Guid> _seen = [];
        private long _highest;

        public int Arrived => _seen.Count;

        public int Duplicates { get; private set; }

        public int OrderViolations { get; private set; }

        public void Receive(ClaimedMessage message)
        {
            lock (_gate)
            {
                if (!_seen.Add(message.MessageId))
                {
                    Duplicates++;
                    return;
                }

                OrderViolations += message.Sequence < _highest ? 1 : 0;
                _highest = Math.Max(_highest, message.Sequence);
            }
        }
    }
}

/// <summary>The outbox as it is.</summary>
internal sealed class StreamClaims(NpgsqlDataSource source) : IStormClaims
{
    private const int Streams = 10;
    private const int Messages = 5;
    private readonly OutboxClaims _claims = new(source);

    public Task<OutboxClaim> ClaimAsync(string destination, TimeSpan lease) => _claims.ClaimAsync(destination, Streams, Messages, lease, default);

    public Task FinishAsync(Guid token, IReadOnlyCollection<OutboxAnswer> answers) => _claims.FinishAsync(token, answers, (Guid?)null, default);

    public Task FailAsync(Guid token, string stream, TimeSpan pause) => _claims.FailAsync(token, [stream], "storm", pause, default);
}

/// <summary>The outbox without its order rule: single messages are leased.</summary>
internal sealed class MessageClaims(TestDatabase database) : IStormClaims
{
    private const int Messages = 50;
    private static readonly string s_claim = File.ReadAllText(Path.Combine(Repository.Root, "tests/FinancingPlatform.Tests/Data/Sql/claim_without_order.sql"));

    public static Task PrepareAsync(TestDatabase database) => database.ExecuteAsync(
        """
        create schema oracle;
        create table oracle.lease (id bigint primary key, destination text, until timestamptz, token uuid);
        insert into oracle.lease select id, destination, '-infinity' from exchange.outbox;
        """);

    public async Task<OutboxClaim> ClaimAsync(string destination, TimeSpan lease)
    {
        var token = Guid.NewGuid();
        await using var command = database.Source("owner").CreateCommand(s_claim);
        foreach (var value in new object[] { destination, Messages, lease, token })
        {
            command.Parameters.Add(new() { Value = value });
        }

        var messages = new List<ClaimedMessage>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            messages.Add(new ClaimedMessage(
                reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetFieldValue<byte[]>(4),
                reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetInt32(7)));
        }

        return new OutboxClaim(token, messages);
    }

    public Task FinishAsync(Guid token, IReadOnlyCollection<OutboxAnswer> answers) => database.ExecuteAsync(
        "delete from oracle.lease l using exchange.outbox o where o.id = l.id and l.token = $1 and o.message_id = any($2)",
        token, answers.Select(answer => answer.MessageId).ToArray());

    public Task FailAsync(Guid token, string stream, TimeSpan pause) => database.ExecuteAsync(
        "update oracle.lease l set until = clock_timestamp() + $3 from exchange.outbox o where o.id = l.id and l.token = $1 and o.stream = $2",
        token, stream, pause);
}
