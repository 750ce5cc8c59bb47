using System.Text.Json;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>What went into a score, as text that reads back to the same bits (评分输入), and its digest.</summary>
internal static class ScoreInputs
{
    /// <summary>The inputs and digest of one row; <see cref="ScoreInputsWriter"/> says what they are made of.</summary>
    public static (string Inputs, byte[] Digest) Write(ScoringPack pack, ReadOnlySpan<float> row)
    {
        using var writer = new ScoreInputsWriter(pack);
        return writer.Write(row);
    }

    /// <summary>Reads stored inputs back; null when a feature of the pack is missing or is no number.</summary>
    public static float[]? Read(ScoringPack pack, string json)
    {
        using var document = JsonDocument.Parse(json);
        var row = new float[pack.Features.Count];
        for (var i = 0; i < row.Length; i++)
        {
            if (!document.RootElement.TryGetProperty(pack.Features[i].Name, out var value))
            {
                return null;
            }

            if (value.ValueKind == JsonValueKind.Null)
            {
                row[i] = float.NaN;
            }
            else if (value.ValueKind != JsonValueKind.Number || !value.TryGetSingle(out row[i]))
            {
                return null;
            }
        }

        return row;
    }
}
