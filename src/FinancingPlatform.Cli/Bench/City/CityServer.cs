using System.Globalization;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Cli.Bench.City;

/// <summary>
/// A seeded city on a PostgreSQL of its own with fsync on (全市评分基准库), thrown away afterwards or, with <c>--keep</c>, left in the cache
/// for the next run of the same size.
/// </summary>
internal sealed class CityServer : IAsyncDisposable
{
    private const int CommandTimeoutSeconds = 7200;
    private const string Prefix = "city";
    private readonly EmbeddedPostgres _server;
    private readonly string _secrets;
    private readonly string? _kept;

    private CityServer(EmbeddedPostgres server, string secrets, string? kept)
    {
        _server = server;
        _secrets = secrets;
        _kept = kept;
        Owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString()) { Database = Prefix, CommandTimeout = CommandTimeoutSeconds }.ConnectionString);
        Worker = PlatformDataServices.Source(server.ConnectionStringFor(DatabaseRoles.Name(Prefix, DatabaseRoles.Worker), DatabasePasswords.ForRoles(secrets, Prefix, DatabaseKind.City)[DatabaseRoles.Worker], Prefix));
    }

    /// <summary>As superuser: the baseline is not held back by rights or row policies.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>As the role that scores.</summary>
    public NpgsqlDataSource Worker { get; }

    /// <summary>A running server with a city of this size.</summary>
    public static async Task<CityServer> StartAsync(BenchContext context, int enterprises, int perEnterprise, CancellationToken cancel)
    {
        var folder = context.Keep ? Path.Combine(context.Cache, string.Create(CultureInfo.InvariantCulture, $"city-{enterprises}-{perEnterprise}")) : context.Work;
        var secrets = Path.Combine(folder, "secrets");
        var options = new EmbeddedPostgresOptions(Path.Combine(folder, "postgres"), BenchContext.FreePort(), DatabasePasswords.Superuser(secrets))
        {
            SearchFrom = Environment.GetEnvironmentVariable("FP_ROOT") ?? AppContext.BaseDirectory,
            // A city's server; both sides have it.
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_buffers"] = "2GB", ["max_wal_size"] = "4GB", ["maintenance_work_mem"] = "512MB" },
        };
        var started = await EmbeddedPostgres.StartAsync(options, cancel).ConfigureAwait(false);
        if (!started.IsOk)
        {
            throw new CliException(started.Error.MessageEn, started.Error.Code, "Read the message above.");
        }

        var marker = Path.Combine(folder, "seeded");
        var city = new CityServer(started.Value, secrets, context.Keep ? marker : null);
        try
        {
            // Also a kept city: it may be of an earlier release.
            await city.MigrateAsync(cancel).ConfigureAwait(false);
            if (!File.Exists(marker))
            {
                await city.SeedAsync(enterprises, perEnterprise, cancel).ConfigureAwait(false);
                await File.WriteAllTextAsync(marker, string.Empty, cancel).ConfigureAwait(false);
            }

            return city;
        }
        catch
        {
            await city.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes the scores of an earlier run away; neither side should pay for what was left behind before.</summary>
    public async Task ForgetAsync(CancellationToken cancel)
    {
        await using var connection = await Owner.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await ExecuteAsync(connection, "drop table if exists bench.features; truncate scoring.score, scoring.score_stage", cancel).ConfigureAwait(false);
        await SettleAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>What the server does by itself between two nights.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        await using var connection = await Owner.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await ExecuteAsync(connection, "vacuum (freeze, analyze)", cancel).ConfigureAwait(false);
        await ExecuteAsync(connection, "checkpoint", cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync().ConfigureAwait(false);
        await Worker.DisposeAsync().ConfigureAwait(false);
        NpgsqlConnection.ClearAllPools();
        // A city that was seeded by half is of no use to the next run.
        var stopped = _kept is not null && File.Exists(_kept)
            ? await _server.StopAsync(CancellationToken.None).ConfigureAwait(false)
            : await _server.RemoveAsync(CancellationToken.None).ConfigureAwait(false);
        if (!stopped.IsOk)
        {
            throw new CliException(stopped.Error.MessageEn, stopped.Error.Code, "Stop the server by hand.");
        }
    }

    private async Task MigrateAsync(CancellationToken cancel)
    {
        var passwords = DatabasePasswords.ForRoles(_secrets, Prefix, DatabaseKind.City);
        var superuser = _server.SuperuserConnectionString();
        await DatabaseRoles.EnsureAsync(superuser, Prefix, passwords, cancel).ConfigureAwait(false);
        await PlatformDatabase.EnsureAsync(superuser, Prefix, Prefix, DatabaseKind.City, cancel).ConfigureAwait(false);
        var owner = _server.ConnectionStringFor(DatabaseRoles.Name(Prefix, DatabaseRoles.Owner), passwords[DatabaseRoles.Owner], Prefix);
        await PlatformMigrator.MigrateAsync(DatabaseKind.City, owner, Prefix, AllParts.List, cancel).ConfigureAwait(false);
    }

    private async Task SeedAsync(int enterprises, int perEnterprise, CancellationToken cancel)
    {
        await using var connection = await Owner.OpenConnectionAsync(cancel).ConfigureAwait(false);
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
        await ExecuteAsync(connection, SqlResource.Read(typeof(CityServer).Assembly, "Sql/Bench/city_seed.sql"), cancel).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }
}
