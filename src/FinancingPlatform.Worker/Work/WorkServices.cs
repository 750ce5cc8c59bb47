using FinancingPlatform.Aggregation.Objections;
using FinancingPlatform.Aggregation.Removal;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Hosting.Loops;
using FinancingPlatform.Indicators.Snapshots;
using FinancingPlatform.Lending.Webhooks;
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
        services.AddSupervisedLoop("alerts", WorkLimits.Alerts, AlertRun);
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

    private static Func<CancellationToken, Task<LoopRun>> AlertRun(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<NpgsqlDataSource>();
        return async cancel => await CountAsync(database, "select lending.raise_alerts()", cancel) is var raised && raised == 0 ? LoopRun.Idle : new LoopRun(false, $"{raised} alerts raised");
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
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static Func<CancellationToken, Task<LoopRun>> WebhookRun(IServiceProvider provider)
    {
        var sender = provider.GetRequiredService<WebhookSender>();
        return async cancel => await sender.RunOnceAsync(cancel) is var tried && tried == 0 ? LoopRun.Idle : new LoopRun(true, $"{tried} webhook deliveries tried");
    }
}
