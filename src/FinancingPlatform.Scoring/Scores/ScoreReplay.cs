using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;
using Npgsql;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>What a replay found (评分回放).</summary>
/// <param name="Same">True when margin, points, grade and input digest are the stored ones, bit for bit.</param>
/// <param name="Points">Points computed now from the stored inputs.</param>
/// <param name="StoredPoints">Points as stored.</param>
/// <param name="InputSha256">Digest computed now, hexadecimal.</param>
public sealed record ReplayResult(bool Same, int Points, int StoredPoints, string InputSha256);

/// <summary>Recomputes a stored score from its stored inputs with the pack that it names, without reading any record.</summary>
public sealed class ScoreReplay(NpgsqlDataSource source)
{
    private const string Stored = """
        select s.pack_sha256, s.margin, s.points, s.grade, s.input_sha256, s.inputs::text, s.withheld_on, s.withheld_rule
        from scoring.score s
        where s.id = @id
        """;

    /// <summary>Replays one score.</summary>
    public async Task<Result<ReplayResult>> ReplayAsync(long scoreId, ScoringPack pack, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(pack);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(Stored, connection) { Parameters = { new("id", scoreId) } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? Judge(pack, reader)
            : new Error(ErrorKind.NotFound, "score-unknown", "没有这个评分。", "There is no such score.");
    }

    private static Result<ReplayResult> Judge(ScoringPack pack, NpgsqlDataReader stored)
    {
        if (stored.GetString(0) != pack.Sha256)
        {
            return new Error(ErrorKind.Conflict, "score-of-another-pack", $"该评分由另一评分包（{stored.GetString(0)}）计算。", $"This score was computed by another pack ({stored.GetString(0)}).");
        }

        if (stored.IsDBNull(5))
        {
            var (day, rule) = (stored.GetFieldValue<DateOnly>(6), stored.GetString(7));
            return new Error(ErrorKind.Gone, "inputs-withheld", $"输入已依法移除：{day:yyyy-MM-dd}，{rule}。", $"Inputs withheld, {day:yyyy-MM-dd}, {rule}.");
        }

        return ScoreInputs.Read(pack, stored.GetString(5)) is { } row
            ? Compare(pack, row, stored)
            : new Error(ErrorKind.Invalid, "inputs-unreadable", "存储的输入与评分包的特征不符。", "The stored inputs do not fit the pack's features.");
    }

    private static ReplayResult Compare(ScoringPack pack, float[] row, NpgsqlDataReader stored)
    {
        var score = pack.Score(row);
        var (_, digest) = ScoreInputs.Write(pack, row);
        var same = BitConverter.DoubleToInt64Bits(score.Margin) == BitConverter.DoubleToInt64Bits(stored.GetDouble(1))
            && score.Points == stored.GetInt32(2)
            && score.Grade == stored.GetString(3)
            && digest.AsSpan().SequenceEqual(stored.GetFieldValue<byte[]>(4));
        return new ReplayResult(same, score.Points, stored.GetInt32(2), Convert.ToHexStringLower(digest));
    }
}
