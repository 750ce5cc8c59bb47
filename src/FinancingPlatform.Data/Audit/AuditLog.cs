using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Data;

/// <summary>Writes the audit chain (审计链). Call it last in a transaction: it takes the chain's one lock.</summary>
public static class AuditLog
{
    /// <summary>Appends one event inside the caller's transaction: what cannot be recorded does not happen.</summary>
    /// <exception cref="PostgresException">23505 when an event of this id exists.</exception>
    public static async Task AppendAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, AuditEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await using var command = new NpgsqlCommand("select audit.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", connection, transaction);
        Add(NpgsqlDbType.Bigint, entry.EnterpriseId);
        Add(NpgsqlDbType.Uuid, entry.EventId);
        Add(NpgsqlDbType.Text, entry.Actor);
        Add(NpgsqlDbType.Text, entry.Subject);
        Add(NpgsqlDbType.Text, entry.Purpose);
        Add(NpgsqlDbType.Text, entry.Action);
        Add(NpgsqlDbType.Text, entry.Outcome);
        Add(NpgsqlDbType.Text, entry.Reason);
        Add(NpgsqlDbType.Uuid, entry.ConsentId);
        Add(NpgsqlDbType.Text, entry.RequestId);
        Add(NpgsqlDbType.Bytea, entry.PayloadSha256);
        await command.ExecuteNonQueryAsync(ct);

        void Add(NpgsqlDbType type, object? value) => command.Parameters.Add(new() { NpgsqlDbType = type, Value = value ?? DBNull.Value });
    }
}
