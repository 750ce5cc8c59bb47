using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>Makes a database (建库) of the platform: UTF-8, C.UTF-8, nothing for PUBLIC.</summary>
public static class PlatformDatabase
{
    /// <summary>From this version on C.UTF-8 comes with the server and does not depend on the operating system.</summary>
    private const int BuiltinLocaleVersion = 17;

    /// <summary>Makes the database when it is missing, and sets who may connect and who may make temporary tables.</summary>
    /// <param name="superuserConnectionString">Connects as a superuser, to any database of the server.</param>
    /// <param name="database">Name of the database.</param>
    /// <param name="prefix">Prefix of its roles.</param>
    /// <param name="kind">Whose database it is.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task EnsureAsync(string superuserConnectionString, string database, string prefix, DatabaseKind kind, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(superuserConnectionString);
        await connection.OpenAsync(ct);
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = @name", connection);
        find.Parameters.AddWithValue("name", database);
        var quoted = Quote(database);
        if (await find.ExecuteScalarAsync(ct) is null)
        {
            var locale = connection.PostgreSqlVersion.Major >= BuiltinLocaleVersion
                ? "locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'"
                : "locale 'C.UTF-8'";
            await ExecuteAsync(connection, $"create database {quoted} owner {Quote(DatabaseRoles.Name(prefix, DatabaseRoles.Owner))} template template0 encoding 'UTF8' {locale}", ct);
        }

        await RestrictAsync(connection, quoted, prefix, kind, ct);
    }

    /// <summary>PUBLIC may connect to and make temporary tables in a new database: only named roles may here. A clone needs it anew.</summary>
    internal static async Task RestrictAsync(NpgsqlConnection connection, string quoted, string prefix, DatabaseKind kind, CancellationToken ct)
    {
        var connecting = string.Join(", ", DatabaseRoles.WithLogin(kind).Select(role => Quote(DatabaseRoles.Name(prefix, role))));
        // Imports stage their rows; nobody else has a use for temporary tables, which can shadow real ones.
        var staging = Quote(DatabaseRoles.Name(prefix, DatabaseRoles.Loader));
        await ExecuteAsync(
            connection,
            $"""
            revoke all on database {quoted} from public;
            grant connect on database {quoted} to {connecting};
            grant temporary on database {quoted} to {staging};
            """,
            ct);
    }

    internal static string Quote(string identifier) => "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
