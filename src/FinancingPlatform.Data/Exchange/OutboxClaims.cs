using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Data;

/// <summary>
/// The sending side of the outbox (发件箱领取): lease streams, commit, send, then say what became of each message. Every step is one statement
/// that commits by itself, so no transaction is open while a message is on the line. Delivery is at least once; the receiver's inbox makes it once.
/// </summary>
public sealed class OutboxClaims(NpgsqlDataSource source)
{
#pragma warning disable S3265 // Npgsql documents Array | element as the way to name an array type
    private const NpgsqlDbType TextArray = NpgsqlDbType.Array | NpgsqlDbType.Text;
    private const NpgsqlDbType JsonArray = NpgsqlDbType.Array | NpgsqlDbType.Jsonb;
#pragma warning restore S3265


    /// <summary>Leases streams that are due and reads their next messages.</summary>
    /// <param name="destination">province or nation.</param>
    /// <param name="streams">Streams at most.</param>
    /// <param name="messages">Messages of each at most.</param>
    /// <param name="lease">How long the sender may take; longer than its HTTP timeout with all attempts.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<OutboxClaim> ClaimAsync(string destination, int streams, int messages, TimeSpan lease, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(streams, OutboxLimits.Streams);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(messages, OutboxLimits.MessagesPerStream);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lease, OutboxLimits.Lease);
        await using var command = source.CreateCommand("select * from exchange.claim($1, $2, $3, $4)");
        command.Parameters.Add(new() { Value = destination });
        command.Parameters.Add(new() { Value = streams });
        command.Parameters.Add(new() { Value = messages });
        command.Parameters.Add(new() { Value = lease });
        var claimed = new List<ClaimedMessage>();
        var token = Guid.Empty;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            token = reader.GetGuid(0);
            claimed.Add(Claimed(reader));
        }

        return new OutboxClaim(token, claimed);
    }

    /// <summary>Marks answered messages as delivered. What stands behind the first message without an answer stays under the lease.</summary>
    /// <returns>How many were marked: fewer than given means that the lease was lost, and somebody else sends them again.</returns>
    public Task<int> FinishAsync(Guid token, IReadOnlyCollection<OutboxAnswer> answers, Guid? receiptId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return FinishAsync(null, token, answers, receiptId, ct);
    }

    /// <summary>Keeps a receipt and marks what it answers, in one transaction: no message is delivered without its proof.</summary>
    /// <returns>How many were marked.</returns>
    public async Task<int> FinishAsync(
        Guid token, IReadOnlyCollection<OutboxAnswer> answers, string destination, string batchSeal, string receiptSeal, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(answers);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var receipt = Guid.CreateVersion7();
        await using (var keep = new NpgsqlCommand("select exchange.keep_receipt($1, $2, $3, $4, $5)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = receipt },
                new() { Value = destination },
                new() { Value = batchSeal },
                new() { Value = receiptSeal },
                new() { Value = answers.Count },
            },
        })
        {
            await keep.ExecuteNonQueryAsync(ct);
        }

        var marked = await FinishAsync((connection, transaction), token, answers, receipt, ct);
        await transaction.CommitAsync(ct);
        return marked;
    }

    /// <summary>Keeps a receipt apart from what it answers, for a batch whose messages are finished and parked separately.</summary>
    public async Task KeepReceiptAsync(Guid receiptId, string destination, string batchSeal, string receiptSeal, int messages, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select exchange.keep_receipt($1, $2, $3, $4, $5)");
        command.Parameters.Add(new() { Value = receiptId });
        command.Parameters.Add(new() { Value = destination });
        command.Parameters.Add(new() { Value = batchSeal });
        command.Parameters.Add(new() { Value = receiptSeal });
        command.Parameters.Add(new() { Value = messages });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Gives streams back after a transient failure, to be tried again after a pause.</summary>
    /// <param name="token">The lease.</param>
    /// <param name="streams">Which; null for all that the lease still holds.</param>
    /// <param name="error">What went wrong, for the operator; no credit value in it.</param>
    /// <param name="pause">Chosen by the caller, with jitter and the node's Retry-After.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many streams went back.</returns>
    public async Task<int> FailAsync(Guid token, IReadOnlyCollection<string>? streams, string error, TimeSpan pause, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select exchange.fail($1, $2, $3, $4)");
        command.Parameters.Add(new() { Value = token });
        command.Parameters.Add(new() { Value = streams?.ToArray() ?? (object)DBNull.Value, NpgsqlDbType = TextArray });
        command.Parameters.Add(new() { Value = error });
        command.Parameters.Add(new() { Value = pause });
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Gives back at once, without a failure, whatever the lease still holds.</summary>
    /// <returns>How many streams went back.</returns>
    public async Task<int> ReleaseAsync(Guid token, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select exchange.release($1)");
        command.Parameters.Add(new() { Value = token });
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Stops a stream at a message that was refused for good; everything behind it waits for an operator.</summary>
    /// <returns>False when the lease was lost.</returns>
    public async Task<bool> ParkAsync(Guid token, OutboxAnswer answer, string error, Guid? receiptId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(answer);
        await using var command = source.CreateCommand("select exchange.park($1, $2, $3, $4, $5, $6)");
        command.Parameters.Add(new() { Value = token });
        command.Parameters.Add(new() { Value = answer.MessageId });
        command.Parameters.Add(new() { Value = error });
        command.Parameters.Add(new() { Value = answer.Outcome });
        command.Parameters.Add(new() { Value = receiptId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = answer.Entry ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>An operator's decision on a parked stream: try its head again, or skip that one message. It stands in the audit chain.</summary>
    /// <returns>False when the stream is not parked.</returns>
    public async Task<bool> RequeueAsync(string destination, string stream, bool skip, string actor, string reason, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select exchange.requeue($1, $2, $3, $4, $5)");
        command.Parameters.Add(new() { Value = destination });
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = skip });
        command.Parameters.Add(new() { Value = actor });
        command.Parameters.Add(new() { Value = reason });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>What waits, per destination.</summary>
    public async Task<IReadOnlyList<OutboxBacklog>> BacklogAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select * from exchange.backlog() order by destination");
        var backlog = new List<OutboxBacklog>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            backlog.Add(Backlog(reader));
        }

        return backlog;
    }

    // A row is in memory once it is read: taking its columns does not block.
    private static ClaimedMessage Claimed(NpgsqlDataReader row) => new(
        row.GetGuid(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetFieldValue<byte[]>(5),
        row.GetFieldValue<byte[]>(6), row.GetFieldValue<DateTimeOffset>(7), row.GetInt32(8));

    private static OutboxBacklog Backlog(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetFieldValue<DateTimeOffset>(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));

    private async Task<int> FinishAsync(
        (NpgsqlConnection Connection, NpgsqlTransaction Transaction)? within, Guid token, IReadOnlyCollection<OutboxAnswer> answers, Guid? receiptId, CancellationToken ct)
    {
        const string Sql = "select exchange.finish($1, $2, $3, $4, $5)";
        await using var command = within is { } own ? new NpgsqlCommand(Sql, own.Connection, own.Transaction) : source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = token });
        command.Parameters.Add(new() { Value = answers.Select(answer => answer.MessageId).ToArray() });
        command.Parameters.Add(new() { Value = answers.Select(answer => answer.Outcome).ToArray() });
        command.Parameters.Add(new() { Value = receiptId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = answers.Select(answer => answer.Entry).ToArray(), NpgsqlDbType = JsonArray });
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
