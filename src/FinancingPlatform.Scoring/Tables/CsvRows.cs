using System.Text;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>Rows of a separated file (RFC 4180, with a delimiter of its own where it has one), with the line each begins on. Reads as it goes.</summary>
internal static class CsvRows
{
    /// <summary>A field longer than this is an unclosed quote, not data.</summary>
    public const int MaxFieldChars = 1_000_000;

    /// <summary>Rows to the end.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="delimiter">Between two fields.</param>
    public static IEnumerable<(int Line, List<string> Fields)> Read(TextReader reader, char delimiter = ',')
    {
        var line = 1;
        while (reader.Peek() >= 0)
        {
            var start = line;
            var fields = ReadRow(reader, delimiter, ref line);
            if (fields is not [""])
            {
                yield return (start, fields);
            }
        }
    }

    private static List<string> ReadRow(TextReader reader, char delimiter, ref int line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        while (true)
        {
            var c = reader.Read();
            if (field.Length > MaxFieldChars)
            {
                throw new InvalidDataException($"A field that ends on line {line} is longer than {MaxFieldChars} characters: a quote was probably not closed.");
            }

            switch (c)
            {
                case '"' when quoted && reader.Peek() == '"':
                    _ = reader.Read();
                    field.Append('"');
                    break;
                case '"' when quoted || field.Length == 0:
                    quoted = !quoted;
                    break;
                case '\r' when !quoted && reader.Peek() == '\n':
                    break;
                case -1:
                case '\n' when !quoted:
                    line++;
                    fields.Add(field.ToString());
                    return fields;
                case var _ when c == delimiter && !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                default:
                    if (c == '\n')
                    {
                        line++;
                    }

                    field.Append((char)c);
                    break;
            }
        }
    }
}
