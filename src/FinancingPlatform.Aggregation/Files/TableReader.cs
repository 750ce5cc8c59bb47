using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>Rows of a delivered table (交换表), whatever its form: separated text, JSON lines, or the first sheet of a workbook.</summary>
internal abstract class TableReader(TableHeader header)
{
    /// <summary>How the header was understood.</summary>
    public TableHeader Header { get; } = header;

    /// <summary>Opens a file by its content and chooses among the layouts by its header.</summary>
    public static Task<Result<TableReader>> OpenAsync(SourceFile file, IReadOnlyList<TableLayout> candidates, CancellationToken ct) =>
        OpenAsync(file, _ => candidates, ct);

    /// <summary>Opens a file whose layouts depend on its header, or on the members of its first JSON row.</summary>
    public static async Task<Result<TableReader>> OpenAsync(SourceFile file, Func<IReadOnlyList<string>, IReadOnlyList<TableLayout>> candidates, CancellationToken ct) =>
        file.IsPackage ? await SheetTable.OpenAsync(file, candidates, ct) : await TextTable.OpenAsync(file, candidates, ct);

    /// <summary>True when each row is a JSON object of its own.</summary>
    public virtual bool IsJson => false;

    public abstract IAsyncEnumerable<TableRow> RowsAsync(CancellationToken ct);

    /// <summary>Cells in the layout's order. Where a file fills one column under several names, the first that says something counts.</summary>
    protected string?[] Place(IReadOnlyList<string> cells)
    {
        var values = new string?[Header.Layout.Columns.Length];
        var targets = Header.Targets;
        for (var i = 0; i < targets.Length && i < cells.Count; i++)
        {
            if (targets[i] >= 0 && (values[targets[i]] is not { } earlier || !TableRow.Says(earlier)))
            {
                values[targets[i]] = cells[i];
            }
        }

        return values;
    }
}
