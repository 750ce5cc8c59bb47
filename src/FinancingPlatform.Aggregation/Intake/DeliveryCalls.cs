using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Intake;

/// <summary>The book of attempts to deliver (报送调用记录), the failed ones as well: an import that fails leaves no batch behind.</summary>
internal static class DeliveryCalls
{
    /// <summary>Error of an import that was stopped.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Notes a delivery that was taken, in the transaction of its rows.</summary>
    public static Task TakenAsync(NpgsqlTransaction transaction, string item, ImportOptions options, long batch, long rows, CancellationToken ct) =>
        NoteAsync(transaction.Connection!, transaction, item, options, batch, error: null, rows, ct);

    /// <summary>Does a step that comes before the first row, and notes that it refused the delivery or was stopped. A file that is not there was never delivered.</summary>
    public static async Task<Result<T>> NotedAsync<T>(string item, ImportOptions options, Func<Task<Result<T>>> step)
    {
        try
        {
            var result = await step();
            if (!result.IsOk && result.Error.Code != FileErrors.NotFoundCode)
            {
                await FailedAsync(item, options, result.Error.Code, rows: 0);
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            await FailedAsync(item, options, Cancelled, rows: 0);
            throw;
        }
    }

    /// <summary>Notes one that failed, on its own: nothing else of it is kept.</summary>
    public static async Task FailedAsync(string item, ImportOptions options, string error, long rows)
    {
        // Not cancelled with the import: the note says that it was.
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        await NoteAsync(connection, transaction: null, item, options, batch: null, error, rows, CancellationToken.None);
    }

    private static async Task NoteAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string item, ImportOptions options, long? batch, string? error, long rows, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(DeliveryCalls).Assembly, "Sql/Intake/delivery_call.sql"), connection, transaction);
        command.Parameters.AddWithValue("item", item);
        command.Parameters.AddWithValue("source", options.Source);
        command.Parameters.AddWithValue("channel", options.Channel);
        command.Parameters.Add(new NpgsqlParameter("batch", NpgsqlDbType.Bigint) { Value = (object?)batch ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter("error", NpgsqlDbType.Text) { Value = (object?)error ?? DBNull.Value });
        command.Parameters.AddWithValue("rows", rows);
        await command.ExecuteNonQueryAsync(ct);
    }
}
