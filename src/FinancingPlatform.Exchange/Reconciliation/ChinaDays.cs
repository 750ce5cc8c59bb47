namespace FinancingPlatform.Exchange.Reconciliation;

// A day of reconciliation is a date in UTC+8 of the instant at which the sender recorded the message: both sides hold that instant, so no
// message falls on two days.
internal static class ChinaDays
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).Date);

    public static (DateTimeOffset From, DateTimeOffset Until) Bounds(DateOnly day)
    {
        var from = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();
        return (from, from.AddDays(1));
    }
}
