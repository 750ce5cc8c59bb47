using FinancingPlatform.Aggregation.Objections;
using FinancingPlatform.Aggregation.Removal;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Hosting.Loops;
using FinancingPlatform.Indicators.Snapshots;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using Npgsql;

namespace FinancingPlatform.Worker.Work;

/// <summary>Every loop of the worker (后台任务登记): one line for each, the work itself belongs to its part.</summary>
internal static class WorkServices
{
    private const string Relay = "relay";

    public static void AddWork(this IServiceCollection services)
    {
        services.AddSupervisedLoop(Relay, ExchangeLimits.Poll, RelayRun);
        services.AddOutboxSignal(provider => provider.GetServices<SupervisedLoop>().First(l => l.Name == Relay).Wake);
        services.AddSupervisedLoop("score-upkeep", ScoreUpkeep.Interval, ScoreUpkeepRun);
        services.AddSupervisedLoop("audit-seal", WorkLimits.Seal, SealRun);
        services.AddSupervisedLoop("expiry", WorkLimits.Expiry, ExpiryRun);
        services.AddSupervisedLoop("record-expiry", RecordExpiry.Interval, RecordExpiryRun);
        services.AddSupervisedLoop("objections", ObjectionForwarding.Interval, ObjectionRun);
        services.AddSupervisedLoop("snapshots", WorkLimits.Snapshots, SnapshotRun);
    }

    private static Func<CancellationToken, Task<LoopRun>> RelayRun(IServiceProvider provider)
    {
        var relay = provider.GetRequiredService<OutboxRelay>();
        return async cancel => await relay.RunOnceAsync(cancel) is var run && run.Claimed == 0 ? LoopRun.Idle : new LoopRun(run.More, run.ToString());
    }

    // The packs are read at the first run, not at the start: a pack that is refused stops this loop, in plain sight, and no other.
    private static Func<CancellationToken, Task<LoopRun>> ScoreUpkeepRun(IServiceProvider provider)
    {
        ScoreUpkeep? upkeep = null;
        return async cancel =>
        {
            upkeep ??= Upkeep(provider);
            var done = await upkeep.RunOnceAsync(cancel);
            return done == 0 ? LoopRun.Idle : new LoopRun(true, $"{done} scores computed or erased");
        };
    }

    private static ScoreUpkeep Upkeep(IServiceProvider provider)
    {
        var (database, clock) = (provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>());
        var packs = PlatformPacks.ReadBuiltIn().Match(p => p, error => throw new InvalidOperationException(error.ToString()));
        return new ScoreUpkeep(database, new ScoreRun(database, packs, clock), clock);
    }

    private static Func<CancellationToken, Task<LoopRun>> SealRun(IServiceProvider provider)
    {
        var sealer = provider.GetRequiredService<AuditSealer>();
        return async cancel => await sealer.SealAsync(cancel) is { } seal ? new LoopRun(false, $"seal {seal.SealNo} made, kept in a file and enqueued") : LoopRun.Idle;
    }

    private static Func<CancellationToken, Task<LoopRun>> ExpiryRun(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<NpgsqlDataSource>();
        return async cancel =>
        {
            await using var command = database.CreateCommand("select identity.forget_expired($1)");
            command.Parameters.AddWithValue(WorkLimits.ExpiryRows);
            var gone = (int)(await command.ExecuteScalarAsync(cancel))!;
            return gone == 0 ? LoopRun.Idle : new LoopRun(gone >= WorkLimits.ExpiryRows, $"{gone} expired rows removed");
        };
    }

    private static Func<CancellationToken, Task<LoopRun>> RecordExpiryRun(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<NpgsqlDataSource>();
        var expiry = new RecordExpiry(database, provider.GetRequiredService<TimeProvider>());
        return async cancel =>
        {
            var gone = await expiry.RunOnceAsync(cancel);
            var (mended, failed) = await RejectedFileMending.RunOnceAsync(database, cancel);
            return gone + mended + failed.Count == 0
                ? LoopRun.Idle
                : new LoopRun(
                    gone >= RecordExpiry.BatchSize || mended >= RejectedFileMending.BatchSize,
                    $"{gone} records whose publication ended removed, {mended} rejected files mended{(failed.Count == 0 ? "" : $"; could not mend {string.Join("; ", failed)}")}");
        };
    }

    private static Func<CancellationToken, Task<LoopRun>> ObjectionRun(IServiceProvider provider)
    {
        var forwarding = new ObjectionForwarding(provider.GetRequiredService<NpgsqlDataSource>(), WorkingCalendar.Official, provider.GetRequiredService<TimeProvider>());
        return async cancel =>
        {
            var forwarded = (await forwarding.RunOnceAsync(cancel)).Match(n => n, error => throw new InvalidOperationException(error.ToString()));
            return forwarded == 0 ? LoopRun.Idle : new LoopRun(forwarded >= ObjectionForwarding.BatchSize, $"{forwarded} objections forwarded");
        };
    }

    private static Func<CancellationToken, Task<LoopRun>> SnapshotRun(IServiceProvider provider)
    {
        var snapshots = new IndicatorSnapshots(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>());
        return async cancel =>
        {
            var taken = await snapshots.TakeYesterdayAsync(cancel);
            return taken == 0 ? LoopRun.Idle : new LoopRun(false, $"{taken} figures of yesterday published");
        };
    }
}
