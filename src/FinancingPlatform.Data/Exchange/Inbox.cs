using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Data;

/// <summary>What the inbox says about a message that came in (收件判定).</summary>
public enum InboxVerdict
{
    /// <summary>Not seen before and next in its stream: taken in, to be decided in this transaction.</summary>
    New,

    /// <summary>The same message again; the decision it got comes with it.</summary>
    Known,

    /// <summary>The same id with other bytes, stream, place or kind.</summary>
    Conflict,

    /// <summary>Another message holds its place already.</summary>
    Stale,

    /// <summary>A message before it is missing.</summary>
    Gap,
}

/// <summary>A message as it came (收到的消息).</summary>
/// <param name="Source">Party that sent it.</param>
/// <param name="MessageId">The message.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its place in that stream.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="EnqueuedAt">When the sender recorded it, UTC.</param>
/// <param name="BatchId">The batch, opened before; null when it came alone.</param>
/// <param name="BatchEntry">JSON with its path under the batch's root.</param>
public sealed record InboxMessage(
    string Source, Guid MessageId, string Stream, long Sequence, string Kind, byte[] Payload, DateTimeOffset EnqueuedAt, Guid? BatchId = null, string? BatchEntry = null);

/// <summary>The verdict, with the earlier decision when the message is known (收件结果).</summary>
/// <param name="Verdict">What the inbox says.</param>
/// <param name="Outcome">accepted, duplicate or refused, when known and decided.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="DecidedAt">When.</param>
public sealed record InboxReception(InboxVerdict Verdict, string? Outcome, string? Code, DateTimeOffset? DecidedAt);

/// <summary>The receiving side (收件箱): makes at-least-once delivery into once, in order.</summary>
public static class Inbox
{
    /// <summary>Takes a message in inside the caller's transaction, which then decides it, or rolls back and nothing was taken in.</summary>
    public static async Task<InboxReception> TakeInAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, InboxMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        await using var command = new NpgsqlCommand("select * from exchange.take_in($1, $2, $3, $4, $5, $6, $7, $8, $9)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = message.Source },
                new() { Value = message.MessageId },
                new() { Value = message.Stream },
                new() { Value = message.Sequence },
                new() { Value = message.Kind },
                new() { Value = message.Payload },
                new() { Value = message.EnqueuedAt.ToUniversalTime() },
                new() { Value = message.BatchId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = message.BatchEntry ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return Row(reader);
    }

    /// <summary>Writes the decision: accepted, duplicate or refused with its code.</summary>
    /// <returns>When it was decided; null when it had been accepted before.</returns>
    public static async Task<DateTimeOffset?> DecideAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string source, Guid messageId, string outcome, string? code, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select exchange.decide($1, $2, $3, $4)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = source },
                new() { Value = messageId },
                new() { Value = outcome },
                new() { Value = code ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        return await command.ExecuteScalarAsync(ct) is DateTime at ? new DateTimeOffset(at) : null;
    }

    // The row is in memory once it is read: taking its columns does not block.
    private static InboxReception Row(NpgsqlDataReader row) => new(
        Parse(row.GetString(0)),
        row.IsDBNull(1) ? null : row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3));

    private static InboxVerdict Parse(string verdict) => verdict switch
    {
        "new" => InboxVerdict.New,
        "known" => InboxVerdict.Known,
        "conflict" => InboxVerdict.Conflict,
        "stale" => InboxVerdict.Stale,
        "gap" => InboxVerdict.Gap,
        _ => throw new InvalidOperationException($"exchange.take_in answered {verdict}"),
    };
}
