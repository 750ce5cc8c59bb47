using System.Globalization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>One field of a table as its column says (字段取值).</summary>
internal static class TableField
{
    private const int MaxShown = 40;

    /// <summary>Dates are days since this one.</summary>
    public static DateOnly Epoch { get; } = new(1970, 1, 1);

    public static bool IsUnknown(string field, SchemaColumn column) => field.Length == 0 || (column.Missing?.Contains(field) ?? false);

    /// <summary>The number or the date's days; NaN for unknown; false where it is neither.</summary>
    public static bool TryNumber(string field, SchemaColumn column, out float value)
    {
        value = float.NaN;
        if (IsUnknown(field, column))
        {
            return true;
        }

        if (column.Type == ColumnType.Date)
        {
            var isDate = DateOnly.TryParseExact(field, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
            value = isDate ? date.DayNumber - Epoch.DayNumber : float.NaN;
            return isDate;
        }

        return float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
    }

    public static Error NotANumber(int line, SchemaColumn column, string field) => column.Type == ColumnType.Date
        ? ScoringError.Table(
            $"line {line}, column {column.Name}",
            $"“{Shorten(field)}”不是日期（须为 2020-12-31 的写法）；表示未知的写法请列入该列的 missing",
            $"“{Shorten(field)}” is not a date as 2020-12-31; a text that means unknown belongs into the column's missing")
        : ScoringError.Table(
            $"line {line}, column {column.Name}",
            $"“{Shorten(field)}”不是有限的数；表示未知的写法请列入该列的 missing，文字列的 type 为 category",
            $"“{Shorten(field)}” is not a finite number; a text that means unknown belongs into the column's missing, a column of texts has the type category");

    private static string Shorten(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "…";
}
