using System.Text.Json.Serialization;

namespace FinancingPlatform.Aggregation.Catalogue;

/// <summary>
/// The layout of one credit data item as data (信息项布局): what the shared-information list says of it, its columns, checks and slots. The row of
/// <c>credit.item_layout</c> is the truth; docs/items.md explains each member.
/// </summary>
public sealed record ItemLayout
{
    /// <summary>The item's code, such as <c>penalty</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Counts up with each change.</summary>
    public required int Revision { get; init; }

    /// <summary>Class of the list (类别).</summary>
    public required string Class { get; init; }

    /// <summary>The item's name.</summary>
    public required LayoutText Name { get; init; }

    /// <summary>Who supplies it.</summary>
    public required LayoutText Supplier { get; init; }

    /// <summary>national, province or city.</summary>
    public required string Level { get; init; }

    /// <summary>public, authorised or joint.</summary>
    public required string Mode { get; init; }

    /// <summary>low, medium or high.</summary>
    public required string Sensitivity { get; init; }

    /// <summary>daily, monthly, quarterly or yearly.</summary>
    public required string Update { get; init; }

    /// <summary>The law that it is shared by.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>List versions that name it.</summary>
    public required IReadOnlyList<string> Lists { get; init; }

    /// <summary>Block of the credit report that shows it.</summary>
    public required string Report { get; init; }

    /// <summary>A feature that reads it; null with a reason in <see cref="NoFeature"/>.</summary>
    public string? Feature { get; init; }

    /// <summary>Why no feature reads it.</summary>
    public string? NoFeature { get; init; }

    /// <summary>Field with the enterprise's code.</summary>
    public required string Subject { get; init; }

    /// <summary>Fields that name the fact besides the enterprise.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Field with the day of the fact.</summary>
    public required string OccurredOn { get; init; }

    /// <summary>Field with the last day on which it counts; null when it does not end.</summary>
    public string? ValidUntil { get; init; }

    /// <summary>The columns.</summary>
    public required IReadOnlyList<FieldLayout> Fields { get; init; }

    /// <summary>Checks across fields and items.</summary>
    public IReadOnlyList<RuleLayout> Rules { get; init; } = [];

    /// <summary>Rows that the law keeps out.</summary>
    public IReadOnlyList<WithheldLayout> Withheld { get; init; } = [];

    /// <summary>The clock of working days; null when none runs.</summary>
    public TimelyLayout? Timely { get; init; }

    /// <summary>Other layouts of the same item that still circulate.</summary>
    public IReadOnlyList<MappingLayout> Mappings { get; init; } = [];

    /// <summary>The field of a name; null when there is none.</summary>
    public FieldLayout? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>Text in both languages (双语文本).</summary>
/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
public sealed record LayoutText(string Zh, string En);

/// <summary>One column (字段).</summary>
public sealed record FieldLayout
{
    /// <summary>Name, also the key in the payload.</summary>
    public required string Name { get; init; }

    /// <summary>Chinese name; also accepted as a header.</summary>
    public required string Zh { get; init; }

    /// <summary>English name.</summary>
    public required string En { get; init; }

    /// <summary>Other names that departments use in headers.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>One of <see cref="FieldType.All"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Slot of the credit record; null = payload.</summary>
    public string? Slot { get; init; }

    /// <summary>A row without it is rejected.</summary>
    public bool Required { get; init; }

    /// <summary>A date after today is rejected.</summary>
    public bool NotFuture { get; init; }

    /// <summary>Money: yuan or wan (万元). Others: for people.</summary>
    public string? Unit { get; init; }

    /// <summary>Smallest number allowed.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? Min { get; init; }

    /// <summary>Largest number allowed; of text, characters.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? Max { get; init; }

    /// <summary>Enumerations: canonical value → spellings; the canonical value itself is always one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Values { get; init; }
}

/// <summary>A check across fields or items (跨字段校验); which members it has depends on <see cref="Rule"/>.</summary>
public sealed record RuleLayout
{
    /// <summary>not-before, sum, required-if, at-most, one-of-required or existing-item.</summary>
    public required string Rule { get; init; }

    /// <summary>The field that is judged.</summary>
    public string? Field { get; init; }

    /// <summary>The field that it is compared with.</summary>
    public string? Other { get; init; }

    /// <summary>Addends of a sum.</summary>
    public IReadOnlyList<string>? Of { get; init; }

    /// <summary>Largest difference of a sum.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? Tolerance { get; init; }

    /// <summary>When the field is required.</summary>
    public ConditionLayout? When { get; init; }

    /// <summary>One of these is required.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>The other item.</summary>
    public string? Item { get; init; }

    /// <summary>The other item's key field that has to be the same.</summary>
    public string? Match { get; init; }
}

/// <summary>A field that holds one of some values (条件).</summary>
/// <param name="Field">The field.</param>
/// <param name="In">Canonical values.</param>
public sealed record ConditionLayout(string Field, IReadOnlyList<string> In);

/// <summary>Rows that the law keeps out (依法不予归集).</summary>
/// <param name="When">Which rows.</param>
/// <param name="Law">Stable name of the law.</param>
public sealed record WithheldLayout(ConditionLayout When, string Law);

/// <summary>The clock of working days (报送时限).</summary>
/// <param name="From">The date field from which it runs.</param>
/// <param name="WorkingDays">Working days after that day.</param>
public sealed record TimelyLayout(string From, int WorkingDays);

/// <summary>Another layout of the same item (布局映射), told by its headers.</summary>
/// <param name="Name">Its name, such as the year of the form.</param>
/// <param name="Headers">Header → field; an empty field ignores the column.</param>
public sealed record MappingLayout(string Name, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Field → canonical value → spellings, where this layout spells an enumeration in its own way.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>? Values { get; init; }
}
