using System.Security.Cryptography;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Intake;

/// <summary>The book of imports (导入批次): one row for each delivered file, in the transaction of its rows.</summary>
internal static class ImportBatch
{
    public static async Task<long> BeginAsync(NpgsqlTransaction transaction, string item, ImportOptions options, string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 128 << 10, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var sha256 = await SHA256.HashDataAsync(file, ct);
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(ImportBatch).Assembly, "Sql/Intake/begin_batch.sql"), transaction.Connection, transaction);
        command.Parameters.AddWithValue("item", item);
        command.Parameters.AddWithValue("source", options.Source);
        command.Parameters.AddWithValue("channel", options.Channel);
        command.Parameters.Add(new NpgsqlParameter("delivery_id", NpgsqlDbType.Uuid) { Value = (object?)options.DeliveryId ?? DBNull.Value });
        command.Parameters.AddWithValue("file_name", Path.GetFileName(path));
        command.Parameters.AddWithValue("file_sha256", NpgsqlDbType.Bytea, sha256);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    public static async Task FinishAsync(NpgsqlTransaction transaction, long batch, ImportCounts counts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(ImportBatch).Assembly, "Sql/Intake/finish_batch.sql"), transaction.Connection, transaction);
        command.Parameters.AddWithValue("id", batch);
        command.Parameters.AddWithValue("received", counts.Received);
        command.Parameters.AddWithValue("accepted_new", counts.AcceptedNew);
        command.Parameters.AddWithValue("accepted_version", counts.AcceptedVersion);
        command.Parameters.AddWithValue("duplicate", counts.Duplicate);
        command.Parameters.AddWithValue("withheld", counts.Withheld);
        command.Parameters.AddWithValue("rejected", counts.Rejected);
        command.Parameters.AddWithValue("late", counts.Late);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Keeps the first rejections of a batch where an operator can mend them, and where the file with all of them lies.</summary>
    public static async Task KeepAsync(NpgsqlTransaction transaction, long batch, string item, string rejectedFile, IReadOnlyList<KeptRejection> rejections, CancellationToken ct)
    {
        if (rejections.Count == 0)
        {
            return;
        }

        await using (var file = new NpgsqlCommand(SqlResource.Read(typeof(ImportBatch).Assembly, "Sql/Intake/rejected_file.sql"), transaction.Connection, transaction))
        {
            file.Parameters.AddWithValue("host", Environment.MachineName);
            file.Parameters.AddWithValue("path", rejectedFile);
            file.Parameters.AddWithValue("batch_id", batch);
            await file.ExecuteNonQueryAsync(ct);
        }

        await CopyAsync(transaction, batch, rejections, ct);
        await EraseAsync(transaction, batch, item, rejections, ct);
    }

    private static async Task CopyAsync(NpgsqlTransaction transaction, long batch, IReadOnlyList<KeptRejection> rejections, CancellationToken ct)
    {
        await using var copy = await transaction.Connection!.BeginBinaryImportAsync(SqlResource.Read(typeof(ImportBatch).Assembly, "Sql/Intake/copy_rejections.sql"), ct);
        foreach (var (line, rejection, cells, _) in rejections.DistinctBy(kept => kept.Line))
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(batch, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(line, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(rejection.Field, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(rejection.Rule, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(rejection.Value, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(rejection.HowToMend, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(cells, NpgsqlDbType.Jsonb, ct);
        }

        await copy.CompleteAsync(ct);
    }

    /// <summary>A rejected row may be about a fact that was lawfully removed: what an old file says of it is not kept again (rule B1).</summary>
    private static async Task EraseAsync(NpgsqlTransaction transaction, long batch, string item, IReadOnlyList<KeptRejection> rejections, CancellationToken ct)
    {
        var known = rejections.Where(kept => kept.Fact is not null).DistinctBy(kept => kept.Line).ToList();
        await using var erase = new NpgsqlCommand("select credit.erase_rejected($1, $2, $3, $4, $5)", transaction.Connection, transaction)
        {
            Parameters =
            {
                new() { Value = batch },
                new() { Value = item },
                new() { Value = known.ConvertAll(kept => kept.Line).ToArray() },
                new() { Value = known.ConvertAll(kept => kept.Fact!.Value.Uscc).ToArray() },
                new() { Value = known.ConvertAll(kept => kept.Fact!.Value.Key).ToArray() },
            },
        };
        await erase.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>The balance of rule B2 while an import runs.</summary>
internal sealed record ImportCounts(long Received, long AcceptedNew, long AcceptedVersion, long Duplicate, long Withheld, long Rejected)
{
    /// <summary>Accepted rows that came after the item's clock ran out.</summary>
    public long Late { get; init; }
}
