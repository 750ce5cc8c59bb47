using System.Diagnostics;
using System.Globalization;
using FinancingPlatform.Cli.Model;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using Npgsql;

namespace FinancingPlatform.Cli.Bench.City;

/// <summary>
/// Features and scores of a whole city (全市评分), beside a hand-written SELECT of the same aggregates with the same consent join into an
/// unlogged table, over the same rows and indexes. Both sides work in turns, and the less of each side's times counts. The baseline gets the planner's own
/// settings in the first turn, and those of a run in the second.
/// </summary>
internal static class CityBench
{
    private const int FullEnterprises = 600_000;
    private const int QuickEnterprises = 10_000;
    private const int RecordsPerEnterprise = 50;

    /// <summary>The seed gives an enterprise 22.8 records of other items on average; the rest are sales invoices.</summary>
    private const int LeastPerEnterprise = 24;

    private const string PlainSettings = "select";

    /// <summary>What a run sets for its own statement, and one more that helps a statement over all partitions.</summary>
    private const string OurSettings = "set enable_partitionwise_join = on; set enable_nestloop = off; set enable_partitionwise_aggregate = on";

    public static Benchmark Benchmark { get; } = new(
        "city", $"Features and scores of {FullEnterprises:N0} enterprises with {FullEnterprises * RecordsPerEnterprise:N0} records, a tenth authorised ({QuickEnterprises:N0} with --quick).", RunAsync);

    private static async Task<object> RunAsync(BenchContext context, CancellationToken cancel)
    {
        var enterprises = context.Enterprises ?? (context.Quick ? QuickEnterprises : FullEnterprises);
        var perEnterprise = (int)Math.Ceiling((context.Records ?? (long)enterprises * RecordsPerEnterprise) / (double)enterprises);
        if (perEnterprise < LeastPerEnterprise)
        {
            throw CliException.BadUsage($"{perEnterprise} records an enterprise are too few.", "--records", $"Ask for at least {LeastPerEnterprise} for each enterprise.");
        }

        context.Output.Say(string.Create(CultureInfo.InvariantCulture, $"Making {enterprises} invented enterprises with about {perEnterprise} records each."));
        var seeding = Stopwatch.StartNew();
        await using var server = await CityServer.StartAsync(context, enterprises, perEnterprise, cancel).ConfigureAwait(false);
        context.Output.Say(string.Create(CultureInfo.InvariantCulture, $"  ready after {seeding.Elapsed.TotalSeconds:0} s"));
        return await MeasureAsync(server, context, enterprises, cancel).ConfigureAwait(false);
    }

    private static async Task<object> MeasureAsync(CityServer server, BenchContext context, int enterprises, CancellationToken cancel)
    {
        var city = server.Owner;
        var records = await ScalarAsync(city, "select count(*) from credit.credit_record", cancel).ConfigureAwait(false);
        var packs = ModelFiles.Need(PlatformPacks.ReadBuiltIn());
        var (baseline, ours, peak) = (double.PositiveInfinity, double.PositiveInfinity, 0.0);
        foreach (var settings in new[] { PlainSettings, OurSettings })
        {
            await server.ForgetAsync(cancel).ConfigureAwait(false);
            baseline = Math.Min(baseline, await BaselineAsync(city, settings, context.Output, cancel).ConfigureAwait(false));
            var run = await context.Output.ProgressAsync("Scoring", progress => new ScoreRun(server.Worker, packs, TimeProvider.System).RunAsync(new ScoreRunOptions(), progress, cancel)).ConfigureAwait(false);
            context.Output.Say(string.Create(CultureInfo.InvariantCulture, $"  {run.Scored} scores in {run.Seconds:0.0} s"));
            (ours, peak) = (Math.Min(ours, run.Seconds), Math.Max(peak, run.PeakMb));
        }

        await AgreeAsync(city, cancel).ConfigureAwait(false);
        await NextNightAsync(server, packs, context.Output, cancel).ConfigureAwait(false);
        return new { ratio = Math.Round(ours / baseline, 3), seconds = ours, peak_mb = peak, enterprises, records };
    }

    /// <summary>The run of every other night: each enterprise has its score already, and the day is the next one. A note beside the result, with no baseline.</summary>
    private static async Task NextNightAsync(CityServer server, PlatformPacks packs, Output output, CancellationToken cancel)
    {
        await server.SettleAsync(cancel).ConfigureAwait(false);
        var tomorrow = new ScoreRunOptions(AsOf: China.Today(TimeProvider.System).AddDays(1));
        var run = await output.ProgressAsync("Scoring the next night", progress => new ScoreRun(server.Worker, packs, TimeProvider.System).RunAsync(tomorrow, progress, cancel)).ConfigureAwait(false);
        output.Say(string.Create(CultureInfo.InvariantCulture, $"  next night: {run.Scored} scores over those that are there in {run.Seconds:0.0} s, {run.Changed} of them with other inputs"));
    }

    private static async Task<double> BaselineAsync(NpgsqlDataSource city, string settings, Output output, CancellationToken cancel)
    {
        await using var connection = await city.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await ExecuteAsync(connection, $"drop table if exists bench.features; set work_mem = '64MB'; {settings}", cancel).ConfigureAwait(false);
        var seconds = await TimeAsync(() => ExecuteAsync(connection, SqlResource.Read(typeof(CityBench).Assembly, "Sql/Bench/city_baseline.sql"), cancel)).ConfigureAwait(false);
        output.Say(string.Create(CultureInfo.InvariantCulture, $"  baseline {seconds:0.0} s"));
        return seconds;
    }

    /// <summary>A fast run that counts other things is no result: every feature of every score is held against the baseline's.</summary>
    private static async Task AgreeAsync(NpgsqlDataSource city, CancellationToken cancel)
    {
        await using var command = city.CreateCommand(SqlResource.Read(typeof(CityBench).Assembly, "Sql/Bench/city_differences.sql"));
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        await reader.ReadAsync(cancel).ConfigureAwait(false);
        if (reader.GetInt64(0) > 0)
        {
            throw new CliException($"{reader.GetInt64(0)} inputs are not the baseline's, such as {reader.GetString(1)}.", "bench city", "This is a fault of the compiled statement or of the baseline; report it.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    private static async Task<long> ScalarAsync(NpgsqlDataSource city, string sql, CancellationToken cancel)
    {
        await using var command = city.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancel).ConfigureAwait(false))!;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work().ConfigureAwait(false);
        return clock.Elapsed.TotalSeconds;
    }
}
