using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>Reads a comma-separated table by its schema (读取建模样本); every error names line and column.</summary>
public static class ModelTableReader
{
    /// <summary>Rows of one table; above it the columns no longer fit an array.</summary>
    public const int MaxRows = 20_000_000;

    /// <summary>Different texts of one category column; codes stay exact in single precision up to 16 million.</summary>
    public const int MaxCategories = 1_000_000;

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
        var build = new TableBuilder(schema, columns, labelled);
        while (rows.MoveNext())
        {
            var (line, fields) = rows.Current;
            if (fields.Count != columns.Count)
            {
                return ScoringError.Table($"line {line}", $"应有 {columns.Count} 个字段，实有 {fields.Count}", $"it should have {columns.Count} fields and has {fields.Count}");
            }

            if (build.Add(line, fields) is { } wrong)
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

        var missing = schema.Columns.FirstOrDefault(c => !header.Contains(c.Name) && IsNeeded(c, schema, labelled));
        return missing is null ? null : ScoringError.Table($"column {missing.Name}", "表中缺少此列", "the table lacks this column");
    }

    /// <summary>A model needs its features and what derived ones are made from; learning and judging also need label, weight, time and group.</summary>
    private static bool IsNeeded(SchemaColumn column, ModelSchema schema, bool labelled) =>
        column.Role == ColumnRole.Feature
        || (labelled && (column.Role != ColumnRole.Ignore || (schema.Fairness ?? []).Contains(column.Name)))
        || (schema.Derived ?? []).Any(d => d.Of.Contains(column.Name));
}
