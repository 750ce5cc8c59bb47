namespace FinancingPlatform.Aggregation.Files;

/// <summary>A table that was declared to hold nothing (零报送): no bytes, so no header either.</summary>
internal sealed class NoRows(IReadOnlyList<TableLayout> candidates) : TableReader(TableHeader.Nearest([], candidates))
{
    public override bool IsJson => true;

    public override IAsyncEnumerable<TableRow> RowsAsync(CancellationToken ct) => AsyncEnumerable.Empty<TableRow>();
}
