using FinancingPlatform.Core.Calendar;

namespace FinancingPlatform.Indicators.Sources;

/// <summary>How a source stands (来源状态).</summary>
public enum SourceState
{
    /// <summary>Delivered within its term, nothing to mend.</summary>
    OnTime,

    /// <summary>Within its term, with calls that fail or rows to mend.</summary>
    Attention,

    /// <summary>The term ran out, or the last delivery held facts that came too late.</summary>
    Late,

    /// <summary>No term can be counted: no list names the item, or the calendar lacks a year.</summary>
    Unknown,
}

/// <summary>Why a source is late or needs attention (迟报原因).</summary>
public enum SourceReason
{
    /// <summary>Nothing was ever delivered, and no call was seen.</summary>
    NeverCalled,

    /// <summary>No call since the last delivery.</summary>
    NoCall,

    /// <summary>Calls came and failed.</summary>
    CallsFailing,

    /// <summary>The last delivery had rows that were rejected.</summary>
    RowsRejected,

    /// <summary>The last delivery held facts older than the item's clock.</summary>
    RecordsLate,
}

/// <summary>The judgement of one source on a day (来源判定): how many working days old, how many it may be, and why it is not in order.</summary>
/// <param name="State">The judgement.</param>
/// <param name="Age">Working days since the last delivery that was taken; null when there is none or the calendar lacks a year.</param>
/// <param name="Allowed">Working days that may pass between deliveries; null when no list says how often.</param>
/// <param name="Reasons">What is to be looked at, the gravest first; empty when all is well.</param>
public sealed record SourceJudgement(SourceState State, int? Age, int? Allowed, IReadOnlyList<SourceReason> Reasons)
{
    /// <summary>A delivery each working day: yesterday's may still be the last one today.</summary>
    public const int DailyDays = 1;

    /// <summary>The most working days that a month has.</summary>
    public const int MonthlyDays = 23;

    /// <summary>The most working days that a quarter has.</summary>
    public const int QuarterlyDays = 66;

    /// <summary>The most working days that a year has.</summary>
    public const int YearlyDays = 252;

    /// <summary>Judges a source.</summary>
    public static SourceJudgement Of(SourceFacts facts, DateOnly today, WorkingCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(calendar);
        var allowed = AllowedDays(facts.UpdateFrequency);
        int? age = facts.Last is { } last && calendar.WorkingDaysBetween(China.DateOf(last.At), today) is { IsOk: true } days ? days.Value : null;
        bool? isOverdue = allowed is null ? null : facts.Last is null ? true : age is null ? null : age > allowed;
        var reasons = ReasonsOf(facts, isOverdue == true);
        var state =
            isOverdue == true || reasons.Contains(SourceReason.RecordsLate) ? SourceState.Late
            : isOverdue is null ? SourceState.Unknown
            : reasons.Count > 0 ? SourceState.Attention
            : SourceState.OnTime;
        return new SourceJudgement(state, age, allowed, reasons);
    }

    /// <summary>Working days that may pass between deliveries; null for an unknown frequency.</summary>
    public static int? AllowedDays(string frequency) => frequency switch
    {
        "daily" => DailyDays,
        "monthly" => MonthlyDays,
        "quarterly" => QuarterlyDays,
        "yearly" => YearlyDays,
        _ => null,
    };

    private static List<SourceReason> ReasonsOf(SourceFacts facts, bool isOverdue)
    {
        var reasons = new List<SourceReason>();
        if (facts.Failures > 0)
        {
            reasons.Add(SourceReason.CallsFailing);
        }
        else if (isOverdue)
        {
            reasons.Add(facts.Last is null ? SourceReason.NeverCalled : SourceReason.NoCall);
        }

        if (facts.Last is { Late: > 0 })
        {
            reasons.Add(SourceReason.RecordsLate);
        }

        if (facts.Last is { Rejected: > 0 })
        {
            reasons.Add(SourceReason.RowsRejected);
        }

        return reasons;
    }
}
