using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>Reads a table separated by commas, semicolons, tabs or bars by its schema (读取建模样本); every error names line and column.</summary>
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
        var (delimiter, whole) = Delimiter.Of(text, schema);
        using var rows = CsvRows.Read(whole, delimiter).GetEnumerator();
        if (!rows.MoveNext())
        {
            return ScoringError.Table("line 1", "文件为空", "the file is empty");
        }

        var header = Delimiter.Names(rows.Current.Fields);
        if (Unmatched(header, schema, labelled) is { } error)
        {
            return error;
        }

        var columns = header.ConvertAll(h => schema.Columns.First(c => c.Key == h));
        var build = new TableBuilder(schema, columns, labelled);
        while (rows.MoveNext())
        {
            var (line, fields) = rows.Current;
            if (fields.Count != columns.Count)
            {
                return ScoringError.Table($"line {line}", $"应有 {columns.Count} 个字段，实有 {fields.Count}", $"it should have {columns.Count} fields and has {fields.Count}");
            }

            for (var i = 0; i < fields.Count; i++)
            {
                // Blanks around a field are layout; the same text comes back where there are none.
                fields[i] = fields[i].Trim();
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
        var (named, seen) = (schema.Columns.Select(c => c.Key).ToHashSet(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var name in header)
        {
            if (!named.Contains(name))
            {
                return ScoringError.Table($"column {name}", "字段说明中没有此列；不用的列请标为 ignore", "the schema does not name this column; a column that is not to be used has the role ignore");
            }

            if (!seen.Add(name))
            {
                return ScoringError.Table($"column {name}", "表头中此列出现两次", "it stands twice in the table's header");
            }
        }

        var missing = schema.Columns.FirstOrDefault(c => !seen.Contains(c.Key) && IsNeeded(c, schema, labelled));
        return missing is null ? null : ScoringError.Table($"column {missing.Key}", "字段说明中有此列，表中没有", "the schema names it and the table lacks it");
    }

    /// <summary>A model needs its features and what derived ones are made from; learning and judging also need label, weight, time and group.</summary>
    private static bool IsNeeded(SchemaColumn column, ModelSchema schema, bool labelled) =>
        column.Role == ColumnRole.Feature
        || (labelled && (column.Role != ColumnRole.Ignore || (schema.Fairness ?? []).Contains(column.Name)))
        || (schema.Derived ?? []).Any(d => d.Of.Contains(column.Name));
}
