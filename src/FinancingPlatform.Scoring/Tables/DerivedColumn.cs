using System.Text.Json.Serialization;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>How a derived column is made from others (派生方法). Where a source is unknown, so is the result.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DerivedOp>))]
public enum DerivedOp
{
    /// <summary>First divided by second; unknown where the second is 0.</summary>
    [JsonStringEnumMemberName("ratio")] Ratio,

    /// <summary>First less second; days between two dates.</summary>
    [JsonStringEnumMemberName("difference")] Difference,

    /// <summary>All added up.</summary>
    [JsonStringEnumMemberName("sum")] Sum,

    /// <summary>Year of a date.</summary>
    [JsonStringEnumMemberName("year")] Year,

    /// <summary>Month of a date, 1 to 12.</summary>
    [JsonStringEnumMemberName("month")] Month,

    /// <summary>1 where the text is one of <see cref="DerivedColumn.Values"/>, else 0.</summary>
    [JsonStringEnumMemberName("is")] Is,

    /// <summary>A category: the first characters of a text, such as the division of an industry code.</summary>
    [JsonStringEnumMemberName("prefix")] Prefix,

    /// <summary>A category: several texts side by side, such as state and industry.</summary>
    [JsonStringEnumMemberName("cross")] Cross,
}

/// <summary>A column that the schema makes from others (派生列), without code.</summary>
/// <param name="Name">Its name; no column of the table has it.</param>
/// <param name="Op">How it is made.</param>
/// <param name="Of">From which columns: the table's, or derived ones above it. Never the label or the weight.</param>
/// <param name="Role"><c>feature</c>, or <c>ignore</c> for a step on the way to another.</param>
/// <param name="Direction">As in <see cref="SchemaColumn"/>; 0 for a category.</param>
/// <param name="Length">For <see cref="DerivedOp.Prefix"/>: how many characters.</param>
/// <param name="Pad">For <see cref="DerivedOp.Prefix"/>: the text is first filled with zeros on the left up to this length, for codes that a spreadsheet cut.</param>
/// <param name="Values">For <see cref="DerivedOp.Is"/>.</param>
public sealed record DerivedColumn(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("op")] DerivedOp Op,
    [property: JsonPropertyName("of")] IReadOnlyList<string> Of,
    [property: JsonPropertyName("role")] ColumnRole Role = ColumnRole.Feature,
    [property: JsonPropertyName("direction")] int Direction = 0,
    [property: JsonPropertyName("length")] int? Length = null,
    [property: JsonPropertyName("pad")] int? Pad = null,
    [property: JsonPropertyName("values")] IReadOnlyList<string>? Values = null)
{
    /// <summary>Longest code that is filled up.</summary>
    internal const int MaxPad = 32;

    internal bool IsCategory => Op is DerivedOp.Prefix or DerivedOp.Cross;

    /// <summary>It as a column of the table that a model sees.</summary>
    internal SchemaColumn AsColumn() => new(Name, ColumnRole.Feature, IsCategory ? ColumnType.Category : ColumnType.Number, Direction);

    /// <summary>What is wrong with its own members, or null.</summary>
    internal (string Zh, string En)? Fault() => this switch
    {
        { Of: null or { Count: 0 } } => ("缺少 of", "of is missing"),
        { Role: not (ColumnRole.Feature or ColumnRole.Ignore) } => ("role 须为 feature 或 ignore", "its role must be feature or ignore"),
        { Direction: < -1 or > 1 } => ("direction 须为 -1、0 或 1", "direction must be -1, 0 or 1"),
        { IsCategory: true, Direction: not 0 } => ("类别列没有大小次序，direction 须为 0", "a category has no order: its direction must be 0"),
        { Op: DerivedOp.Ratio or DerivedOp.Difference, Of.Count: not 2 } => ("of 须为两列", "of must name two columns"),
        { Op: DerivedOp.Sum or DerivedOp.Cross, Of.Count: < 2 } => ("of 须为两列或更多", "of must name two columns or more"),
        { Op: DerivedOp.Year or DerivedOp.Month or DerivedOp.Is or DerivedOp.Prefix, Of.Count: not 1 } => ("of 须为一列", "of must name one column"),
        { Op: DerivedOp.Prefix, Length: null or < 1 } => ("length 须为正整数", "length must be 1 or more"),
        { Op: DerivedOp.Prefix, Pad: < 1 or > MaxPad } => ($"pad 须为 1–{MaxPad}", $"pad must be 1 to {MaxPad}"),
        { Op: DerivedOp.Is, Values: null or { Count: 0 } } => ("缺少 values", "values is missing"),
        { Op: not DerivedOp.Prefix, Length: not null } or { Op: not DerivedOp.Prefix, Pad: not null } => ("length 与 pad 只用于 prefix", "length and pad belong to prefix only"),
        { Op: not DerivedOp.Is, Values: not null } => ("values 只用于 is", "values belongs to is only"),
        _ => null,
    };
}
