using FinancingPlatform.Data;
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
            // The history belongs to the owner: another role may see that it exists, not read it, and the catalogue tells that to everybody.
            using var command = new NpgsqlCommand(
                "select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2)", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PlatformContext.BookkeepingSchema });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PlatformContext.HistoryTable });
            return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) is true ? null : "not migrated";
        }
    }
}
