using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>
/// The database roles (数据库角色) of one platform or node, design §3. Each is named <c>prefix_role</c>, such as <c>city_bank_api</c>.
/// Only migrations run as <see cref="Owner"/>; no program of the platform connects as a superuser.
/// </summary>
public static class DatabaseRoles
{
    /// <summary>Owns every table; migrations only.</summary>
    public const string Owner = "owner";

    /// <summary>Owns the gate functions; cannot log in.</summary>
    public const string Gate = "gate";

    /// <summary>Owns outbox, inbox and audit chain and the functions that write them; cannot log in.</summary>
    public const string Ledger = "ledger";

    /// <summary>The enterprise's pages: the signed-in enterprise's rows only.</summary>
    public const string Portal = "portal";

    /// <summary>The bank's pages: gate functions only.</summary>
    public const string BankDesk = "bank_desk";

    /// <summary>The bank-facing API: gate functions only.</summary>
    public const string BankApi = "bank_api";

    /// <summary>Background loops: relay, rescoring, expiry, sealing.</summary>
    public const string Worker = "worker";

    /// <summary>Imports: writes registry and credit, reads no consent, lending or score.</summary>
    public const string Loader = "loader";

    /// <summary>The regulator's pages: aggregates and de-identified rows.</summary>
    public const string Regulator = "regulator";

    /// <summary>A provincial or national node.</summary>
    public const string Node = "node";

    /// <summary>Every role, in the order of creation.</summary>
    public static IReadOnlyList<string> All { get; } = [Owner, Gate, Ledger, Portal, BankDesk, BankApi, Worker, Loader, Regulator, Node];

    /// <summary>Roles that can never log in.</summary>
    public static IReadOnlyList<string> WithoutLogin { get; } = [Gate, Ledger];

    /// <summary>Roles that programs of a database of this kind connect as.</summary>
    public static IReadOnlyList<string> WithLogin(DatabaseKind kind) => kind == DatabaseKind.Node
        ? [Owner, Node, Regulator]
        : [Owner, Portal, BankDesk, BankApi, Worker, Loader, Regulator];

    /// <summary>Full name of a role.</summary>
    public static string Name(string prefix, string role) => prefix + "_" + role;

    /// <summary>
    /// Makes the roles that are missing and sets the passwords. A role without a password cannot log in, so one SQL file can grant to every
    /// role, also in a database that has no program for it.
    /// </summary>
    /// <param name="superuserConnectionString">Connects as a role that may create roles.</param>
    /// <param name="prefix">city, province or nation.</param>
    /// <param name="passwords">Role (without prefix) → password.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task EnsureAsync(string superuserConnectionString, string prefix, IReadOnlyDictionary<string, string> passwords, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(passwords);
        await using var connection = new NpgsqlConnection(superuserConnectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var role in All)
        {
            var password = WithoutLogin.Contains(role) ? null : passwords.GetValueOrDefault(role);
            await using var command = new NpgsqlCommand(SqlResource.Read(typeof(DatabaseRoles).Assembly, "Sql/Databases/ensure_role.sql"), connection, transaction);
            // DO blocks take no parameters; settings of the transaction carry the values, and format() quotes them.
            command.Parameters.AddWithValue("name", Name(prefix, role));
            command.Parameters.AddWithValue("password", password ?? string.Empty);
            await command.ExecuteNonQueryAsync(ct);
        }

        // The owner hands functions over to the two roles that cannot log in, which takes membership.
        await using var grant = new NpgsqlCommand(
            $"grant {Name(prefix, Gate)}, {Name(prefix, Ledger)} to {Name(prefix, Owner)}", connection, transaction);
        await grant.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
