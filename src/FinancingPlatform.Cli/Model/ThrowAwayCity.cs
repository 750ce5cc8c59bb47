using System.Security.Cryptography;
using FinancingPlatform.Cli.Bench;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Cli.Model;

/// <summary>A migrated city database of its own in a temporary folder, gone when the command ends; a running platform is left alone.</summary>
internal sealed class ThrowAwayCity : IAsyncDisposable
{
    private const string Database = "city";
    private readonly EmbeddedPostgres _server;
    private readonly string _password;

    private ThrowAwayCity(string folder, EmbeddedPostgres server, string password)
    {
        Folder = folder;
        _server = server;
        _password = password;
    }

    /// <summary>Its temporary folder.</summary>
    public string Folder { get; }

    public static async Task<ThrowAwayCity> StartAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("fp-city-").FullName;
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var options = new EmbeddedPostgresOptions(Path.Combine(folder, "pg"), BenchContext.FreePort(), password) { Durable = false, SearchFrom = Path.GetDirectoryName(Running.DefaultData())! };
        var started = await EmbeddedPostgres.StartAsync(options, cancel).ConfigureAwait(false);
        if (!started.IsOk)
        {
            Directory.Delete(folder, recursive: true);
            throw new CliException(started.Error.MessageEn, "temporary database", "Run ./run once: it installs the database's files.");
        }

        var city = new ThrowAwayCity(folder, started.Value, password);
        var roles = DatabaseRoles.WithLogin(DatabaseKind.City).ToDictionary(role => role, _ => password, StringComparer.Ordinal);
        await DatabaseRoles.EnsureAsync(started.Value.SuperuserConnectionString(), Database, roles, cancel).ConfigureAwait(false);
        await PlatformDatabase.EnsureAsync(started.Value.SuperuserConnectionString(), Database, Database, DatabaseKind.City, cancel).ConfigureAwait(false);
        await PlatformMigrator.MigrateAsync(DatabaseKind.City, city.ConnectionString(DatabaseRoles.Owner), Database, AllParts.List, cancel).ConfigureAwait(false);
        return city;
    }

    public NpgsqlDataSource Source(string role) => PlatformDataServices.Source(ConnectionString(role));

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(Folder, recursive: true);
    }

    public string ConnectionString(string role) => _server.ConnectionStringFor(DatabaseRoles.Name(Database, role), _password, Database);
}
