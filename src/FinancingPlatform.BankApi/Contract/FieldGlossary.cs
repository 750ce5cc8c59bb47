using System.Text.Json.Nodes;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>
/// What every field of the contract means (字段说明): Chinese and English, unit, bounds and an example, from <c>Contract/Fields/*.json</c>. A key is
/// <c>Schema.field</c>, or <c>field</c> for every schema that has one of that name; parameters are <c>Operation.name</c>, <c>query.name</c> or <c>path.name</c>.
/// </summary>
internal sealed class FieldGlossary
{
    private const string Folder = "Contract/Fields/";
    private readonly Dictionary<string, JsonObject> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private FieldGlossary()
    {
    }

    /// <summary>Entries that describe nothing: left over from a field that is gone.</summary>
    public IEnumerable<string> Unused => _entries.Keys.Where(key => !_used.Contains(key)).Order(StringComparer.Ordinal);

    public static FieldGlossary Load()
    {
        var glossary = new FieldGlossary();
        var assembly = typeof(FieldGlossary).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            foreach (var (key, entry) in ContractResources.Read(name))
            {
                glossary._entries.Add(key, entry!.AsObject());
            }
        }

        return glossary;
    }

    /// <summary>Describes a property or the schema of a parameter.</summary>
    /// <param name="target">Its schema; gets keywords of JSON Schema and <c>x-unit</c>.</param>
    /// <param name="keys">Keys in order of preference.</param>
    /// <returns>The description, null when no key is known.</returns>
    public string? Describe(JsonObject target, params IEnumerable<string> keys)
    {
        if (keys.FirstOrDefault(_entries.ContainsKey) is not { } key)
        {
            return null;
        }

        _used.Add(key);
        foreach (var (name, value) in _entries[key])
        {
            switch (name)
            {
                case "zh" or "en":
                    break;
                case "unit":
                    target["x-unit"] = value!.DeepClone();
                    break;
                case "example":
                    target["examples"] = new JsonArray(value!.DeepClone());
                    break;
                default:
                    target[name] = value!.DeepClone();
                    break;
            }
        }

        return $"{_entries[key]["zh"]} {_entries[key]["en"]}";
    }
}
