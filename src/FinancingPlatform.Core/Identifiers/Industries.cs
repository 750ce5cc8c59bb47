using System.Collections.Frozen;
using FinancingPlatform.Core.Tables;

namespace FinancingPlatform.Core.Identifiers;

/// <summary>Industries (国民经济行业分类, GB/T 4754-2017): section letter, two-digit division, three-digit group, four-digit class.</summary>
public static class Industries
{
    private static readonly Lazy<FrozenDictionary<string, Industry>> Table = new(Load);

    /// <summary>
    /// Brings a code to the list's form with its section letter: <c>5132</c> and <c>f5132</c> become <c>F5132</c>. Null when it is none of the list.
    /// </summary>
    public static string? Normalise(string? code)
    {
        var text = code?.Trim().ToUpperInvariant();
        return string.IsNullOrEmpty(text) ? null : Table.Value.TryGetValue(text, out var industry) ? industry.Code : null;
    }

    /// <summary>True for a code of the list, with or without the section letter.</summary>
    public static bool IsKnown(string? code) => Normalise(code) is not null;

    /// <summary>The industry's name; null when the code is not in the list.</summary>
    public static string? NameOf(string? code) => Normalise(code) is { } known ? Table.Value[known].Name : null;

    /// <summary>The section letter A–T of a code; null when it is not in the list.</summary>
    public static char? SectionOf(string? code) => Normalise(code)?[0];

    private static FrozenDictionary<string, Industry> Load()
    {
        var byCode = new Dictionary<string, Industry>(StringComparer.Ordinal);
        foreach (var row in EmbeddedTable.Rows("industries.csv"))
        {
            var industry = new Industry(row[0], row[1]);
            byCode[row[0]] = industry;
            if (row[0].Length > 1)
            {
                // Departments write the digits alone; they are unique across sections.
                byCode[row[0][1..]] = industry;
            }
        }

        return byCode.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private readonly record struct Industry(string Code, string Name);
}
