using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>Imports one credit data item (信用信息项导入). Corrections are new versions of the same key; nothing is overwritten.</summary>
public static class ItemImport
{
    /// <summary>The items that can be imported.</summary>
    public static IReadOnlyList<string> Items { get; } = [ItemCode.InvoiceSales, ItemCode.InvoicePurchase, .. ItemDefinition.Items.Order(StringComparer.Ordinal)];

    /// <summary>Imports a file of one item, or leaves everything as it was and says why.</summary>
    /// <param name="item">One of <see cref="Items"/>.</param>
    /// <param name="path">CSV or JSON lines; plain, gzip or xz; layouts in docs/items.md.</param>
    /// <param name="subjects">For invoices: a file <c>firm,uscc</c>; null when the firm column holds the code.</param>
    /// <param name="options">Database, city, source.</param>
    /// <param name="progress">Share read, 0 to 1.</param>
    /// <param name="ct">Cancels; nothing is kept then.</param>
    public static async Task<Result<ImportOutcome>> RunAsync(
        string item, string path, string? subjects, ImportOptions options, IProgress<double> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var map = await SubjectMap.ReadAsync(subjects, options.Limits, ct);
        if (!map.IsOk)
        {
            return map.Error;
        }

        var today = China.Today(options.Clock);
        IItemReader? reader = item is ItemCode.InvoiceSales or ItemCode.InvoicePurchase ? new InvoiceReader(map.Value, today)
            : ItemDefinition.Find(item) is { } definition ? new GenericReader(definition, today)
            : null;
        return reader is null
            ? new Error(ErrorKind.NotFound, "item-unknown", $"没有信息项 {item}；可用：{string.Join('、', Items)}。", $"There is no item {item}; choose one of {string.Join(", ", Items)}.")
            : await ImportRun.RunAsync(path, reader.Layout, options, progress, run => ImportAsync(run, item, reader, options, ct), ct);
    }

    private static async Task<ImportCounts> ImportAsync(ImportRun run, string item, IItemReader reader, ImportOptions options, CancellationToken ct)
    {
        await ExecuteAsync(run, "Sql/Items/stage.sql", ct, ("item", item));
        var batch = await ImportBatch.BeginAsync(run.Transaction, item, options, run.File.Path, ct);
        var withheld = await CopyAsync(run, reader, ct);
        await ExecuteAsync(run, "Sql/Items/compare.sql", ct, ("item", item));
        await ExecuteAsync(
            run,
            "Sql/Items/merge.sql",
            ct,
            ("item", item),
            ("source", options.Source),
            ("known_at", options.Clock.GetUtcNow().UtcDateTime),
            ("batch", batch),
            ("invented", options.Invented));
        await RejectUnknownAsync(run, ct);
        var counts = await CountAsync(run, withheld, ct);
        await ImportBatch.FinishAsync(run.Transaction, batch, counts, ct);
        return counts;
    }

    /// <summary>Stages what is well formed; returns how many rows the law keeps out.</summary>
    private static async Task<long> CopyAsync(ImportRun run, IItemReader reader, CancellationToken ct)
    {
        long withheld = 0;
        await using var copy = await run.Connection.BeginBinaryImportAsync(SqlResource.Read(typeof(ItemImport).Assembly, "Sql/Items/copy.sql"), ct);
        await foreach (var delivered in run.RowsAsync(ct))
        {
            var (row, rejection) = reader.Read(delivered);
            if (row is null)
            {
                await run.Rejected.AddAsync(delivered.Line, rejection!);
            }
            else if (row.IsWithheld)
            {
                withheld++;
            }
            else
            {
                await WriteAsync(copy, delivered.Line, row, ct);
            }
        }

        await copy.CompleteAsync(ct);
        return withheld;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, long line, ItemRow row, CancellationToken ct)
    {
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(line, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(row.Uscc, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.NaturalKey, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.OccurredOn, NpgsqlDbType.Date, ct);
        await copy.WriteOrNullAsync(row.Amount, NpgsqlDbType.Numeric, ct);
        await copy.WriteOrNullAsync(row.Quantity, NpgsqlDbType.Numeric, ct);
        await copy.WriteAsync(row.Code, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Counterparty, NpgsqlDbType.Text, ct);
        await copy.WriteOrNullAsync(row.StartedOn, NpgsqlDbType.Date, ct);
        await copy.WriteOrNullAsync(row.EndedOn, NpgsqlDbType.Date, ct);
        await copy.WriteOrNullAsync(row.ValidUntil, NpgsqlDbType.Date, ct);
        await copy.WriteAsync(row.Payload, NpgsqlDbType.Jsonb, ct);
        await copy.WriteAsync(row.Sha256(), NpgsqlDbType.Bytea, ct);
    }

    private static async Task RejectUnknownAsync(ImportRun run, CancellationToken ct)
    {
        await using var command = run.Command("Sql/Items/unknown_enterprises.sql");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            await run.Rejected.AddAsync(rows.GetInt64(0), new Rejection(
                "uscc", "enterprise-unknown", rows.GetString(1), "先导入该企业的登记信息 / import the enterprise's registration first"));
        }
    }

    private static async Task<ImportCounts> CountAsync(ImportRun run, long withheld, CancellationToken ct)
    {
        await using var command = run.Command("Sql/Items/counts.sql");
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return new ImportCounts(run.Received, rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), withheld + rows.GetInt64(3), run.Rejected.Count);
    }

    private static async Task ExecuteAsync(ImportRun run, string file, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var command = run.Command(file);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
