using System.Diagnostics;
using System.Globalization;
using FinancingPlatform.Cli.Model;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Cli.Bench.City;

/// <summary>
/// Features and scores of a whole city (全市评分), beside a hand-written SELECT of the same aggregates with the same consent join into an
/// unlogged table, over the same rows and indexes. The baseline runs before and after, and its better time counts.
/// </summary>
internal static class CityBench
{
    private const int FullEnterprises = 600_000;
    private const int QuickEnterprises = 10_000;
    private const int RecordsPerEnterprise = 50;

    /// <summary>The seed gives 23 records of other items to each enterprise, the rest are sales invoices.</summary>
    private const int LeastPerEnterprise = 24;

    private const int CommandTimeoutSeconds = 7200;
    private const string Prefix = "city";

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

        var options = new EmbeddedPostgresOptions(Path.Combine(context.Work, "postgres"), BenchContext.FreePort(), DatabasePasswords.Superuser(context.Work))
        {
            SearchFrom = Environment.GetEnvironmentVariable("FP_ROOT") ?? AppContext.BaseDirectory,
            // A city's server; both sides have it.
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_buffers"] = "2GB", ["max_wal_size"] = "16GB", ["maintenance_work_mem"] = "512MB" },
        };
        var started = await EmbeddedPostgres.StartAsync(options, cancel).ConfigureAwait(false);
        if (!started.IsOk)
        {
            throw new CliException(started.Error.MessageEn, started.Error.Code, "Read the message above.");
        }

        var server = started.Value;
        try
        {
            return await MeasureAsync(server, context, enterprises, perEnterprise, cancel).ConfigureAwait(false);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await server.RemoveAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<object> MeasureAsync(EmbeddedPostgres server, BenchContext context, int enterprises, int perEnterprise, CancellationToken cancel)
    {
        var passwords = DatabasePasswords.ForRoles(context.Work, Prefix, DatabaseKind.City);
        var superuser = server.SuperuserConnectionString();
        await DatabaseRoles.EnsureAsync(superuser, Prefix, passwords, cancel).ConfigureAwait(false);
        await PlatformDatabase.EnsureAsync(superuser, Prefix, Prefix, DatabaseKind.City, cancel).ConfigureAwait(false);
        var owner = server.ConnectionStringFor(DatabaseRoles.Name(Prefix, DatabaseRoles.Owner), passwords[DatabaseRoles.Owner], Prefix);
        await PlatformMigrator.MigrateAsync(DatabaseKind.City, owner, Prefix, AllParts.List, cancel).ConfigureAwait(false);
        await using var city = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superuser) { Database = Prefix, CommandTimeout = CommandTimeoutSeconds }.ConnectionString);
        context.Output.Say(string.Create(CultureInfo.InvariantCulture, $"Making {enterprises} invented enterprises with about {perEnterprise} records each."));
        var seeding = await TimeAsync(() => SeedAsync(city, enterprises, perEnterprise, cancel)).ConfigureAwait(false);
        context.Output.Say(string.Create(CultureInfo.InvariantCulture, $"  made in {seeding:0} s"));
        var records = await ScalarAsync(city, "select count(*) from credit.credit_record", cancel).ConfigureAwait(false);

        var before = await BaselineAsync(city, context.Output, cancel).ConfigureAwait(false);
        await using var worker = PlatformDataServices.Source(server.ConnectionStringFor(DatabaseRoles.Name(Prefix, DatabaseRoles.Worker), passwords[DatabaseRoles.Worker], Prefix));
        var packs = ModelFiles.Need(PlatformPacks.ReadBuiltIn());
        var run = await context.Output.ProgressAsync("Scoring", progress => new ScoreRun(worker, packs, TimeProvider.System).RunAsync(new ScoreRunOptions(), progress, cancel)).ConfigureAwait(false);
        context.Output.Say(string.Create(CultureInfo.InvariantCulture, $"  {run.Scored} scores in {run.Seconds:0.0} s"));
        var after = await BaselineAsync(city, context.Output, cancel).ConfigureAwait(false);
        await AgreeAsync(city, cancel).ConfigureAwait(false);
        return new { ratio = Math.Round(run.Seconds / Math.Min(before, after), 3), seconds = run.Seconds, peak_mb = run.PeakMb, enterprises, records };
    }

    private static async Task SeedAsync(NpgsqlDataSource city, int enterprises, int perEnterprise, CancellationToken cancel)
    {
        await using var connection = await city.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await ExecuteAsync(connection, "create schema bench; create table bench.code (n int, uscc text collate \"C\")", cancel).ConfigureAwait(false);
        await using (var copy = await connection.BeginBinaryImportAsync("copy bench.code (n, uscc) from stdin (format binary)", cancel).ConfigureAwait(false))
        {
            for (var i = 0; i < enterprises; i++)
            {
                await copy.StartRowAsync(cancel).ConfigureAwait(false);
                await copy.WriteAsync(i, NpgsqlDbType.Integer, cancel).ConfigureAwait(false);
                await copy.WriteAsync(InventedCodes.Of(i), NpgsqlDbType.Text, cancel).ConfigureAwait(false);
            }

            await copy.CompleteAsync(cancel).ConfigureAwait(false);
        }

        await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"set bench.records = {perEnterprise}; set synchronous_commit = off"), cancel).ConfigureAwait(false);
        await ExecuteAsync(connection, SqlResource.Read(typeof(CityBench).Assembly, "Sql/Bench/city_seed.sql"), cancel).ConfigureAwait(false);
        // Neither side should pay for what the loading left behind.
        await ExecuteAsync(connection, "vacuum (freeze, analyze)", cancel).ConfigureAwait(false);
        await ExecuteAsync(connection, "checkpoint", cancel).ConfigureAwait(false);
    }

    private static async Task<double> BaselineAsync(NpgsqlDataSource city, Output output, CancellationToken cancel)
    {
        await using var connection = await city.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await ExecuteAsync(connection, "drop table if exists bench.features; set work_mem = '64MB'", cancel).ConfigureAwait(false);
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
