using FinancingPlatform.Aggregation.Codes;
using FinancingPlatform.Aggregation.Objections;
using FinancingPlatform.Aggregation.Pull;
using FinancingPlatform.Aggregation.Pushed;
using FinancingPlatform.Aggregation.Removal;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Hosting.Loops;
using FinancingPlatform.Indicators.Snapshots;
using FinancingPlatform.Indicators.Uses;
using FinancingPlatform.Lending.Outcomes;
using FinancingPlatform.Lending.Webhooks;
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
        services.AddSupervisedLoop("deliveries", PushedLimits.Interval, IntakeRuns.Deliveries);
        services.AddSupervisedLoop("pull", PullLimits.Interval, IntakeRuns.Pulls);
        services.AddSupervisedLoop("delivery-expiry", PushedLimits.ExpiryInterval, IntakeRuns.DeliveryExpiry);
        services.AddSupervisedLoop("record-expiry", RecordExpiry.Interval, RecordExpiryRun);
        services.AddSupervisedLoop("objections", ObjectionForwarding.Interval, ObjectionRun);
        services.AddSupervisedLoop("snapshots", WorkLimits.Snapshots, SnapshotRun);
        services.AddSupervisedLoop("codes", CodeJudgement.Interval, CodesRun);
        services.AddSupervisedLoop("alerts", WorkLimits.Alerts, AlertRun);
        services.AddSupervisedLoop("browsing", WorkLimits.Browsing, BrowsingRun);
        services.AddSupervisedLoop("authorisation-expiry", WorkLimits.AuthorisationExpiry, AuthorisationExpiryRun);
        services.AddSupervisedLoop("webhooks", WebhookLimits.Interval, WebhookRun);
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
        var database = provider.GetRequiredService<NpgsqlDataSource>();
        var (snapshots, uses) = (new IndicatorSnapshots(database, provider.GetRequiredService<TimeProvider>()), new ItemUses(database));
        return async cancel =>
        {
            var taken = await snapshots.TakeYesterdayAsync(cancel);
            var counted = await uses.CountDueAsync(cancel);
            return taken + counted == 0 ? LoopRun.Idle : new LoopRun(false, $"{taken} figures of yesterday published, uses of {counted} months counted");
        };
    }

    private static Func<CancellationToken, Task<LoopRun>> CodesRun(IServiceProvider provider)
    {
        var judgement = new CodeJudgement(provider.GetRequiredService<NpgsqlDataSource>());
        return async cancel => await judgement.RunOnceAsync(cancel) ? new LoopRun(false, "assigned codes judged") : LoopRun.Idle;
    }

    private static Func<CancellationToken, Task<LoopRun>> AlertRun(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<NpgsqlDataSource>();
        return async cancel => await CountAsync(database, "select lending.raise_alerts()", cancel) is var raised && raised == 0 ? LoopRun.Idle : new LoopRun(false, $"{raised} alerts raised");
    }

    private static Func<CancellationToken, Task<LoopRun>> BrowsingRun(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<NpgsqlDataSource>();
        return async cancel => await CountAsync(database, "select lending.raise_browsing_alarms()", cancel) is var raised && raised == 0
            ? LoopRun.Idle : new LoopRun(false, $"{raised} alarms of data browsing raised");
    }

    private static Func<CancellationToken, Task<LoopRun>> AuthorisationExpiryRun(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<NpgsqlDataSource>();
        return async cancel =>
        {
            var told = await CountAsync(database, $"select lending.tell_expired({WorkLimits.ExpiryRows})", cancel);
            return told == 0 ? LoopRun.Idle : new LoopRun(told >= WorkLimits.ExpiryRows, $"{told} authorisations told as expired");
        };
    }

    private static async Task<int> CountAsync(NpgsqlDataSource database, string sql, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = WorkLimits.StatementSeconds;
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static Func<CancellationToken, Task<LoopRun>> WebhookRun(IServiceProvider provider)
    {
        var sender = provider.GetRequiredService<WebhookSender>();
        return async cancel => await sender.RunOnceAsync(cancel) is var tried && tried == 0 ? LoopRun.Idle : new LoopRun(true, $"{tried} webhook deliveries tried");
    }
}
