using System.Collections.Frozen;
using FinancingPlatform.Core.Tables;

namespace FinancingPlatform.Core.Identifiers;

/// <summary>Administrative divisions (行政区划, GB/T 2260): those in force and those withdrawn since 1980, because a code keeps the division of its first registration.</summary>
public static class Divisions
{
    private const int CodeLength = 6;

    private static readonly Lazy<FrozenDictionary<string, Division>> Table = new(() =>
        EmbeddedTable.Rows("divisions.csv").ToFrozenDictionary(row => row[0], row => new Division(row[1], row[2] == "1"), StringComparer.Ordinal));

    /// <summary>True for a six-digit code of the list, in force or withdrawn.</summary>
    public static bool IsKnown(string code) => Table.Value.ContainsKey(code);

    /// <summary>True for a code in force (2023 edition).</summary>
    public static bool IsInForce(string code) => Table.Value.TryGetValue(code, out var division) && division.InForce;

    /// <summary>Its last name; null when the code is not in the list.</summary>
    public static string? NameOf(string code) => Table.Value.TryGetValue(code, out var division) ? division.Name : null;

    /// <summary>True when a division lies in the city whose codes begin with the four digits given, such as 3709 for 泰安.</summary>
    public static bool IsInCity(string division, string cityPrefix4)
    {
        ArgumentNullException.ThrowIfNull(division);
        ArgumentException.ThrowIfNullOrEmpty(cityPrefix4);
        return division.Length == CodeLength && division.StartsWith(cityPrefix4, StringComparison.Ordinal);
    }

    /// <summary>The districts and counties in force of a city, in the order of their codes.</summary>
    public static IReadOnlyList<string> DistrictsOf(string cityPrefix4) =>
        [.. Table.Value.Where(pair => pair.Value.InForce && IsInCity(pair.Key, cityPrefix4) && !pair.Key.EndsWith("00", StringComparison.Ordinal))
            .Select(pair => pair.Key).Order(StringComparer.Ordinal)];

    private readonly record struct Division(string Name, bool InForce);
}
