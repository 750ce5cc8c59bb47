using System.Globalization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>Reads the fields of one column as its schema says (字段取值).</summary>
internal sealed class TableField
{
    private const int MaxShown = 40;
    private const string DecimalComma = ",";

    /// <summary>Ways to write a date that nobody can take for another; every other one needs the column's <c>format</c>.</summary>
    private static readonly string[] s_dates =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy-M-d", "yyyy/M/d", "yyyyMMdd", "yyyy-MM", "yyyy/MM",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy/MM/dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ssK",
    ];

    private readonly ValueSet _missing;
    private readonly string[] _dates;
    private readonly bool _decimalComma;

    /// <summary>A reader of one column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="decimalMark">The table's decimal mark; null for a point.</param>
    public TableField(SchemaColumn column, string? decimalMark)
    {
        Column = column;
        _missing = new ValueSet(column.Missing);
        _dates = column.Format is { } format ? [format] : s_dates;
        _decimalComma = decimalMark == DecimalComma;
    }

    /// <summary>Dates are days since this one.</summary>
    public static DateOnly Epoch { get; } = new(1970, 1, 1);

    public SchemaColumn Column { get; }

    public bool IsUnknown(string field) => field.Length == 0 || _missing.Contains(field);

    /// <summary>The number or the date's days; NaN for unknown; false where it is neither.</summary>
    public bool TryNumber(string field, out float value)
    {
        value = float.NaN;
        if (IsUnknown(field))
        {
            return true;
        }

        if (Column.Type == ColumnType.Date)
        {
            var isDate = DateTime.TryParseExact(field, _dates, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out var date);
            value = isDate ? DateOnly.FromDateTime(date).DayNumber - Epoch.DayNumber : float.NaN;
            return isDate;
        }

        return float.TryParse(Bare(field), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
    }

    public Error NotANumber(int line, string field) => Column.Type == ColumnType.Date
        ? ScoringError.Table(
            $"line {line}, column {Column.Name}",
            $"“{Shorten(field)}”不是日期（{Expected("须为", "或 ")}）；表示未知的写法请列入该列的 missing，其他写法请用该列的 format 说明",
            $"“{Shorten(field)}” is not a date ({Expected("written as", "or ")}); a text that means unknown belongs into the column's missing, another way to write dates into its format")
        : ScoringError.Table(
            $"line {line}, column {Column.Name}",
            $"“{Shorten(field)}”不是有限的数；表示未知的写法请列入该列的 missing，数字旁的符号（如 % 或 $）请列入 strip，小数逗号请在字段说明写 \"decimal\": \",\"，文字列的 type 为 category",
            $"“{Shorten(field)}” is not a finite number; a text that means unknown belongs into the column's missing, signs around the number (such as % or $) into its strip, a decimal comma needs \"decimal\": \",\" in the schema, and a column of texts has the type category");

    private string Expected(string written, string or) => Column.Format is { } format ? $"{written} {format}" : $"{written} 2020-12-31 {or}20201231";

    /// <summary>The number without the signs around it, and with a point.</summary>
    private string Bare(string field)
    {
        foreach (var sign in Column.Strip ?? [])
        {
            field = field.Replace(sign, string.Empty, StringComparison.Ordinal);
        }

        return _decimalComma ? field.Replace(DecimalComma, ".", StringComparison.Ordinal) : field;
    }

    private static string Shorten(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "…";
}
