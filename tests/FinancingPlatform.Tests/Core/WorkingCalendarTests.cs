using FinancingPlatform.Core.Calendar;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace FinancingPlatform.Tests.Core;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Official;

    [Theory]
    [InlineData("2026-02-16", false)] // 春节
    [InlineData("2026-02-14", true)] // Saturday worked instead
    [InlineData("2026-02-28", true)] // Saturday worked instead
    [InlineData("2026-10-01", false)] // 国庆节
    [InlineData("2026-10-10", true)] // Saturday worked instead
    [InlineData("2026-10-11", false)] // plain Sunday
    [InlineData("2026-11-23", true)] // plain Monday
    [InlineData("2020-01-31", false)] // 春节 lengthened in that year
    [Trait("trap", "6")]
    public void Holidays_are_off_and_make_up_days_are_worked(string date, bool isWorked) => Calendar.IsWorkingDay(Date(date)).Value.ShouldBe(isWorked);

    [Theory]
    [InlineData("2026-02-13", 3, "2026-02-25")] // 14 worked, 15–23 off, 24, 25
    [InlineData("2026-09-30", 7, "2026-10-15")] // 1–7 off, 8, 9, 10 worked, 12, 13, 14, 15
    [InlineData("2026-11-20", 1, "2026-11-23")]
    [InlineData("2026-11-20", 0, "2026-11-20")]
    [InlineData("2026-11-23", -1, "2026-11-20")]
    [Trait("trap", "6")]
    public void A_clock_of_working_days_steps_over_the_holidays(string from, int days, string due) => Calendar.AddWorkingDays(Date(from), days).Value.ShouldBe(Date(due));

    [Fact]
    public void A_year_without_a_notice_is_an_error_and_not_a_plain_week()
    {
        Calendar.IsWorkingDay(Date("2017-06-01")).Error.Code.ShouldBe("calendar-year-missing");
        Calendar.AddWorkingDays(Date("2026-12-31"), 5).Error.Code.ShouldBe("calendar-year-missing");
        Calendar.WorkingDaysBetween(Date("2017-12-29"), Date("2018-01-05")).IsOk.ShouldBeFalse();
        Calendar.WorkingDaysBetween(DateOnly.MinValue, DateOnly.MaxValue).IsOk.ShouldBeFalse();
    }

    [Fact]
    public void Every_year_from_2018_to_2026_has_its_notice() => Enumerable.Range(2018, 9).ShouldAllBe(year => Calendar.Covers(year));

    [Fact]
    public void Adding_days_and_counting_them_agree() =>
        Prop.ForAll(Gen.Choose(0, 2_500).Zip(Gen.Choose(0, 60)).ToArbitrary(), pair =>
        {
            var from = Date("2018-03-01").AddDays(pair.Item1);
            var due = Calendar.AddWorkingDays(from, pair.Item2).Value;
            return Calendar.WorkingDaysBetween(from, due).Value == pair.Item2 && Calendar.WorkingDaysBetween(due, from).Value == -pair.Item2;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2026-11-21T15:59:59Z", "2026-11-21")]
    [InlineData("2026-11-21T16:00:00Z", "2026-11-22")]
    [Trait("trap", "28")]
    public void Today_is_the_date_in_the_city(string instant, string date)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));

        China.Today(clock).ShouldBe(Date(date));
        China.StartOf(Date("2026-11-22")).ShouldBe(DateTimeOffset.Parse("2026-11-21T16:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static DateOnly Date(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
