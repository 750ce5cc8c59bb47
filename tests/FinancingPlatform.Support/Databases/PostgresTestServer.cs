using System.Globalization;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Support;

/// <summary>
/// The PostgreSQL of this test process: a private one in a temporary folder, or the one that <c>FP_TEST_PG</c> names with a superuser's connection
/// string. Declared as an assembly fixture so that it stops at the end; it starts when the first test asks for a database.
/// </summary>
public sealed class PostgresTestServer : IAsyncDisposable
{
    /// <summary>Superuser's connection string of a running server to use instead of a private one.</summary>
    public const string Variable = "FP_TEST_PG";

    /// <summary>Made up; the server lives as long as the tests and listens on loopback only.</summary>
    internal const string MadeUpPassword = "made-up-for-tests";

    private const int PortAttempts = 5;
    private static readonly SemaphoreSlim s_once = new(1, 1);
    private static PostgresTestServer? s_running;

    private EmbeddedPostgres? _embedded;
    private string? _folder;
    private string? _superuser;

    /// <summary>Superuser's connection string, without pooling: maintenance connections must not keep a database from being cloned.</summary>
    public string Superuser => _superuser ?? throw new InvalidOperationException("The server is not running.");

    /// <summary>The running server; started at the first call.</summary>
    public static async Task<PostgresTestServer> GetAsync(CancellationToken ct = default)
    {
        await s_once.WaitAsync(ct);
        try
        {
            if (s_running is null)
            {
                var server = new PostgresTestServer();
                await server.StartAsync(ct);
                s_running = server;
            }

            return s_running;
        }
        finally
        {
            s_once.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The assembly fixture's instance is not the one that started; either way the one server ends here.
        if (Interlocked.Exchange(ref s_running, null) is { _embedded: { } embedded, _folder: { } folder })
        {
            NpgsqlConnection.ClearAllPools();
            await embedded.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task StartAsync(CancellationToken ct)
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(given))
        {
            _superuser = Unpooled(given);
        }
        else
        {
            await StartPrivateAsync(ct);
        }

        foreach (var (prefix, kind) in TestDatabase.Prefixes)
        {
            await DatabaseRoles.EnsureAsync(
                Superuser, prefix, DatabaseRoles.WithLogin(kind).ToDictionary(role => role, _ => MadeUpPassword, StringComparer.Ordinal), ct);
        }
    }

    private async Task StartPrivateAsync(CancellationToken ct)
    {
        await TestFolders.SweepAsync(ct);
        _folder = TestFolders.Create();
        for (var attempt = 1; _embedded is null; attempt++)
        {
            var options = new EmbeddedPostgresOptions(_folder, FreePort.Number(), MadeUpPassword) { Durable = false, SearchFrom = Repository.Root };
            var started = await EmbeddedPostgres.StartAsync(options, ct);
            if (started.IsOk)
            {
                _embedded = started.Value;
            }
            else if (started.Error.Code != "postgres-port-taken" || attempt == PortAttempts)
            {
                throw new InvalidOperationException(started.Error.ToString());
            }
        }

        _superuser = Unpooled(_embedded.SuperuserConnectionString());
        await using var connection = new NpgsqlConnection(_superuser);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("show data_directory", connection);
        var directory = Convert.ToString(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        if (directory != _embedded.ClusterDirectory)
        {
            throw new InvalidOperationException($"The server at port {_embedded.Port} works in {directory}: it is somebody else's.");
        }
    }

    private static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timezone = "UTC" }.ConnectionString;
}
