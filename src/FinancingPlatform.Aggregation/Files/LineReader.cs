using System.Text;
using System.Text.Unicode;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>Lines of strict UTF-8 or GB18030, without their line ends, from a stream of any length in a buffer of one line's limit.</summary>
internal sealed class LineReader(Stream stream, string path, FileLimits limits)
{
    private const int FirstBufferBytes = 128 << 10;

    // Leading bytes of U+4000 to U+9FFF in UTF-8.
    private const byte FirstOfChinese = 0xE4;
    private const byte LastOfChinese = 0xE9;
    private const int SurelyUtf8Characters = 6;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding StrictGb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private Encoding? _encoding; // null while every byte was ASCII
    private byte[] _buffer = new byte[FirstBufferBytes];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Number of the line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>True when the line read last ended with the file and not with a line end.</summary>
    public bool IsCutOff { get; private set; }

    public async ValueTask<string?> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (TryTake(out var line))
            {
                return line;
            }

            if (_ended)
            {
                return null;
            }

            await FillAsync(ct);
        }
    }

    private bool TryTake(out string? line)
    {
        var waiting = _buffer.AsSpan(_start, _end - _start);
        var at = waiting.IndexOf((byte)'\n');
        if (at < 0 && (!_ended || waiting.IsEmpty))
        {
            line = null;
            return false;
        }

        Line++;
        IsCutOff = at < 0;
        var bytes = at < 0 ? waiting : waiting[..at];
        _start += at < 0 ? waiting.Length : at + 1;
        if (bytes.Length > limits.MaxLineBytes)
        {
            throw new UnreadableFileException(FileErrors.LineTooLong(Line, limits.MaxLineBytes));
        }

        line = Decode(bytes.EndsWith("\r"u8) ? bytes[..^1] : bytes);
        return true;
    }

    // The first line that is not ASCII decides: strict UTF-8, else strict GB18030, and from then on nothing else. Neither has a line feed inside a character.
    private string Decode(ReadOnlySpan<byte> bytes)
    {
        if (_encoding is null && Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        if (ReferenceEquals(_encoding, StrictGb18030) && IsSurelyUtf8(bytes))
        {
            throw new UnreadableFileException(FileErrors.WrongEncoding(Line));
        }

        try
        {
            var text = (_encoding ?? Strict).GetString(bytes);
            _encoding ??= Strict;
            return text;
        }
        catch (DecoderFallbackException) when (_encoding is null)
        {
            _encoding = StrictGb18030;
            return Decode(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableFileException(FileErrors.WrongEncoding(Line));
        }
    }

    // GB18030 gives nearly every sequence of bytes a meaning, so UTF-8 in it would come in as nonsense. A line of GB18030 that is valid UTF-8 with that many
    // Chinese characters occurs once in some hundred thousand million lines.
    private static bool IsSurelyUtf8(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return false;
        }

        var characters = 0;
        foreach (var value in bytes)
        {
            characters += value is >= FirstOfChinese and <= LastOfChinese ? 1 : 0;
        }

        return characters >= SurelyUtf8Characters;
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        if (_end - _start > limits.MaxLineBytes)
        {
            throw new UnreadableFileException(FileErrors.LineTooLong(Line + 1, limits.MaxLineBytes));
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var isFirst = Line == 0 && _end == 0;
        var count = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += count;
        _ended = count == 0;
        if (isFirst)
        {
            Begin();
        }
    }

    // A NUL byte, or the two bytes that begin UTF-16 and zip-packed spreadsheets, are in no text of ours.
    private void Begin()
    {
        var head = _buffer.AsSpan(0, _end);
        if (head.StartsWith("\uFEFF"u8))
        {
            _start = Encoding.UTF8.Preamble.Length;
            _encoding = Strict;
        }

        if (head.Contains((byte)0) || head.StartsWith<byte>([0xFF, 0xFE]) || head.StartsWith<byte>([0xFE, 0xFF]) || head.StartsWith("PK\u0003\u0004"u8))
        {
            throw new UnreadableFileException(FileErrors.NotText(path));
        }
    }
}
