using FinancingPlatform.Identity.Storage;
using Npgsql;

namespace FinancingPlatform.Identity.Sessions;

/// <summary>An open session (会话).</summary>
/// <param name="Token">Its secret, for the cookie.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
public sealed record OpenSession(string Token, DateTimeOffset ExpiresAt);

/// <summary>Opens, finds and ends sessions (会话管理). Needs a data source of role portal.</summary>
public sealed class SessionStore(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>A working day; after it people sign in again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <summary>Opens a session and notes the account's first sign-in.</summary>
    public async Task<OpenSession> OpenAsync(Guid accountId, string method, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var session = await OpenAsync(connection, transaction, accountId, method, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return session;
    }

    /// <summary>Ends a session at once.</summary>
    public async Task EndAsync(string token, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("update identity.session set revoked_at = $2 where token_sha256 = $1 and revoked_at is null");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SessionToken.HashOf(token) });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal async Task<OpenSession> OpenAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid accountId, string method, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var session = new OpenSession(SessionToken.Create(), now + Lifetime);
        await using var batch = new NpgsqlBatch(connection, transaction);
        var insert = new NpgsqlBatchCommand(
            "insert into identity.session (token_sha256, account_id, method, created_at, expires_at) values ($1, $2, $3, $4, $5)");
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SessionToken.HashOf(session.Token) });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = method });
        insert.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        insert.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = session.ExpiresAt.UtcDateTime });
        batch.BatchCommands.Add(insert);
        var first = new NpgsqlBatchCommand("update identity.account set first_login_at = $2 where id = $1 and first_login_at is null");
        first.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        first.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        batch.BatchCommands.Add(first);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return session;
    }

    internal async Task<SessionUser?> FindAsync(string token, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select a.id, a.kind, a.display_name, a.enterprise_id, e.uscc, e.name, a.bank_uscc, s.method
            from identity.session as s
            join identity.account as a on a.id = s.account_id
            left join registry.enterprise as e on e.id = a.enterprise_id
            where s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2 and a.closed_at is null
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SessionToken.HashOf(token) });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new SessionUser(
                reader.GetGuid(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.ValueOrNull<long>(3),
                reader.TextOrNull(4),
                reader.TextOrNull(5),
                reader.TextOrNull(6),
                reader.GetString(7))
            : null;
    }
}
