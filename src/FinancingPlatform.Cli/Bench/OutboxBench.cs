using System.Diagnostics;
using System.Globalization;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Cli.Bench;

/// <summary>
/// Claiming from an outbox with a million messages waiting, until every stream is leased; beside it the claim of single messages by the head
/// of their stream, over the same rows.
/// </summary>
internal static class OutboxBench
{
    private const int FullMessages = 1_000_000;

    /// <summary>Filled, claimed and compared within a minute on two busy cores.</summary>
    private const int QuickMessages = 200_000;

    private const int MessagesPerStreamWaiting = 20;
    private const int StreamsPerClaim = 50;
    private const int MessagesPerStream = 10;

    /// <summary>A claim commits with fsync, as in production.</summary>
    private const bool Durable = true;

    private const int CommandTimeoutSeconds = 300;
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(5);

    public static Benchmark Benchmark { get; } = new("outbox", $"Claims of {StreamsPerClaim * MessagesPerStream} messages with {FullMessages:N0} waiting ({QuickMessages:N0} with --quick).", RunAsync);

    private static async Task<object> RunAsync(BenchContext context, CancellationToken cancel)
    {
        var options = new EmbeddedPostgresOptions(Path.Combine(context.Work, "postgres"), BenchContext.FreePort(), DatabasePasswords.Superuser(context.Work))
        {
            Durable = Durable,
            SearchFrom = Environment.GetEnvironmentVariable("FP_ROOT") ?? AppContext.BaseDirectory,
        };
        var started = await EmbeddedPostgres.StartAsync(options, cancel).ConfigureAwait(false);
        if (!started.IsOk)
        {
            throw new CliException(started.Error.MessageEn, started.Error.Code, "Read the message above.");
        }

        var server = started.Value;
        try
        {
            return await MeasureAsync(server, context, cancel).ConfigureAwait(false);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await server.RemoveAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<object> MeasureAsync(EmbeddedPostgres server, BenchContext context, CancellationToken cancel)
    {
        const string Prefix = "city";
        var messages = context.Quick ? QuickMessages : FullMessages;
        var streams = messages / MessagesPerStreamWaiting;
        var passwords = DatabasePasswords.ForRoles(context.Work, Prefix, DatabaseKind.City);
        await DatabaseRoles.EnsureAsync(server.SuperuserConnectionString(), Prefix, passwords, cancel).ConfigureAwait(false);
        await PlatformDatabase.EnsureAsync(server.SuperuserConnectionString(), Prefix, Prefix, DatabaseKind.City, cancel).ConfigureAwait(false);
        var owner = server.ConnectionStringFor(DatabaseRoles.Name(Prefix, DatabaseRoles.Owner), passwords[DatabaseRoles.Owner], Prefix);
        await PlatformMigrator.MigrateAsync(DatabaseKind.City, owner, Prefix, [BasePart.Data], cancel).ConfigureAwait(false);

        context.Output.Say($"Filling {messages:N0} messages into {streams:N0} streams.");
        await using var filling = PlatformDataServices.Source(owner);
        await ExecuteAsync(filling, Fill(messages, streams), cancel).ConfigureAwait(false);
        await ExecuteAsync(filling, "analyze exchange.outbox; analyze exchange.outbox_stream", cancel).ConfigureAwait(false);

        var baseline = SqlResource.Read(typeof(OutboxBench).Assembly, "Sql/Bench/outbox_claim_heads.sql");
        var baselineFree = await TimeAsync(() => ExecuteAsync(filling, baseline, cancel)).ConfigureAwait(false);

        await using var sending = PlatformDataServices.Source(
            server.ConnectionStringFor(DatabaseRoles.Name(Prefix, DatabaseRoles.Worker), passwords[DatabaseRoles.Worker], Prefix));
        var claims = new OutboxClaims(sending);
        context.Output.Say("Claiming until every stream is leased.");
        var times = new List<double>();
        var claimed = 0;
        for (var count = 1; count > 0;)
        {
            times.Add(await TimeAsync(async () =>
            {
                count = (await claims.ClaimAsync("province", StreamsPerClaim, MessagesPerStream, s_lease, cancel).ConfigureAwait(false)).Messages.Count;
                claimed += count;
            }).ConfigureAwait(false));
        }

        var empty = times[^1];
        times.RemoveAt(times.Count - 1);
        times.Sort();

        context.Output.Say("Baseline: the same, with every head leased.");
        await ExecuteAsync(filling, "insert into bench.lease select id from exchange.outbox where stream_seq = 1 on conflict do nothing", cancel).ConfigureAwait(false);
        await ExecuteAsync(filling, "analyze bench.lease", cancel).ConfigureAwait(false);
        var baselineLeased = await TimeAsync(() => ExecuteAsync(filling, baseline, cancel)).ConfigureAwait(false);

        return new
        {
            waiting = messages,
            streams,
            claims = times.Count,
            messages_claimed = claimed,
            claim_ms_p50 = Percentile(times, 0.50),
            claim_ms_p95 = Percentile(times, 0.95),
            claim_ms_max = Math.Round(times[^1], 2),
            claim_all_leased_ms = Math.Round(empty, 2),
            baseline_ms = Math.Round(baselineFree, 2),
            baseline_all_leased_ms = Math.Round(baselineLeased, 2),
        };
    }

    private static string Fill(int messages, int streams) => SqlResource.Read(typeof(OutboxBench).Assembly, "Sql/Bench/outbox_fill.sql")
        .Replace("${messages}", messages.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("${streams}", streams.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = CommandTimeoutSeconds;
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work().ConfigureAwait(false);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Percentile(List<double> sorted, double share) => Math.Round(sorted[(int)(share * (sorted.Count - 1))], 2);
}
