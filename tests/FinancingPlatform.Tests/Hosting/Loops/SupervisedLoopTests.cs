using FinancingPlatform.Hosting.Loops;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinancingPlatform.Tests.Hosting.Loops;

public sealed class SupervisedLoopTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_run_that_throws_is_told_and_the_loop_goes_on()
    {
        var runs = 0;
        using var loop = Loop(Short, _ => ++runs == 1 ? throw new InvalidOperationException("broken once") : Task.FromResult(new LoopRun(false, "fine")));
        await loop.StartAsync(CancellationToken.None);
        await UntilAsync(() => loop.Health.Detail == "fine");
        loop.Health.LastError.ShouldBe("InvalidOperationException: broken once");
        loop.Health.LastErrorAt.ShouldNotBeNull();
        loop.Health.FailuresInARow.ShouldBe(0);
        await loop.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Work_that_is_left_is_done_without_a_pause()
    {
        var runs = 0;
        using var loop = Loop(Long, _ => Task.FromResult(new LoopRun(++runs < 100, null)));
        await loop.StartAsync(CancellationToken.None);
        await UntilAsync(() => runs == 100);
        await loop.StopAsync(CancellationToken.None);
        runs.ShouldBe(100);
    }

    [Fact]
    public async Task A_wake_up_ends_the_pause()
    {
        var runs = 0;
        using var loop = Loop(Long, _ =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult(LoopRun.Idle);
        });
        await loop.StartAsync(CancellationToken.None);
        await UntilAsync(() => Volatile.Read(ref runs) == 1);
        loop.Wake();
        await UntilAsync(() => Volatile.Read(ref runs) == 2);
        await loop.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_stop_lets_the_present_run_finish()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var finished = false;
        using var loop = Loop(Short, async _ =>
        {
            started.TrySetResult();
            await release.Task;
            finished = true;
            return LoopRun.Idle;
        });
        await loop.StartAsync(CancellationToken.None);
        await started.Task;
        var stopping = loop.StopAsync(CancellationToken.None);
        stopping.IsCompleted.ShouldBeFalse();
        release.SetResult();
        await stopping;
        finished.ShouldBeTrue();
    }

    [Fact]
    public async Task The_hosts_stop_limit_cuts_a_run_off()
    {
        var started = new TaskCompletionSource();
        var cut = new TaskCompletionSource();
        using var loop = Loop(Short, async cancel =>
        {
            started.TrySetResult();
            using var registered = cancel.Register(() => cut.TrySetResult());
            await Task.Delay(Timeout.Infinite, cancel);
            return LoopRun.Idle;
        });
        await loop.StartAsync(CancellationToken.None);
        await started.Task;
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await loop.StopAsync(limit.Token);
        await cut.Task.WaitAsync(TimeSpan.FromSeconds(10));
        cut.Task.IsCompletedSuccessfully.ShouldBeTrue();
    }

    private static SupervisedLoop Loop(TimeSpan pause, Func<CancellationToken, Task<LoopRun>> run) => new("test", pause, run, TimeProvider.System, NullLogger<SupervisedLoop>.Instance);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!holds())
        {
            limit.IsCancellationRequested.ShouldBeFalse("waited ten seconds");
            await Task.Delay(5);
        }
    }
}
