namespace FinancingPlatform.Aggregation.Pushed;

/// <summary>Times and amounts of the import of pushed deliveries (报送入库限额).</summary>
public static class PushedLimits
{
    /// <summary>How often a worker looks for deliveries that wait.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How often abandoned deliveries are looked for.</summary>
    public static readonly TimeSpan ExpiryInterval = TimeSpan.FromMinutes(10);

    /// <summary>A worker that dies holds a delivery no longer than this; a living one renews the lease three times within it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>A delivery that its department does not go on with for so long expires, and the rows it sent are emptied.</summary>
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(7);

    /// <summary>Deliveries that expire in one run.</summary>
    public const int ExpirePerRun = 100;

    /// <summary>First pause after the platform's own failure; each further one doubles it.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>Longest such pause.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>The pause after so many attempts.</summary>
    internal static TimeSpan PauseAfter(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20))));
}
