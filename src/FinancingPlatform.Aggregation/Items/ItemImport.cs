using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>Imports one credit data item (信用信息项导入). Corrections are new versions of the same key; nothing is overwritten.</summary>
public static class ItemImport
{
    /// <summary>The items that can be imported: what <c>credit.item_layout</c> holds.</summary>
    public static async Task<IReadOnlyList<string>> ItemsAsync(string connectionString, CancellationToken ct) =>
        [.. (await CatalogueStore.ListAsync(connectionString, ct)).Select(entry => entry.Code)];

    /// <summary>Imports a file of one item, or leaves everything as it was and says why.</summary>
    /// <param name="item">One of <see cref="ItemsAsync"/>.</param>
    /// <param name="path">Separated text, JSON lines or .xlsx; plain, gzip or xz; layouts in docs/items.md.</param>
    /// <param name="subjects">A file <c>firm,uscc</c> for sources that name firms in their own way; null when the subject's column holds the code.</param>
    /// <param name="options">Database, city, source.</param>
    /// <param name="progress">Share read, 0 to 1.</param>
    /// <param name="ct">Cancels; nothing is kept then.</param>
    public static async Task<Result<ImportOutcome>> RunAsync(
        string item, string path, string? subjects, ImportOptions options, IProgress<double> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var prepared = await DeliveryCalls.NotedAsync(item, options, () => PrepareAsync(item, subjects, options, ct));
        if (!prepared.IsOk)
        {
            return prepared.Error;
        }

        var (layout, map, references) = prepared.Value;
        var tables = new ItemTables(layout);
        var today = China.Today(options.Clock);
        return await ImportRun.RunAsync(
            item,
            path,
            tables.Candidates,
            options,
            progress,
            run => new ItemMerge(run, layout, new ItemReader(layout, tables, run.Table.Header, map, today), references, options, today).RunAsync(ct),
            ct);
    }

    private static async Task<Result<(ItemLayout Layout, SubjectMap Subjects, IReadOnlyList<ItemReference> References)>> PrepareAsync(
        string item, string? subjects, ImportOptions options, CancellationToken ct)
    {
        var map = await SubjectMap.ReadAsync(subjects, options.Limits, ct);
        if (!map.IsOk)
        {
            return map.Error;
        }

        if (await CatalogueStore.FindAsync(options.ConnectionString, item, ct) is not { } found)
        {
            var items = await ItemsAsync(options.ConnectionString, ct);
            return new Error(ErrorKind.NotFound, "item-unknown", $"没有信息项 {item}；可用：{string.Join('、', items)}。", $"There is no item {item}; choose one of {string.Join(", ", items)}.");
        }

        if (!found.IsOk)
        {
            return found.Error;
        }

        var references = await ItemReferences.CompileAsync(found.Value, options.ConnectionString, ct);
        return references.IsOk ? (found.Value, map.Value, references.Value) : references.Error;
    }
}
