using System.Runtime.CompilerServices;
using System.Text.Json;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>Rows of a delivered table: comma-separated with a header line, or one JSON object on each line (told apart by the first character).</summary>
internal sealed class TableReader
{
    /// <summary>Lines that one quoted cell may span; a quote that closes later is a stray one, and its line alone is at fault.</summary>
    private const int MaxLinesOfCell = 16;

    private readonly LineReader _lines;
    private readonly TableLayout _layout;
    private readonly FileLimits _limits;
    private readonly int[] _targets; // file column → layout column, −1 to ignore
    private readonly Queue<(long Line, string Text, bool IsCutOff)> _back = new();
    private readonly bool _isJson;

    private TableReader(LineReader lines, TableLayout layout, FileLimits limits, int[] targets, bool isJson)
    {
        _lines = lines;
        _layout = layout;
        _limits = limits;
        _targets = targets;
        _isJson = isJson;
    }

    /// <summary>True when the file's header names the layout's column; always for JSON, where each row decides.</summary>
    public bool Has(int column) => _isJson || Array.IndexOf(_targets, column) >= 0;

    /// <summary>Reads the header. Columns that the layout does not know are an error, so that a misspelt one is not lost in silence.</summary>
    public static async Task<Result<TableReader>> OpenAsync(SourceFile file, TableLayout layout, CancellationToken ct)
    {
        var lines = new LineReader(file.Content, file.Path, file.Limits);
        var first = await lines.ReadAsync(ct);
        if (string.IsNullOrWhiteSpace(first))
        {
            return FileErrors.Empty(file.Path);
        }

        if (first.TrimStart().StartsWith('{'))
        {
            var json = new TableReader(lines, layout, file.Limits, [], isJson: true);
            json._back.Enqueue((lines.Line, first, lines.IsCutOff));
            return json;
        }

        var header = new List<string>();
        CsvLine.TrySplit(first, header);
        var targets = header.Select(name => layout.IndexOf(name.Trim())).ToArray();
        var lacking = layout.Columns.Where((column, i) => column.IsRequired && Array.IndexOf(targets, i) < 0).Select(column => column.Name).ToArray();
        var unknown = header.Where((_, i) => targets[i] < 0).ToArray();
        return lacking.Length > 0 ? FileErrors.HeaderLacks(string.Join(", ", lacking))
            : unknown.Length > 0 ? FileErrors.HeaderUnknown(string.Join(", ", unknown.Take(5)))
            : new TableReader(lines, layout, file.Limits, targets, isJson: false);
    }

    public async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (await NextAsync(ct) is { } next)
        {
            if (string.IsNullOrWhiteSpace(next.Text))
            {
                continue;
            }

            yield return _isJson ? FromJson(next.Line, next.Text) : await FromCsvAsync(next.Line, next.Text, next.IsCutOff, ct);
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

    private async ValueTask<TableRow> FromCsvAsync(long line, string text, bool isCutOff, CancellationToken ct)
    {
        var cells = new List<string>(_targets.Length);
        if (!CsvLine.TrySplit(text, cells))
        {
            if (isCutOff)
            {
                throw new UnreadableFileException(FileErrors.Truncated($"line {line} ends inside a quoted cell"));
            }

            if (await JoinAsync(text, cells, ct) is not { } joined)
            {
                return Faulty(line, text, "unclosed-quote");
            }

            text = joined;
        }

        if (cells.Count > _limits.MaxColumns)
        {
            throw new UnreadableFileException(FileErrors.TooManyColumns(line, _limits.MaxColumns));
        }

        if (cells.Count != _targets.Length)
        {
            // A last line with too few cells and no line end is a file that broke off, not a bad row.
            return isCutOff && cells.Count < _targets.Length
                ? throw new UnreadableFileException(FileErrors.Truncated($"line {line} has {cells.Count} of {_targets.Length} cells and no line end"))
                : Faulty(line, text, "cell-count");
        }

        var values = new string?[_layout.Columns.Length];
        for (var i = 0; i < _targets.Length; i++)
        {
            values[_targets[i]] = cells[i];
        }

        return new TableRow(line, text, values, text.Contains('\0', StringComparison.Ordinal) ? "control-character" : null);
    }

    // A quoted cell may hold line ends. When it does not close soon, the lines go back and only the first is at fault.
    private async ValueTask<string?> JoinAsync(string first, List<string> cells, CancellationToken ct)
    {
        var taken = new List<(long Line, string Text, bool IsCutOff)>();
        var length = first.Length;
        while (taken.Count < MaxLinesOfCell && length < _limits.MaxLineBytes && await NextAsync(ct) is { } next)
        {
            taken.Add(next);
            length += next.Text.Length;
            var joined = string.Join('\n', taken.Select(line => line.Text).Prepend(first));
            if (CsvLine.TrySplit(joined, cells) && cells.Count == _targets.Length)
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
        var values = new string?[_layout.Columns.Length];
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Faulty(line, text, "json-object");
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                var column = _layout.IndexOf(property.Name);
                if (column < 0)
                {
                    return Faulty(line, text, "json-unknown-member");
                }

                values[column] = property.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False =>
                        property.Value.GetRawText(),
                };
            }
        }
        catch (JsonException)
        {
            return Faulty(line, text, "json-malformed");
        }

        return new TableRow(line, text, values, Array.Exists(values, value => value?.Contains('\0', StringComparison.Ordinal) == true) ? "control-character" : null);
    }

    private TableRow Faulty(long line, string text, string rule) => new(line, text, new string?[_layout.Columns.Length], rule);
}
