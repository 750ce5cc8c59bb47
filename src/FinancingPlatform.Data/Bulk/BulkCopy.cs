using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>How a bulk load went (批量装载结果).</summary>
/// <param name="Staged">Rows copied into the staging table.</param>
/// <param name="Written">Rows that the final statement wrote.</param>
public sealed record BulkCopied(long Staged, long Written);

/// <summary>
/// Bulk load (批量装载): binary COPY into a temporary table without indexes, then one set-based statement that moves the rows in the order of the
/// target's index, so that pages are filled one after another instead of at random. Takes a role that may make temporary tables.
/// </summary>
public static class BulkCopy
{
    /// <summary>A bulk statement works on a whole file; the limit is against a stuck lock, not a large file.</summary>
    private const int CommandTimeoutSeconds = 1800;

    /// <summary>Loads rows inside the caller's transaction.</summary>
    /// <typeparam name="T">A row.</typeparam>
    /// <param name="connection">Of a role with TEMPORARY on the database.</param>
    /// <param name="transaction">The caller's: rows, counts and audit stand or fall together.</param>
    /// <param name="staging">Columns of the staging table, as in <c>uscc text, amount numeric(18,2)</c>; it is gone when the transaction ends.</param>
    /// <param name="rows">Read once, never held.</param>
    /// <param name="write">Writes one row's columns, in the order of <paramref name="staging"/>.</param>
    /// <param name="move">Statement that moves the rows from <c>pg_temp.staging</c>; order its INSERT by the target's index.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<BulkCopied> LoadAsync<T>(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string staging, IAsyncEnumerable<T> rows,
        Func<NpgsqlBinaryImporter, T, CancellationToken, Task> write, string move, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(write);
        await ExecuteAsync(connection, transaction, $"drop table if exists pg_temp.staging; create temporary table staging ({staging}) on commit drop", ct);
        var staged = await CopyAsync(connection, "copy pg_temp.staging from stdin (format binary)", rows, write, ct);
        // The planner knows nothing of a table that was just filled.
        await ExecuteAsync(connection, transaction, "analyze pg_temp.staging", ct);
        return new BulkCopied(staged, await ExecuteAsync(connection, transaction, move, ct));
    }

    /// <summary>Copies rows straight into a table, for one that has no duplicates to find.</summary>
    /// <typeparam name="T">A row.</typeparam>
    /// <param name="connection">Open; a transaction on it is used.</param>
    /// <param name="copy">A <c>copy … from stdin (format binary)</c> statement.</param>
    /// <param name="rows">Read once, never held.</param>
    /// <param name="write">Writes one row's columns.</param>
    /// <param name="ct">Cancels: nothing is kept.</param>
    /// <returns>Rows copied.</returns>
    public static async Task<long> CopyAsync<T>(
        NpgsqlConnection connection, string copy, IAsyncEnumerable<T> rows, Func<NpgsqlBinaryImporter, T, CancellationToken, Task> write, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(write);
        await using var importer = await connection.BeginBinaryImportAsync(copy, ct);
        importer.Timeout = TimeSpan.FromSeconds(CommandTimeoutSeconds);
        await foreach (var row in rows.WithCancellation(ct))
        {
            await importer.StartRowAsync(ct);
            await write(importer, row, ct);
        }

        return (long)await importer.CompleteAsync(ct);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = CommandTimeoutSeconds };
        return await command.ExecuteNonQueryAsync(ct);
    }
}
