using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>Gathers a table row by row, each field by its column's role and type.</summary>
internal sealed class TableBuilder
{
    private const int MaxValues = 2_000_000_000;

    private readonly IReadOnlyList<TableField> _header;
    private readonly LabelReader? _label;
    private readonly bool _labelled;
    private readonly DerivedCells _derived;

    /// <summary>Where each feature comes from: a field, or behind the fields a derived cell.</summary>
    private readonly (SchemaColumn Column, int At)[] _features;
    private readonly List<float> _values = [];
    private readonly List<float> _labels = [];
    private readonly List<float> _weights = [];
    private readonly List<int> _groups = [];
    private readonly Dictionary<string, int> _groupNumbers = [];
    private readonly List<double> _times = [];
    private readonly Dictionary<string, int>?[] _codes;
    private readonly (int At, Dictionary<string, int> Codes, List<int> Rows, string Name)[] _fairness;
    private readonly int _labelAt;
    private int _rows;
    private int _lines;

    public TableBuilder(ModelSchema schema, List<SchemaColumn> header, bool labelled)
    {
        _header = header.ConvertAll(column => new TableField(column, schema.Decimal));
        _label = labelled && schema.Label is { } label ? new LabelReader(label) : null;
        _labelled = labelled;
        _labelAt = header.FindIndex(c => c.Role == ColumnRole.Label);
        _derived = new DerivedCells(schema, _header);
        var derived = schema.Derived ?? [];
        int At(string name) => header.FindIndex(c => c.Name == name) is >= 0 and var at ? at : header.Count + derived.TakeWhile(d => d.Name != name).Count();
        _features = [.. schema.Features.Select(f => (f, At(f.Name)))];
        // Only learning and judging compare; a table to be scored may lack the column.
        _fairness = labelled ? [.. (schema.Fairness ?? []).Select(name => (At(name), new Dictionary<string, int>(StringComparer.Ordinal), new List<int>(), name))] : [];
        _codes = [.. _features.Select(f => f.Column.Type == ColumnType.Category ? new Dictionary<string, int>(StringComparer.Ordinal) : null)];
    }

    public Error? Add(int line, List<string> fields)
    {
        if (++_lines > ModelTableReader.MaxRows || (long)(_rows + 1) * _features.Length > MaxValues)
        {
            return ScoringError.Table($"line {line}", "行数过多", "there are too many rows");
        }

        // First of all: a row that is left out need not be in order elsewhere.
        if (_label is not null)
        {
            var label = _label.Read(line, fields[_labelAt]);
            if (!label.IsOk)
            {
                return label.Error;
            }

            if (label.Value is not { } isBad)
            {
                return null;
            }

            _labels.Add(isBad ? 1 : 0);
        }

        _rows++;
        var derived = _derived.Of(line, fields);
        if (!derived.IsOk)
        {
            return derived.Error;
        }

        for (var number = 0; number < _features.Length; number++)
        {
            if (AddFeature(line, number, fields, derived.Value) is { } error)
            {
                return error;
            }
        }

        foreach (var (at, codes, rows, _) in _fairness)
        {
            var text = at < fields.Count ? _header[at].IsUnknown(fields[at]) ? null : fields[at] : derived.Value[at - fields.Count].Text;
            if (text is not null)
            {
                codes.TryAdd(text, codes.Count);
            }

            rows.Add(text is null ? -1 : codes[text]);
        }

        for (var i = 0; i < _header.Count; i++)
        {
            if (AddOther(line, _header[i], fields[i]) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    public Result<ModelTable> Finish() => _label?.Fault() is { } fault ? fault : Table();

    private ModelTable Table() =>
        new([.. _features.Select(f => f.Column)], [.. _values], _rows)
        {
            Labels = [.. _labels],
            Weights = [.. _weights],
            Groups = [.. _groups],
            Times = [.. _times],
            LeftOut = _lines - _rows,
            Fairness = [.. _fairness.Select(f => new Training.FairnessColumn(f.Name, [.. f.Codes.OrderBy(p => p.Value).Select(p => p.Key)], f.Rows))],
            Categories = Array.TrueForAll(_codes, c => c is null) ? [] : [.. _codes.Select(c => c?.OrderBy(p => p.Value).Select(p => p.Key).ToArray())],
        };

    private Error? AddFeature(int line, int number, List<string> fields, Cell[] derived)
    {
        var (column, at) = _features[number];
        if (at >= fields.Count)
        {
            var cell = derived[at - fields.Count];
            return _codes[number] is { } made ? AddCode(line, column, made, cell.Text) : AddValue(cell.Number);
        }

        var field = fields[at];
        if (_codes[number] is { } codes)
        {
            return AddCode(line, column, codes, _header[at].IsUnknown(field) ? null : field);
        }

        return _header[at].TryNumber(field, out var value) ? AddValue(value) : _header[at].NotANumber(line, field);
    }

    private Error? AddValue(float value)
    {
        _values.Add(value);
        return null;
    }

    private Error? AddCode(int line, SchemaColumn column, Dictionary<string, int> codes, string? text)
    {
        if (text is null)
        {
            return AddValue(float.NaN);
        }

        if (!codes.TryGetValue(text, out var code))
        {
            if (codes.Count >= ModelTableReader.MaxCategories)
            {
                return ScoringError.Table(
                    $"line {line}, column {column.Name}", $"类别多于 {ModelTableReader.MaxCategories} 种", $"it holds more than {ModelTableReader.MaxCategories} categories");
            }

            codes.Add(text, code = codes.Count);
        }

        return AddValue(code);
    }

    private Error? AddOther(int line, TableField reader, string field)
    {
        var column = reader.Column;
        switch (column.Role)
        {
            case ColumnRole.Weight when _labelled:
                if (!reader.TryNumber(field, out var weight) || !(weight > 0))
                {
                    return ScoringError.Table($"line {line}, column {column.Name}", "权重须为正数", "a weight must be above zero");
                }

                _weights.Add(weight);
                return null;
            case ColumnRole.Time when _labelled:
                if (!reader.TryNumber(field, out var time) || float.IsNaN(time))
                {
                    return ScoringError.Table($"line {line}, column {column.Name}", "时间须为日期（type 为 date）或数字，不得为空", "a time must be a date (type date) or a number, and never empty");
                }

                _times.Add(time);
                return null;
            case ColumnRole.Group when _labelled:
                // Rows of nobody known are not all one subject's.
                var key = reader.IsUnknown(field) ? $"\u001F{line}" : field;
                _groupNumbers.TryAdd(key, _groupNumbers.Count);
                _groups.Add(_groupNumbers[key]);
                return null;
            case ColumnRole.Feature or ColumnRole.Label or ColumnRole.Time or ColumnRole.Ignore or ColumnRole.Weight or ColumnRole.Group:
            default:
                return null;
        }
    }
}
