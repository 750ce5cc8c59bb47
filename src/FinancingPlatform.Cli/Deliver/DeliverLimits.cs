namespace FinancingPlatform.Cli.Deliver;

/// <summary>What the department's client sends and how long it waits; the amounts are those of the bank API.</summary>
internal static class DeliverLimits
{
    public const int ChunkBytes = 1024 * 1024;

    public const int ChunkRows = 5000;

    public const int Chunks = 200;

    /// <summary>Attempts for one request, with growing pauses, before the command gives up; run again it goes on.</summary>
    public const int Attempts = 6;

    /// <summary>Rejected rows that are asked for at a time.</summary>
    public const int RejectionsPerPage = 1000;

    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How often the state is asked for while the platform imports.</summary>
    public static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long it waits for the import by default.</summary>
    public const int WaitSeconds = 900;
}
