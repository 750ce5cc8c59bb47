using System.Globalization;
using System.Text.Json;

namespace FinancingPlatform.Aggregation.Report;

/// <summary>How an item's records are read in a report (信息项在报告中的样式): its block and its fields with labels. An item whose layout the database does
/// not hold shows the slots that every record has; its counterparty, which may be a person, stays out then.</summary>
internal sealed class ReportLayout
{
    private static readonly string[] s_personal = ["person", "personal-id", "phone"];

    private static readonly LayoutField[] s_general =
    [
        new("occurred_on", "发生日期", "Date", "occurred_on"),
        new("code", "类别", "Code", "code"),
        new("amount", "金额（元）", "Amount (yuan)", "amount"),
        new("quantity", "数量", "Quantity", "quantity"),
        new("started_on", "开始日期", "From", "started_on"),
        new("ended_on", "结束日期", "To", "ended_on"),
        new("valid_until", "有效期至", "Valid until", "valid_until"),
    ];

    private readonly IReadOnlyList<LayoutField> _fields;
    private readonly string _nameZh;
    private readonly string _nameEn;

    private ReportLayout(string item, bool isPublic, string block, string nameZh, string nameEn, IReadOnlyList<LayoutField> fields)
    {
        Item = item;
        IsPublic = isPublic;
        Block = block;
        _nameZh = nameZh;
        _nameEn = nameEn;
        _fields = fields;
    }

    public string Item { get; }

    public bool IsPublic { get; }

    public string Block { get; }

    public static ReportLayout Of(string item, ItemFacts facts)
    {
        var isPublic = string.Equals(facts.Mode, "public", StringComparison.Ordinal);
        return facts.Layout is not { ValueKind: JsonValueKind.Object } layout
            ? new ReportLayout(item, isPublic, ReportBlocks.Other, facts.NameZh ?? item, facts.NameEn ?? item, s_general)
            : new ReportLayout(
                item, isPublic, ReportBlocks.Known(Text(layout, "report")), facts.NameZh ?? NameIn(layout, "zh") ?? item,
                facts.NameEn ?? NameIn(layout, "en") ?? item, FieldsOf(layout));
    }

    public ReportEntry Entry(RecordFacts record) => new(
        record.Id, Item, _nameZh, _nameEn, record.Source, record.KnownAt, record.Disputed, record.Statement,
        [.. _fields.Select(field => field.Of(record))]);

    private static List<LayoutField> FieldsOf(JsonElement layout)
    {
        var subject = Text(layout, "subject");
        var occurred = Text(layout, "occurred_on");
        var until = Text(layout, "valid_until");
        var key = layout.TryGetProperty("key", out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(name => name.GetString())]
            : new List<string?>();
        var fields = new List<LayoutField>();
        foreach (var field in layout.TryGetProperty("fields", out var all) ? all.EnumerateArray() : [])
        {
            // The enterprise's own code stands in the head of the report; a person's data stands nowhere.
            if (Text(field, "name") is not { } name || name == subject || s_personal.Contains(Text(field, "type"), StringComparer.Ordinal))
            {
                continue;
            }

            var slot = Text(field, "slot") ?? (name == occurred ? "occurred_on" : name == until ? "valid_until" : null);
            fields.Add(new LayoutField(name, Text(field, "zh") ?? name, Text(field, "en") ?? name, slot)
            {
                KeyPlace = key.IndexOf(name),
                KeyParts = key.Count,
                Spellings = Spellings(field),
                IsMoney = string.Equals(Text(field, "type"), "money", StringComparison.Ordinal),
            });
        }

        return fields;
    }

    private static Dictionary<string, string> Spellings(JsonElement field)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.Equals(Text(field, "type"), "flag", StringComparison.Ordinal))
        {
            words["yes"] = "是";
            words["no"] = "否";
        }

        foreach (var value in field.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Object ? values.EnumerateObject() : default)
        {
            if (value.Value.ValueKind == JsonValueKind.Array && value.Value.GetArrayLength() > 0 && value.Value[0].GetString() is { } word)
            {
                words[value.Name] = word;
            }
        }

        return words;
    }

    private static string? NameIn(JsonElement layout, string language) => layout.TryGetProperty("name", out var name) ? Text(name, language) : null;

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A field of a layout (布局字段): where its value lies in a record.</summary>
internal sealed record LayoutField(string Name, string Zh, string En, string? Slot)
{
    /// <summary>Place in the natural key; -1 when it is no part of it.</summary>
    public int KeyPlace { get; init; } = -1;

    /// <summary>Parts of the natural key.</summary>
    public int KeyParts { get; init; }

    /// <summary>Canonical value → what a Chinese reader reads.</summary>
    public IReadOnlyDictionary<string, string> Spellings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True for yuan, which a reader gets with thousands marks and the unit.</summary>
    public bool IsMoney { get; init; }

    /// <summary>The field with its value in a record; an unknown one has none.</summary>
    public ReportField Of(RecordFacts record)
    {
        var value = (Slot is null ? null : record.Slot(Slot)) ?? record.Held(Name) ?? PartOfKey(record.NaturalKey);
        return new ReportField(Name, Zh, En, value, value is null ? null : IsMoney ? Yuan(value) : Spellings.GetValueOrDefault(value));
    }

    private static string? Yuan(string value) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan) ? yuan.ToString("#,##0.00", CultureInfo.InvariantCulture) + " 元" : null;

    private string? PartOfKey(string naturalKey)
    {
        if (KeyPlace < 0)
        {
            return null;
        }

        var parts = naturalKey.Split('|');
        // An import leaves out unknown parts at the end.
        return parts.Length <= KeyParts && KeyPlace < parts.Length && parts[KeyPlace].Length > 0 ? parts[KeyPlace] : null;
    }
}
