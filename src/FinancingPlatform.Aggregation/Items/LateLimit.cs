using FinancingPlatform.Core.Calendar;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>
/// When a fact is delivered late (逾期报送): more than so many working days after it. The later the fact, the later its term, so one date tells all rows of a day.
/// </summary>
internal static class LateLimit
{
    /// <summary>No holiday stretches a clock of 60 working days beyond this.</summary>
    private const int MaxDays = 150;

    /// <summary>Facts of this day or earlier are late today; null when the calendar has no notice for the days in question.</summary>
    public static DateOnly? LastLateDay(WorkingCalendar calendar, DateOnly today, int workingDays)
    {
        for (var back = 1; back <= MaxDays; back++)
        {
            var day = today.AddDays(-back);
            var due = calendar.AddWorkingDays(day, workingDays);
            if (!due.IsOk)
            {
                return null;
            }

            if (due.Value < today)
            {
                return day;
            }
        }

        return null;
    }
}
