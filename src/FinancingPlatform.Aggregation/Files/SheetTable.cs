using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Xml;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>
/// The first sheet of an .xlsx workbook (电子表格), read row by row. Its parts are plain XML in a zip: they are read forward only, each unpacked
/// within the file's limits, so that a bomb stops early whatever the zip's directory claims.
/// </summary>
internal sealed class SheetTable : TableReader
{
    private const int MaxEntries = 2_000;
    private readonly SourceFile _file;
    private readonly Workbook _workbook;
    private readonly XmlReader _sheet;

    private SheetTable(SourceFile file, Workbook workbook, XmlReader sheet, TableHeader header)
        : base(header)
    {
        _file = file;
        _workbook = workbook;
        _sheet = sheet;
    }

    public static new async Task<Result<TableReader>> OpenAsync(SourceFile file, Func<IReadOnlyList<string>, IReadOnlyList<TableLayout>> candidates, CancellationToken ct)
    {
        try
        {
            var zip = new ZipArchive(file.Packed, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.GetEntry("xl/workbook.xml") is null)
            {
                return FileErrors.NotText(file.Path);
            }

            // Before anything is unpacked: what the directory itself admits to.
            if (zip.Entries.Count > MaxEntries || zip.Entries.Sum(entry => entry.Length) > file.Limits.MaxDecompressedBytes)
            {
                return FileErrors.TooLarge(file.Limits.MaxDecompressedBytes);
            }

            var workbook = await Workbook.ReadAsync(zip, file, ct);
            if (workbook.OpenFirstSheet() is not { } sheet)
            {
                return FileErrors.SheetUnreadable(file.Path, "no sheet");
            }

            var cells = new List<string>();
            var line = await ReadRowAsync(sheet, workbook, cells, file.Limits);
            return line is null || cells.TrueForAll(string.IsNullOrWhiteSpace)
                ? FileErrors.Empty(file.Path)
                : TableHeader.Match(cells, candidates(cells)).Map<TableReader>(header => new SheetTable(file, workbook, sheet, header));
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or FormatException or OverflowException)
        {
            return FileErrors.SheetUnreadable(file.Path, e.Message);
        }
    }

    public override async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var cells = new List<string>();
        while (await NextAsync(cells, ct) is { } line)
        {
            if (cells.TrueForAll(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            var raw = CsvLine.Join([.. cells]);
            yield return cells.Count > Header.Targets.Length
                ? new TableRow(line, raw, new string?[Header.Layout.Columns.Length], "cell-count")
                : new TableRow(line, raw, Place(cells), raw.Contains('\0', StringComparison.Ordinal) ? "control-character" : null);
        }
    }

    private async ValueTask<long?> NextAsync(List<string> cells, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return await ReadRowAsync(_sheet, _workbook, cells, _file.Limits);
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or FormatException or OverflowException)
        {
            throw new UnreadableFileException(FileErrors.SheetUnreadable(_file.Path, e.Message));
        }
    }

    /// <summary>The cells of the next row, gaps filled with nothing; null at the end of the sheet.</summary>
    private static async ValueTask<long?> ReadRowAsync(XmlReader sheet, Workbook workbook, List<string> cells, FileLimits limits)
    {
        cells.Clear();
        while (await sheet.ReadAsync())
        {
            if (sheet.NodeType != XmlNodeType.Element || sheet.LocalName != "row")
            {
                continue;
            }

            var line = long.TryParse(sheet.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            if (sheet.IsEmptyElement)
            {
                return line;
            }

            var depth = sheet.Depth;
            var characters = 0L;
            while (await sheet.ReadAsync() && sheet.Depth > depth)
            {
                if (sheet.NodeType == XmlNodeType.Element && sheet.LocalName == "c")
                {
                    var column = sheet.GetAttribute("r") is { } reference ? ColumnOf(reference) : cells.Count;
                    if (column < cells.Count || column >= limits.MaxColumns)
                    {
                        throw new UnreadableFileException(FileErrors.TooManyColumns(line, limits.MaxColumns));
                    }

                    while (cells.Count < column)
                    {
                        cells.Add(string.Empty);
                    }

                    var text = await workbook.CellAsync(sheet, limits);
                    characters += text.Length;
                    cells.Add(characters > limits.MaxLineBytes ? throw new UnreadableFileException(FileErrors.LineTooLong(line, limits.MaxLineBytes)) : text);
                }
            }

            return line;
        }

        return null;
    }

    // "AB12" → 27.
    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper))
        {
            column = checked((column * 26) + (letter - 'A' + 1));
        }

        return column - 1;
    }
}
