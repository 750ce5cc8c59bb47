using Npgsql;

namespace FinancingPlatform.Hosting.Health;

/// <summary>The database answers this host's role, and its schema is there.</summary>
internal static class DatabaseReadiness
{
    public static Readiness For(string name, string connectionString) => new(name, cancel => CheckAsync(connectionString, cancel));

    private static async Task<string?> CheckAsync(string connectionString, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(connectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancel).ConfigureAwait(false);
            // The history belongs to the owner; that it exists, and is not being filled at this moment, is what another role can see.
            using var command = new NpgsqlCommand(
                "select exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'platform' and c.relname = 'migration')", connection);
            return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) is true ? null : "not migrated";
        }
    }
}
