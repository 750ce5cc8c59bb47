using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;
using Npgsql;

namespace FinancingPlatform.Exchange.Intake;

// A batch's own rows, within the caller's transaction; its messages go through Data's Inbox.
internal sealed class InboxStore(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private static readonly string OpenBatch = Sql("open_batch");
    private static readonly string SameBatch = Sql("same_batch");
    private static readonly string CloseBatch = Sql("close_batch");
    private static readonly string Count = Sql("count");

    // False when the batch's id stands for another batch.
    public async Task<bool> OpenAsync(BatchStatement batch, string seal, CancellationToken cancellationToken)
    {
        await using (var open = Command(OpenBatch, batch.BatchId, batch.Source, seal, batch.Count))
        {
            await open.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var same = Command(SameBatch, batch.BatchId, batch.Source, seal);
        return await same.ExecuteScalarAsync(cancellationToken) is true;
    }

    public async Task CloseAsync(BatchStatement batch, string receiptSeal, IReadOnlyList<(string Kind, MessageFate Fate)> taken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using (var close = Command(CloseBatch, batch.BatchId, receiptSeal))
        {
            await close.ExecuteNonQueryAsync(cancellationToken);
        }

        // Last: the counters are the only rows that batches of different enterprises share.
        var counts = taken.GroupBy(t => t).Select(g => (g.Key.Kind, Outcome: FateNames.Of(g.Key.Fate), Messages: g.LongCount())).ToArray();
        await using var count = Command(
            Count, batch.Source, counts.Select(c => c.Kind).ToArray(), counts.Select(c => c.Outcome).ToArray(), counts.Select(c => c.Messages).ToArray(), now);
        await count.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Sql(string name) => SqlResource.Read(typeof(InboxStore).Assembly, $"Sql/Intake/{name}.sql");

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
