using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>What a column is to a model (列的用途).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnRole>))]
public enum ColumnRole
{
    /// <summary>The model may look at it.</summary>
    [JsonStringEnumMemberName("feature")] Feature,

    /// <summary>What is to be foretold.</summary>
    [JsonStringEnumMemberName("label")] Label,

    /// <summary>How many subjects a row stands for.</summary>
    [JsonStringEnumMemberName("weight")] Weight,

    /// <summary>When the row was seen; never a feature.</summary>
    [JsonStringEnumMemberName("time")] Time,

    /// <summary>Whose row it is: one subject is never in two folds.</summary>
    [JsonStringEnumMemberName("group")] Group,

    /// <summary>Not used.</summary>
    [JsonStringEnumMemberName("ignore")] Ignore,
}

/// <summary>What a column holds (列的类型).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnType>))]
public enum ColumnType
{
    /// <summary>A decimal number with a point.</summary>
    [JsonStringEnumMemberName("number")] Number,

    /// <summary>Text without order.</summary>
    [JsonStringEnumMemberName("category")] Category,

    /// <summary>An ISO date; as a feature it is days since 1970-01-01.</summary>
    [JsonStringEnumMemberName("date")] Date,
}

/// <summary>One column of a table (列).</summary>
/// <param name="Name">As in the table's header.</param>
/// <param name="Role">What it is to the model.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Direction">+1 the risk may only rise with it, -1 only fall, 0 free.</param>
/// <param name="Missing">Texts or numbers that mean unknown; an empty field always does.</param>
public sealed record SchemaColumn(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("role")] ColumnRole Role,
    [property: JsonPropertyName("type")] ColumnType Type = ColumnType.Number,
    [property: JsonPropertyName("direction")] int Direction = 0,
    [property: JsonPropertyName("missing"), JsonConverter(typeof(TextList))] IReadOnlyList<string>? Missing = null)
{
    /// <summary>How a date is written where it is not ISO 8601, in .NET's letters: <c>MMM-yyyy</c> for Dec-2011, <c>dd.MM.yyyy</c>; English month names.</summary>
    [JsonPropertyName("format")]
    public string? Format { get; init; }

    /// <summary>Texts that are taken away before a number is read, such as <c>%</c>, <c>$</c>, a thousands comma or <c>months</c>.</summary>
    [JsonPropertyName("strip")]
    public IReadOnlyList<string>? Strip { get; init; }

    /// <summary>The name as it is looked for in a header: blanks around it do not count.</summary>
    [JsonIgnore]
    internal string Key => Name.Trim();

    /// <summary>What is wrong with its own members, or null.</summary>
    internal (string Zh, string En)? Fault() => this switch
    {
        { Direction: < -1 or > 1 } => ("direction 须为 -1、0 或 1", "direction must be -1, 0 or 1"),
        { Role: ColumnRole.Feature, Type: ColumnType.Category, Direction: not 0 } => ("类别列没有大小次序，direction 须为 0", "a category has no order: its direction must be 0"),
        { Format: not null, Type: not ColumnType.Date } => ("format 只用于 type 为 date 的列", "format belongs to columns of the type date"),
        { Format: { } format } when !IsDateFormat(format) => ("format 须含年份，例如 MMM-yyyy 或 dd.MM.yyyy", "format must hold the year, for example MMM-yyyy or dd.MM.yyyy"),
        { Strip: not null, Type: not ColumnType.Number } => ("strip 只用于 type 为 number 的列", "strip belongs to columns of the type number"),
        { Strip: { } strip } when strip.Any(string.IsNullOrEmpty) => ("strip 中有空文字", "strip holds an empty text"),
        _ => null,
    };

    private static bool IsDateFormat(string format)
    {
        try
        {
            return format.Contains('y', StringComparison.Ordinal) && new DateTime(2020, 12, 31, 0, 0, 0, DateTimeKind.Utc).ToString(format, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

/// <summary>Which column is the label, and which of its values are bad (坏样本取值).</summary>
/// <param name="Column">The label's column.</param>
/// <param name="Bad">Values that mean default, texts or numbers; every other one means none.</param>
public sealed record SchemaLabel(
    [property: JsonPropertyName("column")] string Column,
    [property: JsonPropertyName("bad"), JsonConverter(typeof(TextList))] IReadOnlyList<string> Bad)
{
    /// <summary>Values of rows whose outcome is not known yet, such as <c>Current</c>: they neither teach nor judge.</summary>
    [JsonPropertyName("leave_out"), JsonConverter(typeof(TextList))]
    public IReadOnlyList<string>? LeaveOut { get; init; }
}

/// <summary>The schema file of a table for training or scoring (字段说明).</summary>
/// <param name="Columns">Every column of the table; one that is not named here is an error.</param>
/// <param name="Label">Absent for scoring alone.</param>
public sealed record ModelSchema(
    [property: JsonPropertyName("columns")] IReadOnlyList<SchemaColumn> Columns,
    [property: JsonPropertyName("label")] SchemaLabel? Label = null)
{
    /// <summary>Columns of a table.</summary>
    public const int MaxColumns = 10_000;

    private static readonly JsonSerializerOptions Strict = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Columns made from others, each from those before it; absent where there are none.</summary>
    [JsonPropertyName("derived")]
    public IReadOnlyList<DerivedColumn>? Derived { get; init; }

    /// <summary>Columns by whose texts the model card compares figures, such as size, sector and district; whether or not they are features.</summary>
    [JsonPropertyName("fairness")]
    public IReadOnlyList<string>? Fairness { get; init; }

    /// <summary>The table's decimal mark, <c>.</c> or <c>,</c>; absent for a point.</summary>
    [JsonPropertyName("decimal")]
    public string? Decimal { get; init; }

    /// <summary>The columns a model looks at, in order: the table's, then the derived ones.</summary>
    [JsonIgnore]
    public IReadOnlyList<SchemaColumn> Features =>
        [.. Columns.Where(c => c.Role == ColumnRole.Feature), .. (Derived ?? []).Where(d => d.Role == ColumnRole.Feature).Select(d => d.AsColumn())];

    /// <summary>Reads and checks a schema file.</summary>
    public static Result<ModelSchema> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var schema = JsonSerializer.Deserialize<ModelSchema>(json, Strict);
            return schema?.Columns is null ? ScoringError.Schema("columns", "缺少 columns", "columns is missing") : schema.Check();
        }
        catch (JsonException e)
        {
            return ScoringError.Schema(e.Path ?? "$", $"不是有效的字段说明：{e.Message}", $"not a valid schema: {e.Message}");
        }
    }

    /// <summary>The schema as the bytes of its file.</summary>
    public byte[] Write() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Strict), (byte)'\n'];

    private Result<ModelSchema> Check()
    {
        if (Columns.Count + (Derived?.Count ?? 0) > MaxColumns)
        {
            return ScoringError.Schema("columns", $"多于 {MaxColumns} 列", $"there are more than {MaxColumns} columns");
        }

        if (Decimal is not (null or "." or ","))
        {
            return ScoringError.Schema("decimal", "须为 . 或 ,", "it must be . or ,");
        }

        var (names, keys) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var column in Columns)
        {
            // An empty name is one too: spreadsheets and data frames write their row numbers under it.
            if (column.Name is null || !keys.Add(column.Key))
            {
                return ScoringError.Schema($"columns: {column.Name}", "列名缺失或重复", "the column's name is missing or given twice");
            }

            names.Add(column.Name);
            if ((column.Fault() ?? RoleFault(column)) is { } fault)
            {
                return ScoringError.Schema($"columns: {column.Name}", fault.Zh, fault.En);
            }
        }

        foreach (var derived in Derived ?? [])
        {
            if (string.IsNullOrWhiteSpace(derived.Name) || names.Contains(derived.Name))
            {
                return ScoringError.Schema($"derived: {derived.Name}", "列名为空或重复", "the column's name is empty or given twice");
            }

            if ((derived.Fault() ?? SourceFault(derived, names)) is { } fault)
            {
                return ScoringError.Schema($"derived: {derived.Name}", fault.Zh, fault.En);
            }

            names.Add(derived.Name);
        }

        if ((Fairness ?? []).FirstOrDefault(name => !names.Contains(name)) is { } nowhere)
        {
            return ScoringError.Schema($"fairness: {nowhere}", "没有此列", "there is no such column");
        }

        if (Features.Count == 0)
        {
            return ScoringError.Schema("columns", "没有 role 为 feature 的列", "no column has the role feature");
        }

        if (Label is null)
        {
            return this;
        }

        return Label.Bad is not { Count: > 0 }
            ? ScoringError.Schema("label: bad", "缺少 bad：哪些取值表示违约", "bad is missing: which values mean default")
            : !Columns.Any(c => c.Key == Label.Column?.Trim() && c.Role == ColumnRole.Label)
                ? ScoringError.Schema($"label: {Label.Column}", "没有同名且 role 为 label 的列", "no column of that name has the role label")
                : Label.Bad.FirstOrDefault(new ValueSet(Label.LeaveOut).Contains) is { } both
                    ? ScoringError.Schema("label: leave_out", $"{both} 同时列在 bad 中", $"{both} stands under bad as well")
                    : this;
    }

    private (string Zh, string En)? RoleFault(SchemaColumn column) =>
        column.Role is ColumnRole.Time or ColumnRole.Weight or ColumnRole.Group or ColumnRole.Label && Columns.Count(c => c.Role == column.Role) > 1
            ? ("label、time、weight、group 列各至多一列", "there may be one label, one time, one weight and one group column")
            : null;

    private (string Zh, string En)? SourceFault(DerivedColumn derived, HashSet<string> names)
    {
        foreach (var source in derived.Of)
        {
            if (!names.Contains(source))
            {
                return ($"没有列 {source}，或它在下方", $"there is no column {source} above it");
            }

            var column = Columns.FirstOrDefault(c => c.Name == source);
            if (column?.Role is ColumnRole.Label or ColumnRole.Weight)
            {
                return ($"{source} 是标签或权重，由它派生即泄漏", $"{source} is the label or the weight: what is made from it is a leak");
            }

            if (derived.Op is DerivedOp.Year or DerivedOp.Month && column?.Type != ColumnType.Date)
            {
                return ($"{source} 须为 type 为 date 的列", $"{source} must be a column of the type date");
            }
        }

        return null;
    }
}
