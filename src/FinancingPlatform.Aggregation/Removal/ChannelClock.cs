namespace FinancingPlatform.Aggregation.Removal;

/// <summary>From which day a clock runs (起算日).</summary>
public enum ClockStart
{
    /// <summary>The day of the fact.</summary>
    Decision,

    /// <summary>The day that the conduct ended; while it lasts, the clock does not run.</summary>
    ConductEnd,
}

/// <summary>How long one channel may publish one kind of record (公示期限), as credit.channel_clock holds it.</summary>
/// <param name="Item">Code of the item.</param>
/// <param name="Severity">The record's code; null for every code.</param>
/// <param name="Source">What the source's name must hold; null for every source.</param>
/// <param name="LongestMonths">Months from the start to the last day.</param>
/// <param name="Starts">From which day.</param>
/// <param name="Law">The rule that says so.</param>
/// <param name="InForceFrom">No law ends anything before this day.</param>
public sealed record ChannelClock(string Item, string? Severity, string? Source, int LongestMonths, ClockStart Starts, string Law, DateOnly InForceFrom);

/// <summary>The dates and words of a record that clocks look at.</summary>
/// <param name="Item">Code of the item.</param>
/// <param name="Source">Department that supplied it.</param>
/// <param name="Severity">The record's code.</param>
/// <param name="OccurredOn">Day of the fact.</param>
/// <param name="EndedOn">Day that the conduct ended.</param>
/// <param name="ValidUntil">Last day of publication as the source says.</param>
public sealed record ClockedRecord(string Item, string Source, string? Severity, DateOnly OccurredOn, DateOnly? EndedOn, DateOnly? ValidUntil);

/// <summary>The last day on which a record may be shared and scored, and by which rule.</summary>
/// <param name="EndsOn">Last day.</param>
/// <param name="Law">The rule.</param>
public sealed record RecordEnd(DateOnly EndsOn, string Law);

/// <summary>The earliest end governs (从严原则; rule B4): channels differ, and what one of them may no longer show is shown nowhere.</summary>
public static class RecordClock
{
    /// <summary>The rule of a record's own last day.</summary>
    public const string SourceSays = "公示期满";

    /// <summary>The earliest end by the clocks and the record's own last day; null when nothing ends it. Equal to SQL's credit.record_end.</summary>
    public static RecordEnd? End(ClockedRecord record, IEnumerable<ChannelClock> clocks)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(clocks);
        return clocks.Where(c => Applies(c, record)).Select(c => EndBy(c, record))
            .Append(record.ValidUntil is { } day ? new RecordEnd(day, SourceSays) : null)
            .OfType<RecordEnd>()
            .OrderBy(e => e.EndsOn)
            .ThenBy(e => e.Law, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static bool Applies(ChannelClock clock, ClockedRecord record) =>
        clock.Item == record.Item
        && (clock.Severity is null || clock.Severity == record.Severity)
        && (clock.Source is null || record.Source.Contains(clock.Source, StringComparison.Ordinal));

    private static RecordEnd? EndBy(ChannelClock clock, ClockedRecord record)
    {
        var start = clock.Starts == ClockStart.Decision ? record.OccurredOn : record.EndedOn;
        if (start is not { } from)
        {
            return null;
        }

        var end = from.AddMonths(clock.LongestMonths);
        return new RecordEnd(end < clock.InForceFrom ? clock.InForceFrom : end, clock.Law);
    }
}
