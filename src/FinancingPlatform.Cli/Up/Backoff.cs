using System.Diagnostics;

namespace FinancingPlatform.Cli.Up;

/// <summary>Growing pauses between restarts of something that keeps dying.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>What ran this long counts as healthy: its next death starts at the first pause again.</summary>
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(60);

    private long _startedAt;
    private long _retryAt;
    private TimeSpan _pause = FirstPause;

    public bool MayStart => Stopwatch.GetTimestamp() >= _retryAt;

    public void Started() => _startedAt = Stopwatch.GetTimestamp();

    /// <summary>Notes a death; the pause before the next start.</summary>
    public TimeSpan Died()
    {
        if (Stopwatch.GetElapsedTime(_startedAt) > Healthy)
        {
            _pause = FirstPause;
        }

        var pause = _pause;
        _retryAt = Stopwatch.GetTimestamp() + (long)(pause.TotalSeconds * Stopwatch.Frequency);
        _pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        return pause;
    }
}
