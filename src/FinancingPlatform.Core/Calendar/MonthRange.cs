using System.Globalization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Core.Calendar;

/// <summary>A range of months (月份区间), each by its first day.</summary>
/// <param name="From">The first month.</param>
/// <param name="To">The last month, included.</param>
public sealed record MonthRange(DateOnly From, DateOnly To)
{
    /// <summary>Longest range that is read at once.</summary>
    public const int MaxMonths = 60;

    private const int UsualMonths = 12;
    private const string Form = "yyyy-MM";

    /// <summary>Reads <c>2026-01</c> and <c>2026-11</c>; without them the last twelve months. Error <c>months-invalid</c>.</summary>
    public static Result<MonthRange> Read(string? from, string? to, DateOnly today)
    {
        var last = string.IsNullOrEmpty(to) ? new DateOnly(today.Year, today.Month, 1) : Month(to);
        // Counted in months: the first and the last years that a date can have leave no room to add any.
        var first = string.IsNullOrEmpty(from) ? (last is { } end && Count(end) >= UsualMonths ? end.AddMonths(1 - UsualMonths) : null) : Month(from);
        return first is { } begins && last is { } ends && begins <= ends && Count(ends) - Count(begins) < MaxMonths
            ? new MonthRange(begins, ends)
            : new Error(
                ErrorKind.Invalid, "months-invalid", $"月份写作 2026-01，起始不晚于截止，最多 {MaxMonths} 个月。",
                $"Write months as 2026-01, the first not after the last, at most {MaxMonths} of them.");
    }

    /// <summary>A month as people write it.</summary>
    public static string Write(DateOnly month) => month.ToString(Form, CultureInfo.InvariantCulture);

    private static int Count(DateOnly month) => ((month.Year - 1) * UsualMonths) + month.Month;

    private static DateOnly? Month(string text) =>
        DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;
}
