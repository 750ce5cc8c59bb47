using System.Collections.Frozen;
using FinancingPlatform.Core.Enterprises;
using FinancingPlatform.Core.Identifiers;
using Npgsql;

namespace FinancingPlatform.Scoring.Training;

/// <summary>Size, sector and district of the enterprises that a city's pack learnt from (分组): what its card compares, and nothing that the model looks at.</summary>
internal static class CityGroups
{
    private const string Unknown = "unknown";

    /// <summary>One column for each, over the rows' enterprises in their order.</summary>
    public static async Task<IReadOnlyList<FairnessColumn>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<long> enterprises, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select e.id, e.size, e.industry, e.division from registry.enterprise e where e.id = any ($1)", connection)
        {
            Parameters = { new() { Value = enterprises.Distinct().ToArray() } },
        };
        var found = new Dictionary<long, (string Size, string Sector, string District)>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                found[reader.GetInt64(0)] = (reader.GetString(1), Sector(reader.IsDBNull(2) ? null : reader.GetString(2)), District(reader.IsDBNull(3) ? null : reader.GetString(3)));
            }
        }

        return
        [
            Column("size", [.. enterprises.Select(e => found[e].Size)]),
            Column("sector", [.. enterprises.Select(e => found[e].Sector)]),
            Column("district", [.. enterprises.Select(e => found[e].District)]),
        ];
    }

    private static string Sector(string? industry) => SizeSectors.Of(industry)?.ToString() ?? Unknown;

    private static string District(string? division) => division is null ? Unknown : Divisions.NameOf(division) ?? division;

    private static FairnessColumn Column(string name, IReadOnlyList<string> texts)
    {
        string[] distinct = [.. texts.Where(t => t != Unknown).Distinct().Order(StringComparer.Ordinal)];
        var codes = distinct.Select((text, code) => (text, code)).ToFrozenDictionary(p => p.text, p => p.code, StringComparer.Ordinal);
        return new FairnessColumn(name, distinct, [.. texts.Select(t => codes.GetValueOrDefault(t, -1))]);
    }
}
