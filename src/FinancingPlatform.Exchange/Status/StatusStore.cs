using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Intake;
using Npgsql;

namespace FinancingPlatform.Exchange.Status;

/// <summary>A decided message with its proof for the node's page (最近回执).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Source">Who sent it.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Fate">The decision.</param>
/// <param name="Code">Why, when refused.</param>
/// <param name="DecidedAt">When it was decided.</param>
public sealed record RecentMessage(Guid MessageId, string Source, string Stream, string Kind, MessageFate Fate, string? Code, DateTimeOffset DecidedAt);

/// <summary>Questions about the exchange's state (交换状态查询): backlog, counts, one message, one stream.</summary>
public sealed class StatusStore(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly string Counts = Sql("inbox_counts");
    private static readonly string Message = Sql("message");
    private static readonly string Stream = Sql("stream");
    private static readonly string Recent = Sql("recent");

    /// <summary>The backlog towards a destination.</summary>
    public async Task<DestinationStatus> BacklogAsync(string destination, CancellationToken cancellationToken)
    {
        var backlog = (await new OutboxClaims(database).BacklogAsync(cancellationToken)).FirstOrDefault(b => string.Equals(b.Destination, destination, StringComparison.Ordinal));
        var oldest = backlog?.OldestAt is { } at ? Math.Max(0, (long)(clock.GetUtcNow() - at).TotalSeconds) : 0;
        return new DestinationStatus(destination, backlog?.Waiting ?? 0, oldest, backlog?.ParkedStreams ?? 0, backlog?.ReceiptsMissing ?? 0);
    }

    /// <summary>What a node took in, by sender, kind and decision.</summary>
    public async Task<IReadOnlyList<InboxCount>> InboxAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Counts);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<InboxCount>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new InboxCount(reader.GetString(0), reader.GetString(1), Fate(reader, 2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return counts;
    }

    /// <summary>One message that a node took in; null when it never arrived.</summary>
    public async Task<MessageStatus?> MessageAsync(NodeIdentity node, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        await using var command = database.CreateCommand(Message);
        command.Parameters.AddWithValue(node.Peers.Select(p => p.Party).ToArray());
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(node.ForwardTo ?? "");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var forwarded = reader.IsDBNull(10) ? null : new ForwardStatus(reader.GetString(10), Instant(reader, 11), Instant(reader, 12), Text(reader, 13));
        return new MessageStatus(
            reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4), reader.GetFieldValue<byte[]>(5),
            Fate(reader, 6), Text(reader, 7), reader.GetFieldValue<DateTimeOffset>(8), reader.GetFieldValue<DateTimeOffset>(9), forwarded);
    }

    /// <summary>How far a node is in a stream.</summary>
    public async Task<StreamStatus> StreamAsync(string source, string stream, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Stream);
        command.Parameters.AddWithValue(source);
        command.Parameters.AddWithValue(stream);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new StreamStatus(source, stream, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>The messages decided last.</summary>
    public async Task<IReadOnlyList<RecentMessage>> RecentAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Recent);
        command.Parameters.AddWithValue(ExchangeLimits.ReceiptsShown);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var recent = new List<RecentMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            recent.Add(new RecentMessage(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), Fate(reader, 4), Text(reader, 5), reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return recent;
    }

    private static MessageFate Fate(NpgsqlDataReader reader, int column) =>
        FateNames.Parse(reader.GetString(column)) ?? throw new InvalidOperationException($"The inbox holds an unknown fate, “{reader.GetString(column)}”.");

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Instant(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    private static string Sql(string name) => SqlResource.Read(typeof(StatusStore).Assembly, $"Sql/Status/{name}.sql");
}
