using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Support;

/// <summary>
/// One migrated database per set of migrations, cloned for each test class. It is built under a private name, then renamed and sealed, so that
/// whoever finds the name finds it complete, also on a server that several test runs share.
/// </summary>
internal static class TemplateDatabase
{
    private const int HashCharacters = 16;
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> s_built = new(StringComparer.Ordinal);

    public static Task<string> GetAsync(PostgresTestServer server, DatabaseKind kind, string prefix) =>
        s_built.GetOrAdd(prefix, _ => new Lazy<Task<string>>(() => BuildAsync(server, kind, prefix))).Value;

    public static async Task CloneAsync(PostgresTestServer server, string template, string name, string prefix, DatabaseKind kind)
    {
        await using var connection = await OpenAsync(server);
        await ExecuteAsync(connection, $"create database {name} template {template} owner {DatabaseRoles.Name(prefix, DatabaseRoles.Owner)}");
        await PlatformDatabase.RestrictAsync(connection, name, prefix, kind, CancellationToken.None);
    }

    public static async Task DropAsync(PostgresTestServer server, string name)
    {
        await using var connection = await OpenAsync(server);
        await ExecuteAsync(connection, $"drop database if exists {name} with (force)");
    }

    private static async Task<string> BuildAsync(PostgresTestServer server, DatabaseKind kind, string prefix)
    {
        var template = $"fp_template_{prefix}_{HashOf(kind)}";
        await using var connection = await OpenAsync(server);
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = $1 and datistemplate", connection) { Parameters = { new() { Value = template } } };
        if (await find.ExecuteScalarAsync() is not null)
        {
            return template;
        }

        var building = $"fp_building_{Guid.NewGuid():N}";
        await PlatformDatabase.EnsureAsync(server.Superuser, building, prefix, kind, CancellationToken.None);
        var owner = new NpgsqlConnectionStringBuilder(server.Superuser)
        {
            Database = building,
            Username = DatabaseRoles.Name(prefix, DatabaseRoles.Owner),
            Password = PostgresTestServer.MadeUpPassword,
            Pooling = false,
        }.ConnectionString;
        await PlatformMigrator.MigrateAsync(kind, owner, prefix, TestProcess.Parts, CancellationToken.None);
        try
        {
            await ExecuteAsync(connection, $"alter database {building} rename to {template}");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // Another test run was quicker with the same migrations; its template is as good.
            await ExecuteAsync(connection, $"drop database {building} with (force)");
            return template;
        }

        // Sealed: nobody can connect, so no clone fails because somebody is connected.
        await ExecuteAsync(connection, $"alter database {template} with is_template true allow_connections false");
        return template;
    }

    private static string HashOf(DatabaseKind kind)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var id in PlatformMigrator.Ids(kind, TestProcess.Parts))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(id));
        }

        foreach (var assembly in TestProcess.Parts.Select(part => part.Assembly))
        {
            foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Sql/Migrations/", StringComparison.Ordinal) || name.StartsWith(DataPart.SeedFolder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(SqlResource.Read(assembly, name)));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HashCharacters];
    }

    private static async Task<NpgsqlConnection> OpenAsync(PostgresTestServer server)
    {
        var connection = new NpgsqlConnection(server.Superuser);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
