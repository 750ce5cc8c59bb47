using System.Text;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>Rows of a comma-separated file (RFC 4180), with the line each begins on. Reads as it goes.</summary>
internal static class CsvRows
{
    /// <summary>A field longer than this is an unclosed quote, not data.</summary>
    public const int MaxFieldChars = 1_000_000;

    public static IEnumerable<(int Line, List<string> Fields)> Read(TextReader reader)
    {
        var line = 1;
        while (reader.Peek() >= 0)
        {
            var start = line;
            var fields = ReadRow(reader, ref line);
            if (fields is not [""])
            {
                yield return (start, fields);
            }
        }
    }

    private static List<string> ReadRow(TextReader reader, ref int line)
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
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                case '\r' when !quoted && reader.Peek() == '\n':
                    break;
                case -1:
                case '\n' when !quoted:
                    line++;
                    fields.Add(field.ToString());
                    return fields;
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
