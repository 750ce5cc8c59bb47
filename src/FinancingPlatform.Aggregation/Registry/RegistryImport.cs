using FinancingPlatform.Aggregation.Codes;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Enterprises;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Registry;

/// <summary>Imports a registry file (登记信息导入): streaming COPY into a temporary table, then one comparison and one merge for all rows.</summary>
public static class RegistryImport
{
    /// <summary>
    /// Imports, or leaves everything as it was and says why. Files: comma-separated with the columns <c>uscc,name,reg_date,type,capital,province,city</c>
    /// and the optional ones of docs/demonstration-city.md, or one JSON object on each line; plain, gzip or xz.
    /// </summary>
    public static Task<Result<ImportOutcome>> RunAsync(string path, ImportOptions options, IProgress<double> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ImportRun.RunAsync(ItemCode.Registration, path, [RegistryLayout.Table], options, progress, run => ImportAsync(run, options, ct), ct);
    }

    private static async Task<(long Batch, ImportCounts Counts)> ImportAsync(ImportRun run, ImportOptions options, CancellationToken ct)
    {
        await using (var stage = run.Command("Sql/Registry/stage.sql"))
        {
            await stage.ExecuteNonQueryAsync(ct);
        }

        var batch = await ImportBatch.BeginAsync(run.Transaction, ItemCode.Registration, options, run.File.Path, ct);
        await CopyAsync(run, China.Today(options.Clock), ct);
        await using (var compare = run.Command("Sql/Registry/compare.sql"))
        {
            compare.Parameters.AddWithValue("city", options.CityDivision);
            await compare.ExecuteNonQueryAsync(ct);
        }

        await using (var merge = run.Command("Sql/Registry/merge.sql"))
        {
            merge.Parameters.AddWithValue("batch", batch);
            merge.Parameters.AddWithValue("invented", options.Invented);
            await merge.ExecuteNonQueryAsync(ct);
        }

        await using (var codes = run.Command("Sql/Registry/codes.sql"))
        {
            codes.Parameters.AddWithValue("batch", batch);
            codes.Parameters.AddWithValue("department", options.Source);
            await codes.ExecuteNonQueryAsync(ct);
        }

        await RejectConflictsAsync(run, ct);
        return (batch, await CountAsync(run, ct));
    }

    private static async Task CopyAsync(ImportRun run, DateOnly today, CancellationToken ct)
    {
        var reader = new RegistryRowReader(today, run.Warn);
        await using var copy = await run.Connection.BeginBinaryImportAsync(Data.SqlResource.Read(typeof(RegistryImport).Assembly, "Sql/Registry/copy.sql"), ct);
        await foreach (var delivered in run.RowsAsync(ct))
        {
            var (row, rejection) = reader.Read(delivered);
            if (row is null)
            {
                await run.Rejected.AddAsync(delivered.Line, rejection!);
            }

            // A line that is no row says no code either; it is counted by the balance only.
            if (delivered.Fault is null)
            {
                await WriteAsync(copy, delivered.Line, SentCode.Of(delivered.Cells[RegistryLayout.Uscc], delivered[RegistryLayout.Name]), row, ct);
            }
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, long line, SentCode sent, RegistryRow? row, CancellationToken ct)
    {
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(line, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(sent.Code, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(sent.Subject, NpgsqlDbType.Bytea, ct);
        await copy.WriteAsync(sent.Name, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(sent.Fault.ToDatabase(), NpgsqlDbType.Text, ct);
        await copy.WriteAsync(sent.FoldedFault.ToDatabase(), NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row?.Uscc, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row?.Name, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row?.LegalRepresentative, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row?.Status.ToDatabase(), NpgsqlDbType.Text, ct);
        await copy.WriteOrNullAsync(row?.StatusDate, NpgsqlDbType.Date, ct);
        await copy.WriteOrNullAsync(row?.EstablishedOn, NpgsqlDbType.Date, ct);
        await copy.WriteAsync(row?.Kind, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row?.Division, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row?.Industry, NpgsqlDbType.Text, ct);
        await copy.WriteOrNullAsync(row?.CapitalYuan, NpgsqlDbType.Numeric, ct);
        await copy.WriteAsync(row?.ParentUscc, NpgsqlDbType.Text, ct);
        await copy.WriteOrNullAsync(row?.Staff, NpgsqlDbType.Integer, ct);
        await copy.WriteOrNullAsync(row?.RevenueYuan, NpgsqlDbType.Numeric, ct);
        await copy.WriteOrNullAsync(row?.AssetsYuan, NpgsqlDbType.Numeric, ct);
        await copy.WriteAsync(row?.Size.ToDatabase(), NpgsqlDbType.Text, ct);
    }

    private static async Task RejectConflictsAsync(ImportRun run, CancellationToken ct)
    {
        await using var command = run.Command("Sql/Registry/conflicts.sql");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            await run.Rejected.AddAsync(rows.GetInt64(0), new Rejection(
                "uscc",
                "duplicate-code",
                rows.GetString(2),
                $"与第{rows.GetInt64(1)}行代码相同而内容不同，请只保留正确的一行 / line {rows.GetInt64(1)} says something else of this code; keep the right one"));
        }
    }

    private static async Task<ImportCounts> CountAsync(ImportRun run, CancellationToken ct)
    {
        await using var command = run.Command("Sql/Registry/counts.sql");
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return new ImportCounts(run.Received, rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), Withheld: 0, run.Rejected.Count);
    }
}
