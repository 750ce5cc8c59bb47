namespace FinancingPlatform.Aggregation.Files;

/// <summary>One row of a delivered table, its cells in the order of the layout; null where the file has no such column.</summary>
/// <param name="Line">Number of the line, from 1 for the header.</param>
/// <param name="Raw">The line as delivered.</param>
/// <param name="Cells">In the layout's order.</param>
/// <param name="Fault">Rule that the line breaks as a line; null when it is well formed.</param>
internal readonly record struct TableRow(long Line, string Raw, string?[] Cells, string? Fault)
{
    /// <summary>The trimmed cell; null when the column is absent or the cell says nothing.</summary>
    public string? this[int column] => Cells[column]?.Trim() is { } text && SaysTrimmed(text) ? text : null;

    /// <summary>False for the ways in which exports write "unknown".</summary>
    public static bool Says(string cell) => SaysTrimmed(cell.AsSpan().Trim());

    private static bool SaysTrimmed(ReadOnlySpan<char> text) => text.Length switch
    {
        0 => false,
        1 => text[0] is not ('-' or '–' or '—'),
        2 => text is not ("\\N" or "--" or "——"),
        3 => !text.Equals("N/A", StringComparison.OrdinalIgnoreCase),
        4 => !text.Equals("NULL", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };
}
