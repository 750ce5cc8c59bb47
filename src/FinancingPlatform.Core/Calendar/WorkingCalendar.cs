using System.Collections.Frozen;
using System.Globalization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Tables;

namespace FinancingPlatform.Core.Calendar;

/// <summary>
/// Working days (工作日) with the State Council's yearly notices: public holidays off, make-up days (调休) worked. The notices are data
/// (Tables/working-days.csv). A year without a notice is an error, because a plain week in its place would be wrong by up to nine days.
/// </summary>
public sealed class WorkingCalendar
{
    /// <summary>Longest clock that the platform counts; a longer one is a slip of units.</summary>
    public const int MaxDays = 400;

    private readonly FrozenDictionary<DateOnly, bool> _exceptions;
    private readonly FrozenSet<int> _years;

    private WorkingCalendar(IEnumerable<(DateOnly Date, bool IsWorked)> exceptions)
    {
        _exceptions = exceptions.ToFrozenDictionary(e => e.Date, e => e.IsWorked);
        _years = _exceptions.Keys.Select(date => date.Year).ToFrozenSet();
    }

    /// <summary>The calendar of the notices that this release holds.</summary>
    public static WorkingCalendar Official { get; } = new(EmbeddedTable.Rows("working-days.csv")
        .Select(row => (DateOnly.ParseExact(row[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), row[1] == "work")));

    /// <summary>True when the year's notice is in the table.</summary>
    public bool Covers(int year) => _years.Contains(year);

    /// <summary>Whether people work on a date; error <c>calendar-year-missing</c> for a year without a notice.</summary>
    public Result<bool> IsWorkingDay(DateOnly date) => Covers(date.Year) ? IsWorked(date) : Missing(date.Year);

    /// <summary>
    /// The date by which something due in <paramref name="workingDays"/> must be done: the day it starts is not counted (民法典 201).
    /// Zero gives the date itself. Negative counts go back.
    /// </summary>
    public Result<DateOnly> AddWorkingDays(DateOnly date, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(workingDays), MaxDays);
        if (!Covers(date.Year))
        {
            return Missing(date.Year);
        }

        var step = Math.Sign(workingDays);
        var left = Math.Abs(workingDays);
        while (left > 0)
        {
            date = date.AddDays(step);
            if (!Covers(date.Year))
            {
                return Missing(date.Year);
            }

            left -= IsWorked(date) ? 1 : 0;
        }

        return date;
    }

    /// <summary>Working days after <paramref name="from"/> up to and with <paramref name="to"/>; negative when <paramref name="to"/> is earlier.</summary>
    public Result<int> WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        var (first, last) = from <= to ? (from, to) : (to, from);
        for (var year = first.Year; year <= last.Year; year++)
        {
            if (!Covers(year))
            {
                return Missing(year);
            }
        }

        var days = 0;
        for (var date = first.AddDays(1); date <= last; date = date.AddDays(1))
        {
            days += IsWorked(date) ? 1 : 0;
        }

        return from <= to ? days : -days;
    }

    private bool IsWorked(DateOnly date) =>
        _exceptions.TryGetValue(date, out var isWorked) ? isWorked : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static Error Missing(int year) => new(
        ErrorKind.Unavailable,
        "calendar-year-missing",
        $"工作日历缺少{year}年的国务院办公厅放假安排，无法计算工作日；请补充该年数据。",
        $"The working-day calendar has no State Council notice for {year}, so working days cannot be counted; add that year's data.");
}
