using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Cli.Bench.ScorePull;

/// <summary>What a bench adds to the seeded city before it measures.</summary>
/// <param name="Name">Names the cached template.</param>
/// <param name="Sql">Run once as the owner.</param>
internal sealed record BenchStock(string Name, string Sql);

/// <summary>
/// A city's database for the bench, on a PostgreSQL of its own with fsync on. The seeded template stays in the cache, named by what it was made from;
/// every run works on a clone and drops it.
/// </summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    public const string ClientId = "bench-bank";
    public const string BankUscc = "91370900MA00000006";

    /// <summary>Enterprises, and as many authorisations, of the city that is measured; Tai'an has a few hundred thousand.</summary>
    public const int CitySize = 200_000;

    private const int SeedSeconds = 1800;
    private const string Prefix = "city";
    private readonly EmbeddedPostgres _server;
    private readonly string _name;
    private readonly string _secrets;

    /// <summary>False when another bench database of the run started the server and stops it.</summary>
    private readonly bool _ownsServer;

    private BenchDatabase(EmbeddedPostgres server, string name, string secrets, int size, bool ownsServer)
    {
        _server = server;
        _name = name;
        _secrets = secrets;
        _ownsServer = ownsServer;
        Enterprises = [.. Enumerable.Range(0, size).Select(InventedCodes.Of)];
    }

    /// <summary>Codes of the city's enterprises.</summary>
    public IReadOnlyList<string> Enterprises { get; }

    public string ConnectionString(string role) => ConnectionString(role, _name);

    public static Task<BenchDatabase> CreateAsync(BenchContext bench, CancellationToken cancel) => CreateAsync(bench, stock: null, cancel);

    /// <summary>A second database on the server of the first.</summary>
    public static async Task<BenchDatabase> CreateAsync(BenchContext bench, BenchStock stock, BenchDatabase beside, CancellationToken cancel)
    {
        var database = new BenchDatabase(beside._server, "bench_run_" + stock.Name, beside._secrets, beside.Enterprises.Count, ownsServer: false);
        await database.PrepareAsync(bench, stock, cancel).ConfigureAwait(false);
        return database;
    }

    /// <summary>A server of its own with the seeded city and, on top of it, a bench's own stock.</summary>
    public static Task<BenchDatabase> CreateAsync(BenchContext bench, BenchStock? stock, CancellationToken cancel) => CreateAsync(bench, stock, CitySize, cancel);

    /// <summary>The same with another number of enterprises.</summary>
    public static Task<BenchDatabase> CreateAsync(BenchContext bench, BenchStock? stock, int size, CancellationToken cancel) =>
        CreateAsync(bench, stock, size, isDurable: true, cancel);

    /// <summary>On a server that writes nothing through to the disk: for a bench that measures no speed.</summary>
    public static Task<BenchDatabase> CreateThrowAwayAsync(BenchContext bench, BenchStock? stock, int size, CancellationToken cancel) =>
        CreateAsync(bench, stock, size, isDurable: false, cancel);

    private static async Task<BenchDatabase> CreateAsync(BenchContext bench, BenchStock? stock, int size, bool isDurable, CancellationToken cancel)
    {
        var folder = Path.Combine(bench.Cache, isDurable ? "score-pull" : "throw-away");
        var secrets = Path.Combine(folder, "secrets");
        Directory.CreateDirectory(secrets);
        var options = new EmbeddedPostgresOptions(Path.Combine(folder, "postgres"), BenchContext.FreePort(), DatabasePasswords.Superuser(secrets))
        {
            Durable = isDurable,
            SearchFrom = Environment.GetEnvironmentVariable("FP_ROOT") ?? AppContext.BaseDirectory,
        };
        var started = await EmbeddedPostgres.StartAsync(options, cancel).ConfigureAwait(false);
        if (!started.IsOk)
        {
            throw new CliException(started.Error.MessageEn, started.Error.Code, "Remove the bench's cache folder and run it again.");
        }

        var database = new BenchDatabase(started.Value, "bench_run", secrets, size, ownsServer: true);
        await database.PrepareAsync(bench, stock, cancel).ConfigureAwait(false);
        return database;
    }

    /// <summary>Another city on the same server, of another size.</summary>
    public async Task<BenchDatabase> OfSizeAsync(BenchContext bench, int size, CancellationToken cancel)
    {
        var other = new BenchDatabase(_server, string.Create(CultureInfo.InvariantCulture, $"bench_{size}"), _secrets, size, ownsServer: false);
        await other.PrepareAsync(bench, stock: null, cancel).ConfigureAwait(false);
        return other;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await AsSuperuserAsync($"drop database if exists {_name} with (force)", CancellationToken.None).ConfigureAwait(false);
        if (_ownsServer)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private string ConnectionString(string role, string database) =>
        _server.ConnectionStringFor(DatabaseRoles.Name(Prefix, role), DatabasePasswords.ForRoles(_secrets, Prefix, DatabaseKind.City)[role], database);

    private async Task PrepareAsync(BenchContext bench, BenchStock? stock, CancellationToken cancel)
    {
        var superuser = _server.SuperuserConnectionString();
        await DatabaseRoles.EnsureAsync(superuser, Prefix, DatabasePasswords.ForRoles(_secrets, Prefix, DatabaseKind.City), cancel).ConfigureAwait(false);
        var template = "seeded_" + Fingerprint(Enterprises.Count);
        if (!await ExistsAsync(template, cancel).ConfigureAwait(false))
        {
            await bench.Output.ProgressAsync($"Seeding a city of {Enterprises.Count} enterprises (once) ...", progress => SeedAsync(template, progress, cancel)).ConfigureAwait(false);
        }

        if (stock is not null)
        {
            template = await StockedAsync(bench, template, stock, cancel).ConfigureAwait(false);
        }

        await CloneAsync(_name, template, cancel).ConfigureAwait(false);
    }

    private async Task<string> StockedAsync(BenchContext bench, string city, BenchStock stock, CancellationToken cancel)
    {
        var template = city + "_" + stock.Name;
        if (await ExistsAsync(template, cancel).ConfigureAwait(false))
        {
            return template;
        }

        const string Building = "stocking";
        bench.Output.Say($"Adding {stock.Name} to the seeded city (once) ...");
        await CloneAsync(Building, city, cancel).ConfigureAwait(false);
        await using (var source = NpgsqlDataSource.Create(ConnectionString(DatabaseRoles.Owner, Building)))
        {
            await using var seed = source.CreateCommand(stock.Sql);
            seed.CommandTimeout = SeedSeconds;
            await seed.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
            await SettleAsync(source, cancel).ConfigureAwait(false);
        }

        NpgsqlConnection.ClearAllPools();
        await AsSuperuserAsync($"alter database {Building} rename to {template}", cancel).ConfigureAwait(false);
        return template;
    }

    private async Task CloneAsync(string name, string template, CancellationToken cancel)
    {
        await AsSuperuserAsync($"drop database if exists {name} with (force)", cancel).ConfigureAwait(false);
        await AsSuperuserAsync($"create database {name} template {template} owner city_owner strategy file_copy", cancel).ConfigureAwait(false);
        await PlatformDatabase.EnsureAsync(_server.SuperuserConnectionString(), name, Prefix, DatabaseKind.City, cancel).ConfigureAwait(false);
    }

    private async Task SeedAsync(string template, IProgress<double> progress, CancellationToken cancel)
    {
        // Under another name until it is complete: a seeding that was cut off is never taken for a template.
        const string Building = "seeding";
        await AsSuperuserAsync($"drop database if exists {Building} with (force)", cancel).ConfigureAwait(false);
        await PlatformDatabase.EnsureAsync(_server.SuperuserConnectionString(), Building, Prefix, DatabaseKind.City, cancel).ConfigureAwait(false);
        var owner = ConnectionString(DatabaseRoles.Owner, Building);
        await PlatformMigrator.MigrateAsync(DatabaseKind.City, owner, Prefix, AllParts.List, cancel).ConfigureAwait(false);
        progress.Report(0.1);
        await using (var source = NpgsqlDataSource.Create(owner))
        {
            await CopyCodesAsync(source, cancel).ConfigureAwait(false);
            progress.Report(0.2);
            await using var seed = source.CreateCommand(SqlResource.Read(typeof(BenchDatabase).Assembly, "Sql/Bench/score-pull-seed.sql"));
            seed.CommandTimeout = SeedSeconds;
            await seed.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
            await SettleAsync(source, cancel).ConfigureAwait(false);
        }

        NpgsqlConnection.ClearAllPools();
        await AsSuperuserAsync($"alter database {Building} rename to {template}", cancel).ConfigureAwait(false);
    }

    // As a database is that has been at work for a while: otherwise the first reader of each row marks it as committed, and the runs would measure that.
    private static async Task SettleAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var vacuum = source.CreateCommand("vacuum (freeze, analyze)");
        vacuum.CommandTimeout = SeedSeconds;
        await vacuum.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    private async Task CopyCodesAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await using (var create = new NpgsqlCommand("create schema bench; create table bench.code (n int, uscc text collate \"C\")", connection))
        {
            await create.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        }

        await using var copy = await connection.BeginBinaryImportAsync("copy bench.code (n, uscc) from stdin (format binary)", cancel).ConfigureAwait(false);
        for (var i = 0; i < Enterprises.Count; i++)
        {
            await copy.StartRowAsync(cancel).ConfigureAwait(false);
            await copy.WriteAsync(i, NpgsqlDbType.Integer, cancel).ConfigureAwait(false);
            await copy.WriteAsync(Enterprises[i], NpgsqlDbType.Text, cancel).ConfigureAwait(false);
        }

        await copy.CompleteAsync(cancel).ConfigureAwait(false);
    }

    private async Task<bool> ExistsAsync(string name, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(_server.SuperuserConnectionString());
        await connection.OpenAsync(cancel).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) is not null;
    }

    private async Task AsSuperuserAsync(string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(_server.SuperuserConnectionString());
        await connection.OpenAsync(cancel).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = SeedSeconds };
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    // What the template is made from: every migration and the seed. Other contents, another template.
    private static string Fingerprint(int size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size}")));
        foreach (var assembly in AllParts.List.Select(part => part.Assembly).Append(typeof(BenchDatabase).Assembly))
        {
            foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Sql/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(SqlResource.Read(assembly, name)));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
