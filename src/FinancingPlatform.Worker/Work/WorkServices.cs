using FinancingPlatform.Aggregation.Objections;
using FinancingPlatform.Aggregation.Removal;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Hosting.Loops;
using FinancingPlatform.Indicators.Snapshots;
using FinancingPlatform.Lending.Outcomes;
using FinancingPlatform.Scoring.Monitoring;
using FinancingPlatform.Scoring.Register;
using FinancingPlatform.Scoring.Rings;
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
        services.AddSupervisedLoop("models", ModelUpkeep.Interval, ModelRun);
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
        var models = new ModelWork(provider);
        (ScoreRun Run, ScoreUpkeep Upkeep)? held = null;
        return async cancel =>
        {
            // The champions of the moment: another run when the register names others.
            var run = (await models.Champions.CurrentAsync(cancel)).Match(r => r, error => throw new InvalidOperationException(error.ToString()));
            if (held is null || !ReferenceEquals(held.Value.Run, run))
            {
                held = (run, new ScoreUpkeep(models.Database, run, models.Clock, models.BesideAsync));
            }

            var done = await held.Value.Upkeep.RunOnceAsync(cancel);
            return done == 0 ? LoopRun.Idle : new LoopRun(true, $"{done} scores computed or erased");
        };
    }

    private static Func<CancellationToken, Task<LoopRun>> ModelRun(IServiceProvider provider)
    {
        var models = new ModelWork(provider);
        var upkeep = new ModelUpkeep(
            models.Database, models.Register, models.Champions, models.Parallel, models.Joint, new RingSearch(models.Database, models.Clock),
            new ModelMonitoring(models.Database, PackShelf.BuiltIn, LoanOutcomes.Sql, models.Clock), models.Clock);
        return async cancel => await upkeep.RunOnceAsync(cancel) is { } done ? new LoopRun(false, done) : LoopRun.Idle;
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
        var expiry = new RecordExpiry(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>());
        return async cancel =>
        {
            var gone = await expiry.RunOnceAsync(cancel);
            return gone == 0 ? LoopRun.Idle : new LoopRun(gone >= RecordExpiry.BatchSize, $"{gone} records whose publication ended removed");
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
