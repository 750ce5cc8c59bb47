using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using Npgsql;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>Some enterprises whose files lie together (档案分片): one slice, or part of one, or several small ones.</summary>
/// <param name="Enterprises">All of them.</param>
/// <param name="Authorised">Those with a live authorisation.</param>
internal sealed record EnterpriseSlice(long[] Enterprises, long[] Authorised);

/// <summary>Enterprises by the partition of the credit records that holds their file.</summary>
internal static class EnterpriseSlices
{
    /// <summary>Partitions of credit.credit_record.</summary>
    public const int Count = 16;

    /// <summary>The enterprises of each slice in order.</summary>
    /// <param name="source">As database role worker.</param>
    /// <param name="enterprises">Null for all.</param>
    /// <param name="most">A larger slice is cut into parts of so many.</param>
    /// <param name="together">Small slices are taken together up to so many: a statement takes a tenth of a second to plan, whatever it reads.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<EnterpriseSlice>> ReadAsync(NpgsqlDataSource source, long[]? enterprises, int most, int together, CancellationToken ct)
    {
        var slices = Enumerable.Range(0, Count).Select(_ => new List<(long Id, bool IsAuthorised)>()).ToArray();
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(EnterpriseSlices).Assembly, "Sql/Scores/slices.sql"), connection)
        {
            CommandTimeout = FeatureRows.TimeoutSeconds,
            Parameters = { new("slices", Count), new("enterprises", (object?)enterprises ?? DBNull.Value) { DataTypeName = "bigint[]" } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            slices[reader.GetInt32(0)].Add((reader.GetInt64(1), reader.GetBoolean(2)));
        }

        return
        [
            .. Together(slices, together).SelectMany(slice => slice.Chunk(most))
                .Select(part => new EnterpriseSlice([.. part.Select(e => e.Id)], [.. part.Where(e => e.IsAuthorised).Select(e => e.Id)])),
        ];
    }

    private static IEnumerable<List<(long Id, bool IsAuthorised)>> Together(IEnumerable<List<(long Id, bool IsAuthorised)>> slices, int together)
    {
        var gathered = new List<(long Id, bool IsAuthorised)>();
        foreach (var slice in slices)
        {
            if (gathered.Count > 0 && gathered.Count + slice.Count > together)
            {
                yield return gathered;
                gathered = [];
            }

            gathered.AddRange(slice);
        }

        yield return gathered;
    }
}
