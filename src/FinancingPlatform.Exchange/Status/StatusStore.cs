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
        return await Rows.ReadAsync(command, r => new InboxCount(r.GetString(0), r.GetString(1), Fate(r, 2), r.GetInt64(3), r.Instant(4)), cancellationToken);
    }

    /// <summary>One message that a node took in; null when it never arrived.</summary>
    public async Task<MessageStatus?> MessageAsync(NodeIdentity node, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        await using var command = database.CreateCommand(Message);
        command.Parameters.AddWithValue(node.Peers.Select(p => p.Party).ToArray());
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(node.ForwardTo ?? "");
        var found = await Rows.ReadAsync(
            command,
            r => new MessageStatus(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetString(4), r.Bytes(5), Fate(r, 6), r.TextOrNull(7), r.Instant(8), r.Instant(9),
                r.TextOrNull(10) is { } above ? new ForwardStatus(above, r.InstantOrNull(11), r.InstantOrNull(12), r.TextOrNull(13)) : null),
            cancellationToken);
        return found.SingleOrDefault();
    }

    /// <summary>How far a node is in a stream.</summary>
    public async Task<StreamStatus> StreamAsync(string source, string stream, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Stream);
        command.Parameters.AddWithValue(source);
        command.Parameters.AddWithValue(stream);
        return (await Rows.ReadAsync(command, r => new StreamStatus(source, stream, r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), cancellationToken)).Single();
    }

    /// <summary>The messages decided last.</summary>
    public async Task<IReadOnlyList<RecentMessage>> RecentAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Recent);
        command.Parameters.AddWithValue(ExchangeLimits.ReceiptsShown);
        return await Rows.ReadAsync(
            command, r => new RecentMessage(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), Fate(r, 4), r.TextOrNull(5), r.Instant(6)), cancellationToken);
    }

    private static MessageFate Fate(NpgsqlDataReader reader, int column) =>
        FateNames.Parse(reader.GetString(column)) ?? throw new InvalidOperationException($"The inbox holds an unknown outcome, “{reader.GetString(column)}”.");

    private static string Sql(string name) => SqlResource.Read(typeof(StatusStore).Assembly, $"Sql/Status/{name}.sql");
}
