using System.Runtime.CompilerServices;
using System.Text.Json;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>Separated text with a header line, or one JSON object on each line, told apart by the first character (文本表).</summary>
internal sealed class TextTable : TableReader
{
    /// <summary>Lines that one quoted cell may span; a quote that closes later is a stray one, and its line alone is at fault.</summary>
    private const int MaxLinesOfCell = 16;

    private readonly LineReader _lines;
    private readonly FileLimits _limits;
    private readonly Queue<(long Line, string Text, bool IsCutOff)> _back = new();
    private readonly List<string> _cells = [];
    private readonly char? _separator; // null = JSON

    private TextTable(LineReader lines, FileLimits limits, TableHeader header, char? separator)
        : base(header)
    {
        _lines = lines;
        _limits = limits;
        _separator = separator;
    }

    public override bool IsJson => _separator is null;

    public static new async Task<Result<TableReader>> OpenAsync(SourceFile file, Func<IReadOnlyList<string>, IReadOnlyList<TableLayout>> candidates, CancellationToken ct)
    {
        var lines = new LineReader(file.Content, file.Path, file.Limits);
        var first = await lines.ReadAsync(ct);
        if (string.IsNullOrWhiteSpace(first))
        {
            return FileErrors.Empty(file.Path);
        }

        if (first.TrimStart().StartsWith('{'))
        {
            var members = Members(first);
            var json = new TextTable(lines, file.Limits, TableHeader.Nearest(members, candidates(members)), separator: null);
            json._back.Enqueue((lines.Line, first, lines.IsCutOff));
            return json;
        }

        var separator = CsvLine.SeparatorOf(first);
        var header = new List<string>();
        CsvLine.TrySplit(first, separator, header);
        if (header.Count > file.Limits.MaxColumns)
        {
            return FileErrors.TooManyColumns(1, file.Limits.MaxColumns);
        }

        return TableHeader.Match(header, candidates(header)).Map<TableReader>(matched => new TextTable(lines, file.Limits, matched, separator));
    }

    public override async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (await NextAsync(ct) is { } next)
        {
            if (string.IsNullOrWhiteSpace(next.Text))
            {
                continue;
            }

            yield return _separator is { } separator ? await FromTextAsync(next.Line, next.Text, next.IsCutOff, separator, ct) : FromJson(next.Line, next.Text);
        }
    }

    private async ValueTask<(long Line, string Text, bool IsCutOff)?> NextAsync(CancellationToken ct)
    {
        if (_back.TryDequeue(out var waiting))
        {
            return waiting;
        }

        return await _lines.ReadAsync(ct) is { } text ? (_lines.Line, text, _lines.IsCutOff) : null;
    }

    private async ValueTask<TableRow> FromTextAsync(long line, string text, bool isCutOff, char separator, CancellationToken ct)
    {
        var expected = Header.Targets.Length;
        if (!CsvLine.TrySplit(text, separator, _cells))
        {
            if (isCutOff)
            {
                throw new UnreadableFileException(FileErrors.Truncated($"line {line} ends inside a quoted cell"));
            }

            if (await JoinAsync(text, separator, ct) is not { } joined)
            {
                return Faulty(line, text, "unclosed-quote");
            }

            text = joined;
        }

        if (_cells.Count > _limits.MaxColumns)
        {
            throw new UnreadableFileException(FileErrors.TooManyColumns(line, _limits.MaxColumns));
        }

        if (_cells.Count != expected)
        {
            // A last line with too few cells and no line end is a file that broke off, not a bad row.
            return isCutOff && _cells.Count < expected
                ? throw new UnreadableFileException(FileErrors.Truncated($"line {line} has {_cells.Count} of {expected} cells and no line end"))
                : Faulty(line, text, "cell-count");
        }

        return new TableRow(line, text, Place(_cells), text.Contains('\0', StringComparison.Ordinal) ? "control-character" : null);
    }

    // A quoted cell may hold line ends. When it does not close soon, the lines go back and only the first is at fault.
    private async ValueTask<string?> JoinAsync(string first, char separator, CancellationToken ct)
    {
        var taken = new List<(long Line, string Text, bool IsCutOff)>();
        var length = first.Length;
        while (taken.Count < MaxLinesOfCell && length < _limits.MaxLineBytes && await NextAsync(ct) is { } next)
        {
            taken.Add(next);
            length += next.Text.Length;
            var joined = string.Join('\n', taken.Select(line => line.Text).Prepend(first));
            if (CsvLine.TrySplit(joined, separator, _cells) && _cells.Count == Header.Targets.Length)
            {
                return joined;
            }
        }

        var rest = _back.ToArray();
        _back.Clear();
        foreach (var line in taken.Concat(rest))
        {
            _back.Enqueue(line);
        }

        return null;
    }

    private TableRow FromJson(long line, string text)
    {
        var values = new string?[Header.Layout.Columns.Length];
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Faulty(line, text, "json-object");
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                var column = Header.Layout.IndexOf(property.Name);
                if (column == TableLayout.Unknown)
                {
                    return Faulty(line, text, "json-unknown-member");
                }

                if (column >= 0 && (values[column] is not { } earlier || !TableRow.Says(earlier)))
                {
                    values[column] = Text(property.Value);
                }
            }
        }
        catch (JsonException)
        {
            return Faulty(line, text, "json-malformed");
        }

        return new TableRow(line, text, values, Array.Exists(values, value => value?.Contains('\0', StringComparison.Ordinal) == true) ? "control-character" : null);
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string[] Members(string first)
    {
        try
        {
            using var document = JsonDocument.Parse(first);
            return document.RootElement.ValueKind == JsonValueKind.Object ? [.. document.RootElement.EnumerateObject().Select(member => member.Name)] : [];
        }
        catch (JsonException)
        {
            // The line is rejected when its turn comes; until then any layout will do.
            return [];
        }
    }

    private TableRow Faulty(long line, string text, string rule) => new(line, text, new string?[Header.Layout.Columns.Length], rule);
}
