using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>Writes the inputs of many rows of one pack (评分输入写出): names and digest's head are encoded once. One instance serves one thread.</summary>
internal sealed class ScoreInputsWriter : IDisposable
{
    /// <summary>Room for the inputs of a pack of some forty features; the buffer grows beyond it.</summary>
    private const int FirstBytes = 2048;

    private readonly ArrayBufferWriter<byte> _buffer = new(FirstBytes);
    private readonly Utf8JsonWriter _writer;
    private readonly JsonEncodedText[] _names;
    private readonly byte[] _head;

    /// <summary>A writer for one pack.</summary>
    public ScoreInputsWriter(ScoringPack pack)
    {
        _writer = new Utf8JsonWriter(_buffer);
        _names = [.. pack.Features.Select(f => JsonEncodedText.Encode(f.Name))];
        _head = Encoding.UTF8.GetBytes($"score-input/1\n{pack.Sha256}\n");
    }

    /// <summary>Features in the pack's order, shortest digits that give the same single, unknown as null; and SHA-256 over the pack's digest and them.</summary>
    public (string Inputs, byte[] Digest) Write(ReadOnlySpan<float> row)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(_head);
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            if (float.IsNaN(row[i]))
            {
                _writer.WriteNull(_names[i]);
            }
            else
            {
                _writer.WriteNumber(_names[i], row[i]);
            }
        }

        _writer.WriteEndObject();
        _writer.Flush();
        var written = _buffer.WrittenSpan;
        return (Encoding.UTF8.GetString(written[_head.Length..]), SHA256.HashData(written));
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
