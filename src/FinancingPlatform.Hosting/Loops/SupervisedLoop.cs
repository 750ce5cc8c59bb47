using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinancingPlatform.Hosting.Loops;

/// <summary>
/// A background loop that never dies silently (受监护的后台任务): a run that throws is logged, kept for the health page and tried again with a growing
/// pause. On a stop it takes no new run and lets the present one finish; only the host's own stop limit cuts a run off.
/// </summary>
public sealed partial class SupervisedLoop : BackgroundService
{
    private readonly TimeSpan _pause;
    private readonly Func<CancellationToken, Task<LoopRun>> _run;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _abandon = new();
    private volatile LoopHealth _health;

    /// <summary>Longest pause after failures.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A loop of this name that runs, pauses, and runs again.</summary>
    public SupervisedLoop(string name, TimeSpan pause, Func<CancellationToken, Task<LoopRun>> run, TimeProvider clock, ILogger<SupervisedLoop> log)
    {
        Name = name;
        _pause = pause;
        _run = run;
        _clock = clock;
        _log = log;
        _health = new LoopHealth(name, null, null, null, 0, null);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How it fares.</summary>
    public LoopHealth Health => _health;

    /// <summary>Ends the pause: there is work. Waking a loop that is running makes it run once more.</summary>
    public void Wake()
    {
        // A second wake-up adds nothing to the first: one run sees all the work.
        lock (_wake)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
        {
            await _abandon.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wake.Dispose();
        _abandon.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leave the host's start at once; a first run may be long.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = await RunOnceAsync().ConfigureAwait(false);
            if (!more && !stoppingToken.IsCancellationRequested)
            {
                await PauseAsync(stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> RunOnceAsync()
    {
        try
        {
            var run = await _run(_abandon.Token).ConfigureAwait(false);
            _health = _health with { LastRunAt = _clock.GetUtcNow(), FailuresInARow = 0, Detail = run.Detail ?? _health.Detail };
            return run.More;
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            CutOff(_log, Name);
            return false;
        }
#pragma warning disable CA1031 // whatever a run throws must be told and must not end the loop
        catch (Exception e)
#pragma warning restore CA1031
        {
            var now = _clock.GetUtcNow();
            _health = _health with { LastRunAt = now, LastError = $"{e.GetType().Name}: {e.Message}", LastErrorAt = now, FailuresInARow = _health.FailuresInARow + 1 };
            Failed(_log, e, Name, _health.FailuresInARow);
            return false;
        }
    }

    private async Task PauseAsync(CancellationToken stoppingToken)
    {
        var failures = _health.FailuresInARow;
        var factor = failures == 0 ? 1 : Math.Pow(2, Math.Min(failures, 10));
        // Jitter of a fifth: loops of several processes must not run in step.
        var pause = Math.Min(Math.Max(LongestPause.TotalMilliseconds, _pause.TotalMilliseconds), _pause.TotalMilliseconds * factor) * (0.9 + (Random.Shared.NextDouble() / 5));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var delay = Task.Delay(TimeSpan.FromMilliseconds(pause), _clock, ended.Token);
        var wake = failures == 0 ? _wake.WaitAsync(ended.Token) : Task.Delay(Timeout.Infinite, ended.Token);
        await Task.WhenAny(delay, wake).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(delay, wake).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Loop {Loop} failed, {Failures} in a row; it goes on after a pause.")]
    private static partial void Failed(ILogger log, Exception e, string loop, int failures);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Loop {Loop} was cut off by the host's stop limit; what it had not committed is done again at the next start.")]
    private static partial void CutOff(ILogger log, string loop);
}
