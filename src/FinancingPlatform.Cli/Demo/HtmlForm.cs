using System.Net;
using System.Text.RegularExpressions;

namespace FinancingPlatform.Cli.Demo;

/// <summary>A form as a page declares it: where it posts, and the values that its fields hold before a person types.</summary>
/// <param name="Action">Address; empty means the page's own.</param>
/// <param name="Fields">Field → value: hidden inputs with the antiforgery token, defaults, ticked boxes, chosen options.</param>
/// <param name="Names">Every field that the form has, also unticked boxes.</param>
internal sealed partial record HtmlForm(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlySet<string> Names)
{
    private const int TimeoutMs = 1000;

    /// <summary>Every form of a page that posts.</summary>
    public static IReadOnlyList<HtmlForm> All(string html) => [.. Forms().Matches(html)
        .Where(m => "post".Equals(Attribute(m.Groups["tag"].Value, "method"), StringComparison.OrdinalIgnoreCase))
        .Select(m => Read(m.Groups["tag"].Value, m.Groups["body"].Value))];

    private static HtmlForm Read(string tag, string body)
    {
        var fields = new List<KeyValuePair<string, string>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in Inputs().Matches(body).Select(m => m.Value))
        {
            if (Attribute(input, "name") is not { } name)
            {
                continue;
            }

            names.Add(name);
            var type = Attribute(input, "type") ?? "text";
            if (type is "checkbox" or "radio" && Attribute(input, "checked") is null)
            {
                continue;
            }

            if (type is not ("submit" or "button" or "image" or "file"))
            {
                fields.Add(new(name, Attribute(input, "value") ?? (type is "checkbox" ? "on" : "")));
            }
        }

        foreach (Match select in Selects().Matches(body))
        {
            if (Attribute(select.Groups["tag"].Value, "name") is { } name)
            {
                names.Add(name);
                var options = Options().Matches(select.Groups["body"].Value).Select(m => m.Value).ToList();
                var chosen = options.Find(o => Attribute(o, "selected") is not null) ?? options.FirstOrDefault();
                fields.Add(new(name, chosen is null ? "" : Attribute(chosen, "value") ?? ""));
            }
        }

        foreach (Match area in Areas().Matches(body))
        {
            if (Attribute(area.Groups["tag"].Value, "name") is { } name)
            {
                names.Add(name);
                fields.Add(new(name, WebUtility.HtmlDecode(area.Groups["body"].Value)));
            }
        }

        return new HtmlForm(Attribute(tag, "action") ?? "", fields, names);
    }

    /// <summary>Value of an attribute; empty for one without a value, null when it is not there.</summary>
    public static string? Attribute(string tag, string name)
    {
        foreach (Match attribute in Attributes().Matches(tag))
        {
            if (attribute.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return WebUtility.HtmlDecode(attribute.Groups["double"].Value + attribute.Groups["single"].Value + attribute.Groups["bare"].Value);
            }
        }

        return null;
    }

    [GeneratedRegex("(?<tag><form\\b[^>]*>)(?<body>.*?)</form>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeoutMs)]
    private static partial Regex Forms();

    [GeneratedRegex("<input\\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeoutMs)]
    private static partial Regex Inputs();

    [GeneratedRegex("(?<tag><select\\b[^>]*>)(?<body>.*?)</select>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeoutMs)]
    private static partial Regex Selects();

    [GeneratedRegex("<option\\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeoutMs)]
    private static partial Regex Options();

    [GeneratedRegex("(?<tag><textarea\\b[^>]*>)(?<body>.*?)</textarea>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeoutMs)]
    private static partial Regex Areas();

    [GeneratedRegex("\\s(?<name>[\\w:.-]+)(?:\\s*=\\s*(?:\"(?<double>[^\"]*)\"|'(?<single>[^']*)'|(?<bare>[^\\s\"'>]+)))?", RegexOptions.CultureInvariant, TimeoutMs)]
    private static partial Regex Attributes();
}
