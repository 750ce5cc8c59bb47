using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// Turns XGBoost's UBJSON (XGBoost 二进制模型; ubjson.org, draft 12, as XGBoost writes it: big-endian, arrays of one type with a count) into
/// the JSON that one reader checks. Counts are believed only as far as bytes are there.
/// </summary>
public static class XgboostUbjson
{
    private const int MaxDepth = 64;

    /// <summary>An object whose first key has a length marker; JSON has a blank, a quote or the end there.</summary>
    public static bool IsUbjson(ReadOnlySpan<byte> file) => file.Length > 1 && file[0] == '{' && "iUIlL$#"u8.Contains(file[1]);

    /// <summary>The format before JSON: it begins with "binf", or a zero-padded parameter block.</summary>
    internal static bool IsOldBinary(ReadOnlySpan<byte> file) => file.StartsWith("binf"u8) || file.StartsWith("CONFIG-offset:"u8) || (file.Length > 4 && file[1] == 0 && file[2] == 0);

    /// <summary>The same model as JSON.</summary>
    internal static Result<ReadOnlyMemory<byte>> ToJson(ReadOnlyMemory<byte> file)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true }))
            {
                var transcoder = new Transcoder(file, writer);
                transcoder.Value(transcoder.Marker(), 0);
                transcoder.End();
            }

            return output.WrittenMemory;
        }
        catch (MalformedModelException e)
        {
            return e.Error;
        }
    }

    private sealed class Transcoder(ReadOnlyMemory<byte> file, Utf8JsonWriter writer)
    {
        private int _at;

        public byte Marker()
        {
            byte marker;
            do
            {
                marker = Take(1)[0];
            }
            while (marker == 'N');
            return marker;
        }

        public void End()
        {
            if (_at != file.Length)
            {
                throw Bad("其后还有多余内容", "there is more behind its end");
            }
        }

        public void Value(byte marker, int depth)
        {
            if (depth > MaxDepth)
            {
                throw Bad($"嵌套深于 {MaxDepth} 层", $"it is nested deeper than {MaxDepth} levels");
            }

            switch ((char)marker)
            {
                case '{':
                    Object(depth);
                    break;
                case '[':
                    Array(depth);
                    break;
                case 'S':
                    writer.WriteStringValue(Text(Length(Marker())));
                    break;
                case 'C':
                    writer.WriteStringValue(Text(1));
                    break;
                case 'T':
                    writer.WriteBooleanValue(true);
                    break;
                case 'F':
                    writer.WriteBooleanValue(false);
                    break;
                case 'Z':
                    writer.WriteNullValue();
                    break;
                case 'd':
                    Float(BinaryPrimitives.ReadSingleBigEndian(Take(sizeof(float))));
                    break;
                case 'D':
                    Double(BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double))));
                    break;
                default:
                    writer.WriteNumberValue(Integer(marker));
                    break;
            }
        }

        private void Object(int depth)
        {
            writer.WriteStartObject();
            var (type, count) = Header();
            for (long i = 0; count is null || i < count; i++)
            {
                var marker = Marker();
                if (count is null && marker == '}')
                {
                    break;
                }

                writer.WritePropertyName(Text(Length(marker)));
                Value(type ?? Marker(), depth + 1);
            }

            writer.WriteEndObject();
        }

        private void Array(int depth)
        {
            writer.WriteStartArray();
            var (type, count) = Header();
            for (long i = 0; count is null || i < count; i++)
            {
                var marker = type ?? Marker();
                if (count is null && marker == ']')
                {
                    break;
                }

                Value(marker, depth + 1);
            }

            writer.WriteEndArray();
        }

        /// <summary>One type for all values, and their count, where they are given.</summary>
        private (byte? Type, long? Count) Header()
        {
            byte? type = null;
            if (Peek() == '$')
            {
                _at++;
                type = Take(1)[0];
            }

            if (Peek() != '#')
            {
                return type is null ? (null, null) : throw Bad("有类型而无数量", "it gives a type without a count");
            }

            _at++;
            var count = Integer(Marker());
            // Every value but a constant takes a byte at least: a count beyond the file's end would only fill memory.
            if (count < 0 || count > file.Length - _at || type is (byte)'T' or (byte)'F' or (byte)'Z' or (byte)'N')
            {
                throw Bad($"数量 {count} 超过文件所余字节", $"its count {count} is beyond the bytes that are left");
            }

            return (type, count);
        }

        private int Length(byte marker)
        {
            var length = Integer(marker);
            return length >= 0 && length <= file.Length - _at ? (int)length : throw Bad($"长度 {length} 超过文件所余字节", $"its length {length} is beyond the bytes that are left");
        }

        private long Integer(byte marker) => (char)marker switch
        {
            'i' => (sbyte)Take(1)[0],
            'U' => Take(1)[0],
            'I' => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short))),
            'l' => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int))),
            'L' => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long))),
            _ => throw Bad($"未知标记 0x{marker:x2}", $"it has an unknown marker 0x{marker:x2}"),
        };

        private void Float(float value)
        {
            Finite(value);
            writer.WriteNumberValue(value);
        }

        private void Double(double value)
        {
            Finite(value);
            writer.WriteNumberValue(value);
        }

        private void Finite(double value)
        {
            if (!double.IsFinite(value))
            {
                throw Bad("数值不是有限数", "a value is not a finite number");
            }
        }

        private string Text(int length)
        {
            try
            {
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Take(length));
            }
            catch (DecoderFallbackException)
            {
                throw Bad("文本不是 UTF-8", "a text is not UTF-8");
            }
        }

        private int Peek() => _at < file.Length ? file.Span[_at] : -1;

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count > file.Length - _at)
            {
                throw Bad("文件中断", "the file breaks off");
            }

            _at += count;
            return file.Span.Slice(_at - count, count);
        }

        private MalformedModelException Bad(string zh, string en) => JsonShape.Bad(string.Create(CultureInfo.InvariantCulture, $"byte {_at}"), zh, en);
    }
}
