using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Data;

/// <summary>A bank may say that something holds until the last day of the calendar: that is a day, and comes back as one.</summary>
public sealed class CalendarEndsTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact]
    public async Task The_first_and_the_last_day_of_the_calendar_are_stored_as_days_and_not_as_infinities()
    {
        (await db.ScalarAsync<string>("select $1::text || ' ' || $2::text", DateOnly.MinValue, DateOnly.MaxValue)).ShouldBe("0001-01-01 9999-12-31");
        (await db.ScalarAsync<DateOnly>("select date '9999-12-31'")).ShouldBe(DateOnly.MaxValue);
    }
}
