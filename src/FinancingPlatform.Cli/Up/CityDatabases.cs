using FinancingPlatform.Data;

namespace FinancingPlatform.Cli.Up;

/// <summary>City, province and nation: each its own database and roles, brought to this release's schema.</summary>
internal static class CityDatabases
{
    private static readonly (string Prefix, DatabaseKind Kind)[] All = [("city", DatabaseKind.City), ("province", DatabaseKind.Node), ("nation", DatabaseKind.Node)];

    public static async Task PrepareAsync(EmbeddedPostgres server, string secrets, CancellationToken cancel)
    {
        var superuser = server.SuperuserConnectionString();
        foreach (var (prefix, kind) in All)
        {
            await DatabaseRoles.EnsureAsync(superuser, prefix, DatabasePasswords.ForRoles(secrets, prefix, kind), cancel).ConfigureAwait(false);
            await PlatformDatabase.EnsureAsync(superuser, prefix, prefix, kind, cancel).ConfigureAwait(false);
        }

        await Task.WhenAll(All.Select(d => MigrateAsync(server, secrets, d.Prefix, d.Kind, cancel))).ConfigureAwait(false);
    }

    /// <summary>Connection string of a role of one of the three databases.</summary>
    public static string ConnectionString(EmbeddedPostgres server, string secrets, string database, string role, DatabaseKind kind) =>
        server.ConnectionStringFor(DatabaseRoles.Name(database, role), DatabasePasswords.ForRoles(secrets, database, kind)[role], database);

    private static Task MigrateAsync(EmbeddedPostgres server, string secrets, string prefix, DatabaseKind kind, CancellationToken cancel) =>
        PlatformMigrator.MigrateAsync(kind, ConnectionString(server, secrets, prefix, DatabaseRoles.Owner, kind), prefix, AllParts.List, cancel);
}
