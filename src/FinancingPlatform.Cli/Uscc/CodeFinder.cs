using FinancingPlatform.Aggregation.Files;

namespace FinancingPlatform.Cli.Uscc;

/// <summary>
/// Finds what is meant as a unified social credit code. A table whose header names the code's column gives that column's cells, whatever
/// they hold. A file that begins with one word of letters and digits is a list, one code to a line, whatever a line holds. Any other file
/// is read as text: words of 15 to 20 letters and digits with at least eight digits are codes, so that names, dates and amounts are not.
/// </summary>
internal sealed class CodeFinder
{
    private const int ShortestInText = 15;
    private const int LongestInText = 20;
    private const int FewestDigitsInText = 8;

    private static readonly string[] ColumnNames =
    [
        "uscc", "code", "credit_code", "unified_social_credit_code", "统一社会信用代码", "统一代码", "信用代码", "社会信用代码", "XK_XDR_SHXYM", "CF_XDR_SHXYM",
    ];

    private static readonly char[] Separators = [',', ';', '\t', '|', '，', '；', '、', '"', '\'', '(', ')', '（', '）', '[', ']', '：', ':', '。'];

    private readonly List<string> _cells = [];
    private int _column = -1;
    private bool _isFirst = true;
    private bool _isList;

    /// <summary>The codes of the next line.</summary>
    public IEnumerable<string> In(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return [];
        }

        var isTable = CsvLine.TrySplit(line, ',', _cells);
        if (_isFirst)
        {
            _isFirst = false;
            _column = _cells.FindIndex(cell => ColumnNames.Contains(cell.Trim(), StringComparer.OrdinalIgnoreCase));
            if (_column >= 0)
            {
                return [];
            }

            _isList = IsOneWord(line.Trim());
        }

        if (_column >= 0)
        {
            return isTable && _column < _cells.Count ? [_cells[_column]] : [line];
        }

        var codes = InText(line).ToList();
        return codes.Count == 0 && _isList ? [line.Trim()] : codes;
    }

    private static IEnumerable<string> InText(string line)
    {
        var whole = line.Trim();
        if (IsOneWord(whole) || Core.Identifiers.Uscc.Check(whole).IsValid)
        {
            return [whole];
        }

        return line.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(part => Core.Identifiers.Uscc.Check(part).IsValid ? [part] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(LooksLikeCode);
    }

    private static bool IsOneWord(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or (>= '\uFF01' and <= '\uFF5E' and not '，' and not '；' and not '：'));

    private static bool LooksLikeCode(string word)
    {
        var code = Core.Identifiers.Uscc.Check(word).Normalised;
        return code.Length is >= ShortestInText and <= LongestInText && code.All(char.IsAsciiLetterOrDigit) && code.Count(char.IsAsciiDigit) >= FewestDigitsInText;
    }
}
