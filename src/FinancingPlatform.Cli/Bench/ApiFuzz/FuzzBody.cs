using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>
/// A body under mutation (变异中的请求体): JSON in which any value may be replaced by a token that is no JSON, and any member may stand twice. Marks stand in the
/// tree until it is written.
/// </summary>
internal sealed class FuzzBody(JsonNode root, Random random)
{
    private const char Mark = '\u0001';
    private const string WrittenMark = "\\u0001";
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<(string Placeholder, string Token)> _tokens = [];

    /// <summary>Changes one thing somewhere; says what.</summary>
    public string Mutate()
    {
        var sites = Sites(root).ToList();
        if (sites.Count == 0)
        {
            return "nothing";
        }

        var (parent, key) = sites[random.Next(sites.Count)];
        return parent is JsonObject o ? MutateMember(o, key) : MutateItem(parent.AsArray(), int.Parse(key, CultureInfo.InvariantCulture));
    }

    /// <summary>The bytes.</summary>
    public byte[] Write()
    {
        var text = root.ToJsonString(s_plain);
        foreach (var (placeholder, token) in _tokens)
        {
            text = text.Replace($"\"{WrittenMark}{placeholder}\"", token, StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private string MutateMember(JsonObject o, string name)
    {
        switch (random.Next(6))
        {
            case 0:
                o.Remove(name);
                return $"without {name}";
            case 1:
                o[Placeholder($"\"{name}\"")] = o[name]?.DeepClone();
                return $"{name} twice";
            case 2:
                o["unexpected_" + name] = 1;
                return $"more beside {name}";
            default:
                var token = TokenFor(o[name]);
                o[name] = Placeholder(token);
                return $"{name} = {Short(token)}";
        }
    }

    private string MutateItem(JsonArray a, int index)
    {
        var token = TokenFor(a[index]);
        if (random.Next(4) == 0)
        {
            for (var i = 0; i < 70; i++)
            {
                a.Add(a[index]?.DeepClone());
            }

            return "many items";
        }

        a[index] = Placeholder(token);
        return $"[{index}] = {Short(token)}";
    }

    /// <summary>Mostly of the same kind: another kind is refused at the door.</summary>
    private string TokenFor(JsonNode? value) => (random.Next(4), value?.GetValueKind()) switch
    {
        (0, _) => Pick(Nasty.OtherTokens),
        (_, JsonValueKind.Number) => Pick(Nasty.NumberTokens),
        (1, _) => Pick(Nasty.NumberTokens),
        _ => Pick(Nasty.StringTokens),
    };

    private string Placeholder(string token)
    {
        var placeholder = string.Create(CultureInfo.InvariantCulture, $"T{_tokens.Count}");
        _tokens.Add((placeholder, token));
        return Mark + placeholder;
    }

    private string Pick(IReadOnlyList<string> from) => from[random.Next(from.Count)];

    private static IEnumerable<(JsonNode Parent, string Key)> Sites(JsonNode node) => node switch
    {
        JsonObject o => o.Where(m => m.Key.Length == 0 || m.Key[0] != Mark).SelectMany(m => Deeper(m.Value).Prepend((o, m.Key))),
        JsonArray a => a.SelectMany((item, i) => Deeper(item).Prepend((a, i.ToString(CultureInfo.InvariantCulture)))),
        _ => [],
    };

    private static IEnumerable<(JsonNode Parent, string Key)> Deeper(JsonNode? node) => node is null ? [] : Sites(node);

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
