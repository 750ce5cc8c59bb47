using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinancingPlatform.Aggregation.Report;

/// <summary>What <c>credit.report_facts</c> answers (报告事实): one enterprise's rows, its items' layouts, nobody else's.</summary>
internal sealed record ReportFacts(
    [property: JsonPropertyName("enterprise")] EnterpriseFacts? Enterprise,
    [property: JsonPropertyName("list_version")] string? ListVersion,
    [property: JsonPropertyName("items")] IReadOnlyDictionary<string, ItemFacts> Items,
    [property: JsonPropertyName("records")] IReadOnlyList<RecordFacts> Records)
{
    public static ReportFacts Parse(string json) =>
        JsonSerializer.Deserialize<ReportFacts>(json) ?? throw new InvalidOperationException("credit.report_facts answered null.");
}

/// <summary>The registry's public facts (登记信息); amounts as text in yuan, dates as yyyy-MM-dd.</summary>
internal sealed record EnterpriseFacts(
    [property: JsonPropertyName("uscc")] string Uscc,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("established_on")] string? EstablishedOn,
    [property: JsonPropertyName("kind")] string? Kind,
    [property: JsonPropertyName("division")] string? Division,
    [property: JsonPropertyName("industry")] string? Industry,
    [property: JsonPropertyName("registered_capital_yuan")] string? CapitalYuan,
    [property: JsonPropertyName("invented")] bool Invented);

/// <summary>An item as the list in force and its layout describe it (信息项).</summary>
internal sealed record ItemFacts(
    [property: JsonPropertyName("total")] long Total,
    [property: JsonPropertyName("name_zh")] string? NameZh,
    [property: JsonPropertyName("name_en")] string? NameEn,
    [property: JsonPropertyName("mode")] string Mode,
    [property: JsonPropertyName("layout")] JsonElement? Layout);

/// <summary>A record with its slots (记录).</summary>
internal sealed record RecordFacts(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("item")] string Item,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("occurred_on")] string OccurredOn,
    [property: JsonPropertyName("known_at")] string KnownAt,
    [property: JsonPropertyName("valid_until")] string? ValidUntil,
    [property: JsonPropertyName("amount")] string? Amount,
    [property: JsonPropertyName("quantity")] string? Quantity,
    [property: JsonPropertyName("code")] string? Code,
    [property: JsonPropertyName("counterparty")] string? Counterparty,
    [property: JsonPropertyName("started_on")] string? StartedOn,
    [property: JsonPropertyName("ended_on")] string? EndedOn,
    [property: JsonPropertyName("payload")] JsonElement? Payload,
    [property: JsonPropertyName("natural_key")] string NaturalKey,
    [property: JsonPropertyName("invented")] bool Invented,
    [property: JsonPropertyName("disputed")] bool Disputed,
    [property: JsonPropertyName("statement")] string? Statement)
{
    /// <summary>The value of a slot by its column's name; null when unknown or no such slot.</summary>
    public string? Slot(string slot) => slot switch
    {
        "amount" => Amount,
        "quantity" => Quantity,
        "code" => Code,
        "counterparty" => Counterparty,
        "started_on" => StartedOn,
        "ended_on" => EndedOn,
        "occurred_on" => OccurredOn,
        "valid_until" => ValidUntil,
        _ => null,
    };

    /// <summary>A field that has no slot.</summary>
    public string? Held(string name) =>
        Payload is { ValueKind: JsonValueKind.Object } payload && payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
