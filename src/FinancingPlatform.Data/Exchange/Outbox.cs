using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>The writing side of the outbox (发件箱): a message becomes due when the transaction that tells its fact commits, or never.</summary>
public static class Outbox
{
    /// <summary>Puts a message at the end of its stream, inside the caller's transaction.</summary>
    /// <returns>Its place in the stream.</returns>
    /// <exception cref="PostgresException">23505 when this message was enqueued to this destination before.</exception>
    public static async Task<long> EnqueueAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, OutboxMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        await using var command = new NpgsqlCommand("select exchange.enqueue($1, $2, $3, $4, $5)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = message.MessageId },
                new() { Value = message.Destination },
                new() { Value = message.Stream },
                new() { Value = message.Kind },
                new() { Value = message.Payload },
            },
        };
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
