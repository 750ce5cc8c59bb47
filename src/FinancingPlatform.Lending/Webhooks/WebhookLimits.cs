namespace FinancingPlatform.Lending.Webhooks;

/// <summary>What one delivery may cost (推送限额).</summary>
public static class WebhookLimits
{
    /// <summary>How often the worker looks for something to tell.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Webhooks served in one run.</summary>
    public const int PerRun = 32;

    /// <summary>Events in one delivery.</summary>
    public const int Events = 100;

    /// <summary>Characters of the bank's answer that are kept when it is no success.</summary>
    public const int AnswerHeaderKilobytes = 16;

    /// <summary>Time for a bank to answer.</summary>
    public static TimeSpan Answer { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Time to connect.</summary>
    public static TimeSpan Connect { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Life of a kept connection; a name that moved is asked again after it.</summary>
    public static TimeSpan ConnectionLife { get; } = TimeSpan.FromMinutes(2);

    /// <summary>A webhook whose sender died is free again after this; longer than a delivery may take.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <summary>Pause after so many failures in a row: 2 s, 4 s, 8 s … at most an hour.</summary>
    public static TimeSpan Pause(int failures) => failures >= 11 ? s_longest : s_first * Math.Pow(2, failures);
}
