using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>
/// Whether JSON is what a schema of the contract says (JSON Schema 校验), for the keywords that the contract uses; a keyword that it does not know is an
/// error, so that none is silently passed over.
/// </summary>
internal sealed class SchemaCheck(JsonObject document)
{
    private const string Reference = "#/components/schemas/";
    private static readonly TimeSpan s_patternWithin = TimeSpan.FromSeconds(1);

    /// <summary>Read once each: there are more than the runtime remembers by itself.</summary>
    private static readonly ConcurrentDictionary<string, Regex> s_patterns = new(StringComparer.Ordinal);

    private static readonly HashSet<string> s_notes = new(["description", "examples", "title", "default", "x-unit", "deprecated", "contentMediaType", "contentSchema"], StringComparer.Ordinal);

    /// <summary>The first fault, with its path; null when there is none.</summary>
    public string? Fault(JsonObject schema, JsonNode? value, string path = "$")
    {
        foreach (var (keyword, rule) in schema)
        {
            if (!s_notes.Contains(keyword) && Fault(keyword, rule!, schema, value, path) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? Fault(string keyword, JsonNode rule, JsonObject schema, JsonNode? value, string path) => keyword switch
    {
        "$ref" => Fault(document["components"]!["schemas"]![rule.GetValue<string>()[Reference.Length..]]!.AsObject(), value, path),
        "allOf" => rule.AsArray().Select(one => Fault(one!.AsObject(), value, path)).FirstOrDefault(fault => fault is not null),
        "anyOf" => rule.AsArray().Any(one => Fault(one!.AsObject(), value, path) is null) ? null : $"{path} is none of {keyword}",
        "oneOf" => rule.AsArray().Count(one => Fault(one!.AsObject(), value, path) is null) == 1 ? null : $"{path} is not exactly one of {keyword}",
        "type" => HasType(rule, value) ? null : $"{path} is no {rule.ToJsonString()}: {Short(value)}",
        "enum" => rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? null : $"{path} is none of the enumeration: {Short(value)}",
        "required" => value is JsonObject o ? rule.AsArray().Select(name => name!.GetValue<string>()).Where(name => !o.ContainsKey(name)).Select(name => $"{path}.{name} is missing").FirstOrDefault() : null,
        "properties" => value is JsonObject o
            ? rule.AsObject().Where(property => o.ContainsKey(property.Key)).Select(property => Fault(property.Value!.AsObject(), o[property.Key], $"{path}.{property.Key}")).FirstOrDefault(fault => fault is not null)
            : null,
        "additionalProperties" => value is JsonObject o
            ? o.Where(member => schema["properties"]?[member.Key] is null).Select(member => Additional(rule, member, path)).FirstOrDefault(fault => fault is not null)
            : null,
        "items" => value is JsonArray a ? a.Select((item, i) => Fault(rule.AsObject(), item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"))).FirstOrDefault(fault => fault is not null) : null,
        "minItems" => value is JsonArray a && a.Count < rule.GetValue<int>() ? $"{path} has too few items" : null,
        "maxItems" => value is JsonArray a && a.Count > rule.GetValue<int>() ? $"{path} has too many items" : null,
        "uniqueItems" => value is JsonArray a && a.Select(item => item?.ToJsonString()).Distinct(StringComparer.Ordinal).Count() != a.Count ? $"{path} repeats an item" : null,
        "minimum" => Number(value) is { } number && number < rule.GetValue<double>() ? $"{path} is below {rule}" : null,
        "maximum" => Number(value) is { } number && number > rule.GetValue<double>() ? $"{path} is above {rule}" : null,
        "minLength" => Text(value) is { } text && text.Length < rule.GetValue<int>() ? $"{path} is too short" : null,
        "maxLength" => Text(value) is { } text && text.Length > rule.GetValue<int>() ? $"{path} is too long" : null,
        "pattern" => Text(value) is { } text && !Pattern(rule.GetValue<string>()).IsMatch(text) ? $"{path} does not match {rule}: {Short(value)}" : null,
        "format" => Text(value) is { } text && !HasFormat(rule.GetValue<string>(), text) ? $"{path} is no {rule}: {Short(value)}" : null,
        _ => throw new InvalidOperationException($"The keyword {keyword} at {path} is not known here."),
    };

    private static Regex Pattern(string pattern) => s_patterns.GetOrAdd(pattern, static p => new Regex(p, RegexOptions.CultureInvariant, s_patternWithin));

    private string? Additional(JsonNode rule, KeyValuePair<string, JsonNode?> member, string path) =>
        rule is JsonValue allowed ? allowed.GetValue<bool>() ? null : $"{path}.{member.Key} is not in the contract" : Fault(rule.AsObject(), member.Value, $"{path}.{member.Key}");

    private static bool HasType(JsonNode rule, JsonNode? value) =>
        rule is JsonArray any ? any.Any(type => IsType(type!.GetValue<string>(), value)) : IsType(rule.GetValue<string>(), value);

    private static bool IsType(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => Text(value) is not null,
        "boolean" => value is JsonValue v && v.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "number" => Number(value) is not null,
        "integer" => Number(value) is { } number && Math.Floor(number) == number,
        _ => throw new InvalidOperationException($"The type {type} is not known here."),
    };

    private static bool HasFormat(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        _ => throw new InvalidOperationException($"The format {format} is not known here."),
    };

    private static string? Text(JsonNode? value) => value is JsonValue v && v.GetValueKind() == System.Text.Json.JsonValueKind.String ? v.GetValue<string>() : null;

    private static double? Number(JsonNode? value) =>
        value is JsonValue v && v.GetValueKind() == System.Text.Json.JsonValueKind.Number ? double.Parse(v.ToJsonString(), CultureInfo.InvariantCulture) : null;

    private static string Short(JsonNode? value) => value?.ToJsonString() is { Length: > 80 } text ? text[..80] : value?.ToJsonString() ?? "null";
}
