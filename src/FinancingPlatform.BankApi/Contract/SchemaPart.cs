using System.Text.Json.Nodes;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>What the generated schemas are told (数据结构说明): fields from the glossary, requests closed, answers open.</summary>
internal static class SchemaPart
{
    private const string Reference = "#/components/schemas/";

    /// <summary>Types that only the framework's own description needs.</summary>
    private static readonly HashSet<string> s_left = new(["JsonElement", "ProblemDetails"], StringComparer.Ordinal);

    /// <summary>Adds the generated schemas to those of the skeleton, in the order of their names.</summary>
    public static void Merge(JsonObject into, JsonObject generated)
    {
        foreach (var (name, schema) in generated.Where(schema => !s_left.Contains(schema.Key)))
        {
            into.Add(name, schema!.DeepClone());
        }

        var sorted = into.OrderBy(schema => schema.Key, StringComparer.Ordinal).Select(schema => (schema.Key, Value: schema.Value!.DeepClone())).ToList();
        into.Clear();
        foreach (var (name, schema) in sorted)
        {
            into.Add(name, schema);
        }
    }

    public static void Apply(JsonObject schemas, JsonObject paths, FieldGlossary glossary)
    {
        foreach (var (name, schema) in schemas)
        {
            DescribeFields(name, schema!.AsObject(), glossary);
        }

        var requests = Reachable(schemas, Bodies(paths));
        foreach (var (name, node) in schemas)
        {
            var schema = node!.AsObject();
            if (requests.Contains(name))
            {
                // Read strictly: a misspelt optional member is refused, never dropped.
                schema["additionalProperties"] = false;
            }
            else if (schema["required"] is JsonArray required)
            {
                OnlyNeverNull(schema, required);
            }
        }
    }

    private static void DescribeFields(string name, JsonObject schema, FieldGlossary glossary)
    {
        foreach (var (field, node) in schema["properties"]?.AsObject() ?? [])
        {
            var property = node!.AsObject();
            if (property["oneOf"] is JsonArray { Count: 2 } either && either[0]!["type"]?.GetValue<string>() == "null")
            {
                either[1]!.AsObject().Remove("description");
            }

            var nullable = property["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "null");
            if (property["$ref"]?.GetValue<string>() == Reference + "JsonElement")
            {
                property.Remove("$ref");
            }

            property["description"] = glossary.Describe(property, $"{name}.{field}", IsPage(field, property) ? "page.items" : field)
                ?? throw new InvalidOperationException($"The field {name}.{field} has no entry in Contract/Fields.");
            if (nullable && property["enum"] is JsonArray values)
            {
                values.Add((JsonNode?)null);
            }
        }
    }

    /// <summary>A page's members, as against the catalogue's items.</summary>
    private static bool IsPage(string field, JsonObject property) => field == "items" && property["items"]?["$ref"] is not null;

    /// <summary>In answers what may be null may be absent, so only the rest is required.</summary>
    private static void OnlyNeverNull(JsonObject schema, JsonArray required)
    {
        var properties = schema["properties"]!.AsObject();
        var kept = required.Select(name => name!.GetValue<string>()).Where(name => !MayBeNull(properties[name]!.AsObject())).ToArray();
        schema["required"] = new JsonArray([.. kept.Select(name => (JsonNode)name)]);
    }

    private static bool MayBeNull(JsonObject property) =>
        (property["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "null"))
        || (property["oneOf"] is JsonArray either && either.Any(one => one!["type"] is JsonValue type && type.GetValue<string>() == "null"));

    private static IEnumerable<string> Bodies(JsonObject paths) => paths.SelectMany(path => path.Value!.AsObject())
        .Select(operation => operation.Value!["requestBody"]).OfType<JsonObject>().SelectMany(References);

    private static HashSet<string> Reachable(JsonObject schemas, IEnumerable<string> from)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(from);
        while (waiting.TryDequeue(out var name))
        {
            if (seen.Add(name))
            {
                foreach (var next in References(schemas[name]!))
                {
                    waiting.Enqueue(next);
                }
            }
        }

        return seen;
    }

    private static IEnumerable<string> References(JsonNode node) => node switch
    {
        JsonObject o => o.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()[Reference.Length..]] : member.Value is null ? [] : References(member.Value)),
        JsonArray a => a.OfType<JsonNode>().SelectMany(References),
        _ => [],
    };
}
