using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using Npgsql;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>Enterprises whose score may differ from the stored one (待重算企业): news, another pack, another day, or none yet.</summary>
internal static class ChangedEnterprises
{
    /// <summary>An import stamps its records when it begins and shows them when it commits; none lasts longer than this.</summary>
    public static TimeSpan LongestImport { get; } = TimeSpan.FromHours(2);

    public static async Task<long[]> FindAsync(NpgsqlDataSource source, PlatformPacks packs, FeatureScope scope, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(ChangedEnterprises).Assembly, "Sql/Scores/changed.sql"), connection)
        {
            CommandTimeout = FeatureRows.TimeoutSeconds,
            Parameters =
            {
                new("as_of", scope.AsOf),
                new("public_pack", packs.Public.Pack.Sha256),
                new("full_pack", packs.Full.Pack.Sha256),
                new("full_items", packs.Full.Items),
                new("overlap", LongestImport),
            },
        };
        var found = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetInt64(0));
        }

        return [.. found];
    }
}
