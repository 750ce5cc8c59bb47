using System.Diagnostics;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Cli.Bench.Import;

/// <summary>The bench's PostgreSQL with fsync on (基准数据库): a migrated city with a registry as template, and a clone of it for each measurement.</summary>
internal sealed class ImportServer : IAsyncDisposable
{
    private const string Prefix = "city";
    private const string Template = "seeded";
    private const int StatementSeconds = 3600;
    private const int BufferBytes = 1 << 20;
    private readonly EmbeddedPostgres _server;
    private readonly IReadOnlyDictionary<string, string> _passwords;

    private ImportServer(EmbeddedPostgres server, IReadOnlyDictionary<string, string> passwords)
    {
        _server = server;
        _passwords = passwords;
    }

    public static async Task<ImportServer> StartAsync(BenchContext bench, string[] codes, CancellationToken cancel)
    {
        var options = new EmbeddedPostgresOptions(Path.Combine(bench.Work, "postgres"), BenchContext.FreePort(), DatabasePasswords.Superuser(bench.Work))
        {
            SearchFrom = Environment.GetEnvironmentVariable("FP_ROOT") ?? AppContext.BaseDirectory,
        };
        var started = await EmbeddedPostgres.StartAsync(options, cancel).ConfigureAwait(false);
        if (!started.IsOk)
        {
            throw new CliException(started.Error.MessageEn, started.Error.Code, "Read the message above.");
        }

        var server = new ImportServer(started.Value, DatabasePasswords.ForRoles(bench.Work, Prefix, DatabaseKind.City));
        var superuser = started.Value.SuperuserConnectionString();
        await DatabaseRoles.EnsureAsync(superuser, Prefix, server._passwords, cancel).ConfigureAwait(false);
        await PlatformDatabase.EnsureAsync(superuser, Template, Prefix, DatabaseKind.City, cancel).ConfigureAwait(false);
        var owner = server.ConnectionString(Template, DatabaseRoles.Owner);
        await PlatformMigrator.MigrateAsync(DatabaseKind.City, owner, Prefix, AllParts.List, cancel).ConfigureAwait(false);
        await ExecuteAsync(owner, Sql("import_registry"), cancel, codes).ConfigureAwait(false);
        return server;
    }

    public string ConnectionString(string database, string role) =>
        _server.ConnectionStringFor(DatabaseRoles.Name(Prefix, role), _passwords[role], database) + ";Pooling=false";

    /// <summary>A fresh copy of the template, written out before anything is measured.</summary>
    public async Task CloneAsync(string name, CancellationToken cancel)
    {
        NpgsqlConnection.ClearAllPools();
        var superuser = _server.SuperuserConnectionString();
        await ExecuteAsync(superuser, $"create database {name} template {Template} owner city_owner", cancel).ConfigureAwait(false);
        await PlatformDatabase.EnsureAsync(superuser, name, Prefix, DatabaseKind.City, cancel).ConfigureAwait(false);
        await ExecuteAsync(superuser, "checkpoint", cancel).ConfigureAwait(false);
    }

    public async Task ExportAsync(string database, string path, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(ConnectionString(database, DatabaseRoles.Owner), cancel).ConfigureAwait(false);
        await using var rows = await connection.BeginRawBinaryCopyAsync(Sql("import_export"), cancel).ConfigureAwait(false);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous);
        await rows.CopyToAsync(file, BufferBytes, cancel).ConfigureAwait(false);
    }

    /// <summary>How long the raw COPY takes, to its commit.</summary>
    public async Task<TimeSpan> CopyAsync(string database, string path, CancellationToken cancel)
    {
        await ExecuteAsync(ConnectionString(database, DatabaseRoles.Owner), Sql("import_batch"), cancel).ConfigureAwait(false);
        await using var connection = await OpenAsync(ConnectionString(database, DatabaseRoles.Owner), cancel).ConfigureAwait(false);
        var clock = Stopwatch.StartNew();
        var copy = await connection.BeginRawBinaryCopyAsync(Sql("import_copy"), cancel).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await file.CopyToAsync(copy, BufferBytes, cancel).ConfigureAwait(false);
        }

        return clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.RemoveAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static string Sql(string name) => SqlResource.Read(typeof(ImportServer).Assembly, $"Sql/Bench/{name}.sql");

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = StatementSeconds }.ConnectionString);
        await connection.OpenAsync(cancel).ConfigureAwait(false);
        return connection;
    }

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancel, string[]? codes = null)
    {
        await using var connection = await OpenAsync(connectionString, cancel).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(sql, connection);
        if (codes is not null)
        {
            command.Parameters.AddWithValue("codes", NpgsqlDbType.Array | NpgsqlDbType.Text, codes);
        }

        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }
}
