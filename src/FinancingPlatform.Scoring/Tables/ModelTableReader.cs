using System.Globalization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>Reads a comma-separated table by its schema (读取建模样本); every error names line and column.</summary>
public static class ModelTableReader
{
    /// <summary>Rows of one table; above it the columns no longer fit an array.</summary>
    public const int MaxRows = 20_000_000;

    /// <summary>Different texts of one category column; codes stay exact in single precision up to 16 million.</summary>
    public const int MaxCategories = 1_000_000;

    private const int MaxValues = 2_000_000_000;
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    /// <summary>Reads the table.</summary>
    /// <param name="text">Header line, then rows.</param>
    /// <param name="schema">Names every column.</param>
    /// <param name="labelled">True when the label is needed.</param>
    public static Result<ModelTable> Read(TextReader text, ModelSchema schema, bool labelled)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(schema);
        try
        {
            return ReadRows(text, schema, labelled);
        }
        catch (InvalidDataException e)
        {
            return ScoringError.Table("csv", e.Message, e.Message);
        }
    }

    private static Result<ModelTable> ReadRows(TextReader text, ModelSchema schema, bool labelled)
    {
        using var rows = CsvRows.Read(text).GetEnumerator();
        if (!rows.MoveNext())
        {
            return ScoringError.Table("line 1", "文件为空", "the file is empty");
        }

        var header = rows.Current.Fields.ConvertAll(h => h.Trim('\uFEFF', ' '));
        if (Unmatched(header, schema, labelled) is { } error)
        {
            return error;
        }

        var columns = header.ConvertAll(h => schema.Columns.First(c => c.Name == h));
        var features = schema.Features;
        var build = new Builder(features, schema.Label, labelled);
        while (rows.MoveNext())
        {
            var (line, fields) = rows.Current;
            if (fields.Count != columns.Count)
            {
                return ScoringError.Table($"line {line}", $"应有 {columns.Count} 个字段，实有 {fields.Count}", $"it should have {columns.Count} fields and has {fields.Count}");
            }

            if (build.Add(line, columns, fields) is { } wrong)
            {
                return wrong;
            }
        }

        return build.Finish();
    }

    private static Error? Unmatched(List<string> header, ModelSchema schema, bool labelled)
    {
        foreach (var name in header)
        {
            if (schema.Columns.All(c => c.Name != name) || header.Count(h => h == name) > 1)
            {
                return ScoringError.Table($"column {name}", "字段说明中没有此列，或此列重复", "the schema does not name this column, or it stands twice in the header");
            }
        }

        var missing = schema.Columns.FirstOrDefault(c => !header.Contains(c.Name) && (c.Role == ColumnRole.Feature || (labelled && c.Role == ColumnRole.Label)));
        return missing is null ? null : ScoringError.Table($"column {missing.Name}", "表中缺少此列", "the table lacks this column");
    }

    private sealed class Builder(IReadOnlyList<SchemaColumn> features, SchemaLabel? label, bool labelled)
    {
        private readonly List<float> _values = [];
        private readonly List<float> _labels = [];
        private readonly List<float> _weights = [];
        private readonly List<int> _groups = [];
        private readonly Dictionary<string, int> _groupNumbers = [];
        private readonly List<double> _times = [];
        private readonly Dictionary<string, int>?[] _codes = [.. features.Select(f => f.Type == ColumnType.Category ? new Dictionary<string, int>(StringComparer.Ordinal) : null)];
        private int _rows;

        public Error? Add(int line, List<SchemaColumn> columns, List<string> fields)
        {
            if (++_rows > MaxRows || (long)_rows * features.Count > MaxValues)
            {
                return ScoringError.Table($"line {line}", "行数过多", "there are too many rows");
            }

            for (var number = 0; number < features.Count; number++)
            {
                var feature = features[number];
                var at = columns.IndexOf(feature);
                if (_codes[number] is { } codes)
                {
                    if (codes.Count >= MaxCategories)
                    {
                        return ScoringError.Table($"line {line}, column {feature.Name}", $"类别多于 {MaxCategories} 种", $"it holds more than {MaxCategories} categories");
                    }

                    _values.Add(Code(codes, fields[at], feature));
                    continue;
                }

                if (!TryNumber(fields[at], feature, out var value))
                {
                    return ScoringError.Table($"line {line}, column {feature.Name}", $"“{Shorten(fields[at])}”不是有限的数", $"“{Shorten(fields[at])}” is not a finite number");
                }

                _values.Add(value);
            }

            for (var i = 0; i < columns.Count; i++)
            {
                if (AddOther(line, columns[i], fields[i]) is { } error)
                {
                    return error;
                }
            }

            return null;
        }

        public Result<ModelTable> Finish() =>
            new ModelTable(features, [.. _values], _rows)
            {
                Labels = [.. _labels],
                Weights = [.. _weights],
                Groups = [.. _groups],
                Times = [.. _times],
                Categories = Array.TrueForAll(_codes, c => c is null) ? [] : [.. _codes.Select(c => c?.OrderBy(p => p.Value).Select(p => p.Key).ToArray())],
            };

        private Error? AddOther(int line, SchemaColumn column, string field)
        {
            switch (column.Role)
            {
                case ColumnRole.Label when labelled && label is not null:
                    if (field.Length == 0)
                    {
                        return ScoringError.Table($"line {line}, column {column.Name}", "标签为空", "the label is empty");
                    }

                    _labels.Add(label.Bad.Contains(field) ? 1 : 0);
                    return null;
                case ColumnRole.Weight:
                    if (!TryNumber(field, column, out var weight) || !(weight > 0))
                    {
                        return ScoringError.Table($"line {line}, column {column.Name}", "权重须为正数", "a weight must be above zero");
                    }

                    _weights.Add(weight);
                    return null;
                case ColumnRole.Time when labelled:
                    if (!TryNumber(field, column, out var time) || float.IsNaN(time))
                    {
                        return ScoringError.Table($"line {line}, column {column.Name}", "时间须为日期（type 为 date）或数字，不得为空", "a time must be a date (type date) or a number, and never empty");
                    }

                    _times.Add(time);
                    return null;
                case ColumnRole.Group:
                    _groupNumbers.TryAdd(field, _groupNumbers.Count);
                    _groups.Add(_groupNumbers[field]);
                    return null;
                case ColumnRole.Feature or ColumnRole.Label or ColumnRole.Time or ColumnRole.Ignore:
                default:
                    return null;
            }
        }

        private static float Code(Dictionary<string, int> codes, string field, SchemaColumn column)
        {
            if (field.Length == 0 || (column.Missing?.Contains(field) ?? false))
            {
                return float.NaN;
            }

            codes.TryAdd(field, codes.Count);
            return codes[field];
        }

        private static bool TryNumber(string field, SchemaColumn column, out float value)
        {
            value = float.NaN;
            if (field.Length == 0 || (column.Missing?.Contains(field) ?? false))
            {
                return true;
            }

            if (column.Type == ColumnType.Date)
            {
                var isDate = DateOnly.TryParseExact(field, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
                value = isDate ? date.DayNumber - Epoch.DayNumber : float.NaN;
                return isDate;
            }

            return float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
        }

        private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
    }
}
