using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>What the cells of a workbook (工作簿) refer to: shared strings, date styles, the first sheet.</summary>
internal sealed class Workbook
{
    /// <summary>Shared strings are kept in memory, so they are bounded.</summary>
    private const int MaxStringBytes = 64 << 20;

    /// <summary>What one string costs beside its characters.</summary>
    private const int BytesOfString = 24;

    /// <summary>Built-in number formats of dates (ECMA-376 18.8.30), with those that Chinese Excel uses.</summary>
    private static readonly int[] DateFormats = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58];

    private static readonly XmlReaderSettings Settings = new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = false };

    private readonly ZipArchive _zip;
    private readonly SourceFile _file;
    private readonly List<string> _strings = [];
    private readonly HashSet<int> _dateStyles = [];
    private bool _isFrom1904;

    private Workbook(ZipArchive zip, SourceFile file)
    {
        _zip = zip;
        _file = file;
    }

    public static async Task<Workbook> ReadAsync(ZipArchive zip, SourceFile file, CancellationToken ct)
    {
        var workbook = new Workbook(zip, file);
        await workbook.ReadStylesAsync();
        await workbook.ReadStringsAsync(ct);
        using var book = workbook.Open("xl/workbook.xml");
        while (book is not null && await book.ReadAsync())
        {
            workbook._isFrom1904 |= book is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" } && book.GetAttribute("date1904") is "1" or "true";
        }

        return workbook;
    }

    /// <summary>The sheet that was made first; null when there is none.</summary>
    public XmlReader? OpenFirstSheet() => _zip.Entries
        .Where(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal) && entry.FullName.EndsWith(".xml", StringComparison.Ordinal))
        .OrderBy(entry => entry.FullName.Length).ThenBy(entry => entry.FullName, StringComparer.Ordinal)
        .Select(entry => Open(entry.FullName))
        .FirstOrDefault();

    /// <summary>The text of the cell that the reader stands on; a date cell as yyyy-MM-dd.</summary>
    public async ValueTask<string> CellAsync(XmlReader sheet, FileLimits limits)
    {
        var (type, style) = (sheet.GetAttribute("t"), sheet.GetAttribute("s"));
        if (sheet.IsEmptyElement)
        {
            return string.Empty;
        }

        var depth = sheet.Depth;
        var text = new StringBuilder();
        var isValue = false;
        while (await sheet.ReadAsync() && sheet.Depth > depth)
        {
            if (sheet.NodeType == XmlNodeType.Element)
            {
                isValue = sheet.LocalName is "v" or "t";
            }
            else if (isValue && sheet.NodeType is (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA))
            {
                text.Append(sheet.Value);
            }

            if (text.Length > limits.MaxLineBytes)
            {
                throw new UnreadableFileException(FileErrors.LineTooLong(0, limits.MaxLineBytes));
            }
        }

        var value = text.ToString();
        return type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _strings.Count ? _strings[number] : throw new InvalidDataException("a cell names a shared string that is not there"),
            "b" => value == "1" ? "true" : "false",
            "e" => string.Empty,
            null or "n" when style is not null && int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var format) && _dateStyles.Contains(format) => DateOf(value),
            _ => value,
        };
    }

    // Serial days. Excel counts a 29 February 1900 that never was, so serials before March 1900 are off by one; no delivery holds one.
    private string DateOf(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) && serial is > 0 and < 2_958_466
            ? (_isFrom1904 ? new DateTime(1904, 1, 1, 0, 0, 0, DateTimeKind.Unspecified) : new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified)).AddDays(Math.Floor(serial)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : value;

    private async Task ReadStylesAsync()
    {
        using var styles = Open("xl/styles.xml");
        var own = new HashSet<int>(DateFormats);
        var (isInCells, index) = (false, 0);
        while (styles is not null && await styles.ReadAsync())
        {
            switch (styles.NodeType, styles.LocalName)
            {
                case (XmlNodeType.Element, "numFmt") when int.TryParse(styles.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && IsDate(styles.GetAttribute("formatCode") ?? string.Empty):
                    own.Add(id);
                    break;
                case (XmlNodeType.Element, "cellXfs"):
                    isInCells = true;
                    break;
                case (XmlNodeType.EndElement, "cellXfs"):
                    isInCells = false;
                    break;
                case (XmlNodeType.Element, "xf") when isInCells:
                    if (int.TryParse(styles.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var format) && own.Contains(format))
                    {
                        _dateStyles.Add(index);
                    }

                    index++;
                    break;
            }
        }
    }

    // A year or a day outside quotes and brackets makes a date of a number.
    private static bool IsDate(string format)
    {
        var (isQuoted, isBracketed) = (false, false);
        foreach (var character in format)
        {
            isQuoted ^= character == '"';
            isBracketed = character == '[' || (isBracketed && character != ']');
            if (!isQuoted && !isBracketed && character is ('y' or 'Y' or 'd' or 'D'))
            {
                return true;
            }
        }

        return false;
    }

    private async Task ReadStringsAsync(CancellationToken ct)
    {
        using var strings = Open("xl/sharedStrings.xml");
        var text = new StringBuilder();
        var (isText, isPhonetic) = (false, false);
        long bytes = 0;
        while (strings is not null && await strings.ReadAsync())
        {
            ct.ThrowIfCancellationRequested();
            switch (strings.NodeType, strings.LocalName)
            {
                case (XmlNodeType.Element, "si"):
                    text.Clear();
                    if (strings.IsEmptyElement)
                    {
                        _strings.Add(string.Empty);
                    }

                    break;
                case (XmlNodeType.Element or XmlNodeType.EndElement, "rPh"):
                    isPhonetic = strings.NodeType == XmlNodeType.Element;
                    break;
                case (XmlNodeType.Element or XmlNodeType.EndElement, "t"):
                    isText = strings.NodeType == XmlNodeType.Element && !strings.IsEmptyElement;
                    break;
                case (XmlNodeType.EndElement, "si"):
                    _strings.Add(text.ToString());
                    bytes += (text.Length * sizeof(char)) + BytesOfString;
                    break;
                case (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace, _) when isText && !isPhonetic:
                    text.Append(strings.Value);
                    break;
            }

            if (bytes + text.Length > MaxStringBytes)
            {
                throw new UnreadableFileException(FileErrors.TooManyStrings(MaxStringBytes));
            }
        }
    }

    private XmlReader? Open(string part)
    {
        if (_zip.GetEntry(part) is not { } entry)
        {
            return null;
        }

        var bounded = new BoundedStream(entry.Open(), Math.Min(entry.CompressedLength, _file.Packed.Length), _file.Limits, _ => Task.FromResult<Error?>(null));
        return XmlReader.Create(bounded, Settings);
    }
}
