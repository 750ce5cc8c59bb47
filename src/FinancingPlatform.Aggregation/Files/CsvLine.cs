using System.Buffers;
using System.Globalization;
using System.Text;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>One line of separated text as cells (RFC 4180, with any separator of departments' exports), and cells as one line.</summary>
internal static class CsvLine
{
    private const string Separators = ",;\t|";
    private static readonly SearchValues<char> MustQuote = SearchValues.Create(",;\t|\"\r\n");

    /// <summary>The separator that a header line uses most outside quotes; a comma when it uses none.</summary>
    public static char SeparatorOf(string header)
    {
        Span<int> counts = stackalloc int[Separators.Length];
        var isQuoted = false;
        foreach (var character in header)
        {
            isQuoted ^= character == '"';
            if (!isQuoted && Separators.IndexOf(character, StringComparison.Ordinal) is >= 0 and var at)
            {
                counts[at]++;
            }
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return Separators[best];
    }

    /// <summary>Splits; false when a quoted cell is not closed in this text.</summary>
    public static bool TrySplit(string line, char separator, List<string> cells)
    {
        cells.Clear();
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (!TryQuoted(line, separator, ref at, out var cell))
                {
                    return false;
                }

                cells.Add(cell);
            }
            else
            {
                var end = line.IndexOf(separator, at);
                end = end < 0 ? line.Length : end;
                cells.Add(line[at..end]);
                at = end;
            }

            if (at >= line.Length)
            {
                return true;
            }

            at++;
            if (at == line.Length)
            {
                cells.Add(string.Empty);
                return true;
            }
        }
    }

    /// <summary>Writes cells, quoting where needed. A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection).</summary>
    public static string Join(params ReadOnlySpan<string> cells)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                line.Append(',');
            }

            var safe = IsFormula(cells[i]) ? "'" + cells[i] : cells[i];
            // Also at what other programs take for separators: a formula behind one would stand at the beginning of a cell there.
            line.Append(safe.AsSpan().ContainsAny(MustQuote) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe);
        }

        return line.ToString();
    }

    // A sign makes a formula of everything but a plain number; Chinese and Japanese versions take the full-width signs as well.
    private static bool IsFormula(string cell) => cell.Length > 0 && cell[0] switch
    {
        '=' or '@' or '\t' or '\r' or '\n' or '＝' or '＠' or '＋' or '－' => true,
        '+' or '-' => !decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static bool TryQuoted(string line, char separator, ref int at, out string cell)
    {
        var start = at + 1;
        var close = line.IndexOf('"', start);
        while (close >= 0 && close + 1 < line.Length && line[close + 1] == '"')
        {
            close = line.IndexOf('"', close + 2);
        }

        if (close < 0)
        {
            cell = string.Empty;
            return false;
        }

        cell = line[start..close].Replace("\"\"", "\"", StringComparison.Ordinal);
        // What real exports leave between a closing quote and the comma belongs to the cell.
        var end = line.IndexOf(separator, close + 1);
        end = end < 0 ? line.Length : end;
        cell += line[(close + 1)..end];
        at = end;
        return true;
    }
}
