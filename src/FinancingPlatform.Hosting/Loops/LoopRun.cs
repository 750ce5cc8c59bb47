namespace FinancingPlatform.Hosting.Loops;

/// <summary>What one run of a loop did (一次运行的结果).</summary>
/// <param name="More">True when work is left: the next run follows at once.</param>
/// <param name="Detail">In a few words, for the health page; null when there was nothing to do.</param>
public sealed record LoopRun(bool More, string? Detail)
{
    /// <summary>There was nothing to do.</summary>
    public static LoopRun Idle { get; } = new(false, null);
}

/// <summary>How a loop fares (后台任务健康状况).</summary>
/// <param name="Name">Its name.</param>
/// <param name="LastRunAt">When it last finished a run, well or not; null before the first.</param>
/// <param name="LastError">What went wrong at the last failure.</param>
/// <param name="LastErrorAt">When that was.</param>
/// <param name="FailuresInARow">Failures since the last good run.</param>
/// <param name="Detail">What the last run that had work did.</param>
public sealed record LoopHealth(string Name, DateTimeOffset? LastRunAt, string? LastError, DateTimeOffset? LastErrorAt, int FailuresInARow, string? Detail);
