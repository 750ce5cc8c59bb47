using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace FinancingPlatform.Consent.Texts;

/// <summary>The full text (授权书全文) exactly as shown, in Chinese and English, closed by <see cref="TermsOfRecord"/>. What is signed is its digest.</summary>
public sealed partial record AuthorisationText
{
    private AuthorisationText(string version, string shown)
    {
        Version = version;
        Shown = shown;
        Digest = SHA256.HashData(Encoding.UTF8.GetBytes(shown));
    }

    /// <summary>Version of the template.</summary>
    public string Version { get; }

    /// <summary>The text, lines ended by U+000A.</summary>
    public string Shown { get; }

    /// <summary>SHA-256 of the text in UTF-8.</summary>
    public byte[] Digest { get; }

    /// <summary>Writes the text of an authorisation.</summary>
    /// <exception cref="InvalidOperationException">The template is for another purpose, names a field that no text has, or an item has no words: faults of stored data, never of a caller.</exception>
    public static AuthorisationText Write(TextTemplate template, AuthorisationTerms terms, PartyNames names, IReadOnlyList<ItemWords> words)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(names);
        if (template.Purpose != terms.Purpose)
        {
            throw new InvalidOperationException($"Text {template.Version} is written for the purpose {template.Purpose}, not for {terms.Purpose}.");
        }

        var fields = Fields(terms, names, words);
        var shown = Fill(template.BodyZh, fields) + "\n" + Fill(template.BodyEn, fields) + "\n" + TermsOfRecord.Render(terms);
        return new AuthorisationText(template.Version, shown);
    }

    private static Dictionary<string, string> Fields(AuthorisationTerms terms, PartyNames names, IReadOnlyList<ItemWords> words)
    {
        var items = terms.Items.Order(StringComparer.Ordinal)
            .Select(code => words.FirstOrDefault(item => item.Code == code)
                ?? throw new InvalidOperationException($"Item {code} has no words in catalogue version {terms.CatalogueVersion}."))
            .ToList();
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["enterprise_name"] = OneLine(names.Enterprise),
            ["enterprise_uscc"] = terms.Uscc,
            ["legal_representative"] = OneLine(names.LegalRepresentative ?? "–"),
            ["bank_name"] = OneLine(names.Bank),
            ["bank_uscc"] = terms.BankUscc,
            ["catalogue_version"] = terms.CatalogueVersion,
            ["items_zh"] = string.Join('\n', items.Select(item => $"· {OneLine(item.NameZh)}（来源：{OneLine(item.Supplier)}）")),
            ["items_en"] = string.Join('\n', items.Select(item => $"- {OneLine(item.NameEn)} (source: {OneLine(item.Supplier)})")),
            ["look_zh"] = Ticked(terms.Legs.Look).Zh,
            ["look_en"] = Ticked(terms.Legs.Look).En,
            ["return_zh"] = Ticked(terms.Legs.Return).Zh,
            ["return_en"] = Ticked(terms.Legs.Return).En,
            ["training_zh"] = Ticked(terms.Legs.Training).Zh,
            ["training_en"] = Ticked(terms.Legs.Training).En,
            ["valid_from"] = TermsOfRecord.Day(terms.ValidFrom),
            ["valid_to"] = TermsOfRecord.Day(terms.ValidTo),
            ["max_uses"] = terms.MaxUses.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static (string Zh, string En) Ticked(bool leg) => leg ? ("同意", "agreed") : ("不同意", "not agreed");

    // One pass: a name that itself holds braces is never filled a second time.
    private static string Fill(string body, Dictionary<string, string> fields) =>
        Field().Replace(body, match => fields.TryGetValue(match.Groups["name"].Value, out var value)
            ? value
            : throw new InvalidOperationException($"The text names {match.Value}, which no authorisation has."));

    // A name must not be able to open lines of its own in a text that is signed.
    private static string OneLine(string value) =>
        string.Create(value.Length, value, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' or '【' or '】' ? ' ' : source[i];
            }
        });

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();
}
