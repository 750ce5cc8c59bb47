using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>What went into a score, as text that reads back to the same bits (评分输入), and its digest.</summary>
internal static class ScoreInputs
{
    /// <summary>Features in the pack's order, shortest digits that give the same single, unknown as null.</summary>
    public static string Write(ScoringPack pack, ReadOnlySpan<float> row)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            if (float.IsNaN(row[i]))
            {
                writer.WriteNull(pack.Features[i].Name);
            }
            else
            {
                writer.WriteNumber(pack.Features[i].Name, row[i]);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
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

    /// <summary>SHA-256 over the pack's digest and the inputs: the same inputs under another pack have another digest.</summary>
    public static byte[] Digest(ScoringPack pack, string inputs) => SHA256.HashData(Encoding.UTF8.GetBytes($"score-input/1\n{pack.Sha256}\n{inputs}"));
}
