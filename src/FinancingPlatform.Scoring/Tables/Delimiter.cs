namespace FinancingPlatform.Scoring.Tables;

/// <summary>Finds out what separates a table's fields (分隔符): with which one the header's names are those of the schema.</summary>
internal static class Delimiter
{
    /// <summary>A header line longer than this is no header.</summary>
    private const int MaxHeaderChars = 4_000_000;

    private static readonly char[] s_known = [',', ';', '\t', '|'];

    /// <summary>The delimiter, and the text whole again. A comma where none fits: the error then names what was found.</summary>
    public static (char Delimiter, TextReader Text) Of(TextReader text, ModelSchema schema)
    {
        var start = text.ReadLine() ?? string.Empty;
        if (start.Length > MaxHeaderChars)
        {
            throw new InvalidDataException($"The first line is longer than {MaxHeaderChars} characters: it is no header of a table.");
        }

        var names = schema.Columns.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        // The first of equals: a comma before the others.
        var best = s_known.MaxBy(d => Header(start, d).Count(names.Contains));
        return (best, new Joined(start, text));
    }

    /// <summary>Names of a header line, without byte order mark and blanks around them.</summary>
    public static List<string> Names(List<string> fields) => fields.ConvertAll(h => h.Trim('\uFEFF', ' ', '\t').Trim());

    private static List<string> Header(string line, char delimiter) =>
        CsvRows.Read(new StringReader(line), delimiter).Select(r => Names(r.Fields)).FirstOrDefault([]);

    /// <summary>A line that was read, then the rest.</summary>
    private sealed class Joined(string line, TextReader rest) : TextReader
    {
        private int _at;

        public override int Peek() => _at < line.Length ? line[_at] : _at == line.Length ? '\n' : rest.Peek();

        public override int Read()
        {
            var c = Peek();
            if (_at > line.Length)
            {
                return rest.Read();
            }

            _at++;
            return c;
        }
    }
}
