using System.Globalization;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Calendar;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>
/// One file of one item in its transaction (入库过程): stage what is well formed, reject what only the database can judge, find the rows that meet a known or
/// repeated key, and insert. All other rows, of a first delivery nearly every one, are new and take no further look.
/// </summary>
internal sealed class ItemMerge(
    ImportRun run, ItemLayout layout, ItemReader reader, IReadOnlyList<ItemReference> references, ImportOptions options, DateOnly today)
{
    /// <summary>The batch, and the balance of rule B2.</summary>
    public async Task<(long Batch, ImportCounts Counts)> RunAsync(CancellationToken ct)
    {
        await ExecuteAsync("stage", ct, ("item", layout.Code));
        var batch = await ImportBatch.BeginAsync(run.Transaction, layout.Code, options, run.File.Path, ct);
        var withheld = await CopyAsync(ct);
        await ExecuteAsync("subjects", ct);
        await RejectAsync("unknown_enterprises", "uscc", "enterprise-unknown", "先导入该企业的登记信息 / import the enterprise's registration first", ct);
        for (var i = 0; i < references.Count; i++)
        {
            var reference = references[i];
            await RejectAsync(
                "missing_references",
                reference.Field.Name,
                RuleName.ExistingItem,
                $"先报送对应的{reference.Item.Name.Zh}，或更正{reference.Field.Zh} / deliver the {reference.Item.Name.En} that it names first, or correct it",
                ct,
                ("number", i + 1),
                ("other", reference.Item.Code),
                ("part", reference.KeyPart));
        }

        await ExecuteAsync("compare", ct, ("item", layout.Code));
        var accepted = await ExecuteAsync(
            "merge", ct, ("item", layout.Code), ("source", options.Source), ("known_at", options.Clock.GetUtcNow().UtcDateTime), ("batch", batch), ("invented", options.Invented));
        return (batch, await CountAsync(accepted, withheld, ct));
    }

    /// <summary>Stages what is well formed; returns how many rows the law keeps out.</summary>
    private async Task<long> CopyAsync(CancellationToken ct)
    {
        long withheld = 0;
        await using var copy = await ItemCopy.BeginAsync(run.Connection, ct);
        await foreach (var delivered in run.RowsAsync(ct))
        {
            var (row, rejection) = reader.Read(delivered);
            if (row is null)
            {
                await run.Rejected.AddAsync(delivered.Line, rejection!, delivered.Fault is null ? () => reader.CellsOf(delivered) : null, () => reader.FactOf(delivered));
            }
            else if (row.IsWithheld)
            {
                withheld++;
            }
            else
            {
                copy.Write(delivered.Line, row);
            }
        }

        await copy.CompleteAsync(ct);
        return withheld;
    }

    private async Task RejectAsync(string file, string field, string rule, string howToMend, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var command = run.Command($"Sql/Items/{file}.sql");
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var line = rows.GetInt64(0);
            await run.Rejected.AddAsync(line, new Rejection(field == "uscc" ? layout.Subject : field, rule, rows.GetString(1), howToMend), () => reader.CellsOf(rows.GetString(2)), () => ItemReader.FactOf(rows.GetString(2)));
        }
    }

    private async Task<ImportCounts> CountAsync(long accepted, long withheld, CancellationToken ct)
    {
        await using var command = run.Command("Sql/Items/counts.sql");
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        var (versions, duplicates, removed) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
        await rows.DisposeAsync();
        return new ImportCounts(run.Received, accepted - versions, versions, duplicates, withheld + removed, run.Rejected.Count) { Late = await LateAsync(ct) };
    }

    private async Task<long> LateAsync(CancellationToken ct)
    {
        if (layout.Timely is not { } timely)
        {
            return 0;
        }

        if (LateLimit.LastLateDay(WorkingCalendar.Official, today, timely.WorkingDays) is not { } last)
        {
            run.Warn(string.Create(CultureInfo.InvariantCulture, $"late-not-counted-{today.Year}"));
            return 0;
        }

        await using var command = run.Command("Sql/Items/late.sql");
        command.Parameters.AddWithValue("from", timely.From == layout.OccurredOn ? "occurred_on" : timely.From == layout.ValidUntil ? "valid_until" : layout.Find(timely.From)!.Slot ?? timely.From);
        command.Parameters.AddWithValue("last", last);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<long> ExecuteAsync(string file, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var command = run.Command($"Sql/Items/{file}.sql");
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return await command.ExecuteNonQueryAsync(ct);
    }
}
