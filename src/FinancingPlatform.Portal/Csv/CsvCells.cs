namespace FinancingPlatform.Portal.Csv;

/// <summary>Cells of an exported table (CSV 单元格, RFC 4180) that a spreadsheet shows and never runs.</summary>
internal static class CsvCells
{
    /// <summary>U+FEFF first, or Excel reads Chinese in the machine's own code page.</summary>
    public const string ByteOrderMark = "\uFEFF";

    private static readonly char[] Quoted = [',', '"', '\r', '\n'];

    /// <summary>One line of cells, ended by CRLF.</summary>
    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>A cell that begins like a formula gets an apostrophe in front (OWASP CSV injection): the operator's name came from a bank.</summary>
    public static string Cell(string? value)
    {
        var text = value ?? "";
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..])
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
