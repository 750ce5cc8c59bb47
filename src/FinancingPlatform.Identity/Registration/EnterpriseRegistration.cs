using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.OneTimeCodes;
using FinancingPlatform.Identity.Sessions;
using Npgsql;

namespace FinancingPlatform.Identity.Registration;

/// <summary>
/// An enterprise registers (企业注册, rule E1): code and telephone, the telephone proved by a one-time code. The account comes into being with the
/// person's own first sign-in, so what counts as registered (rule D1) cannot be made in bulk.
/// </summary>
public sealed class EnterpriseRegistration
{
    private const int MaxNameLength = 50;
    private readonly NpgsqlDataSource _database;
    private readonly CodeService _codes;
    private readonly SessionStore _sessions;
    private readonly TimeProvider _clock;

    internal EnterpriseRegistration(NpgsqlDataSource database, CodeService codes, SessionStore sessions, TimeProvider clock) =>
        (_database, _codes, _sessions, _clock) = (database, codes, sessions, clock);

    /// <summary>Checks what was entered and sends a code; the answer names the code.</summary>
    /// <param name="uscc">The enterprise's code as typed.</param>
    /// <param name="displayName">Who acts for it (经办人).</param>
    /// <param name="phone">The number as typed.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Result<Guid>> StartAsync(string? uscc, string? displayName, string? phone, string address, CancellationToken cancellationToken)
    {
        var check = Uscc.Check(uscc);
        if (!check.IsValid)
        {
            return RegistrationErrors.CodeInvalid(check);
        }

        var name = (displayName ?? string.Empty).Trim();
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
        {
            return RegistrationErrors.NameInvalid;
        }

        if (!MobilePhone.TryParse(phone, out var number))
        {
            return CodeErrors.PhoneInvalid;
        }

        var (enterprise, registered) = await FindAsync(check.Normalised, cancellationToken);
        return enterprise is null ? RegistrationErrors.Unknown
            : registered ? RegistrationErrors.AlreadyRegistered
            : await _codes.RequestAsync(new CodeRequest(CodeRequest.Register, number, address, Deliver: true, EnterpriseId: enterprise, DisplayName: name), cancellationToken);
    }

    /// <summary>Takes the code back, makes the account and signs in.</summary>
    public async Task<Result<OpenSession>> CompleteAsync(Guid codeId, string? code, CancellationToken cancellationToken)
    {
        var proved = await _codes.ConfirmAsync(codeId, CodeRequest.Register, code, cancellationToken);
        return proved.IsOk ? await CreateAsync(proved.Value, cancellationToken) : proved.Error;
    }

    private async Task<(long? Enterprise, bool Registered)> FindAsync(string uscc, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(
            """
            select e.id, exists (select from identity.account as a where a.enterprise_id = e.id and a.kind = 'enterprise' and a.closed_at is null)
            from registry.enterprise as e
            where e.uscc = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = uscc });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetBoolean(1)) : (null, false);
    }

    private async Task<Result<OpenSession>> CreateAsync(ProvedCode proved, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(_clock.GetUtcNow());
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var insert = new NpgsqlCommand(
            """
            insert into identity.account
                (id, kind, enterprise_id, user_name, display_name, phone_hash, phone_masked, phone_proved_at, security_stamp, created_at)
            select $1, 'enterprise', e.id, e.uscc, $3, $4, $5, $6, $7, $6
            from registry.enterprise as e
            where e.id = $2
            on conflict do nothing
            """,
            connection,
            transaction);
        var p = insert.Parameters;
        p.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        p.Add(new NpgsqlParameter<long> { TypedValue = proved.EnterpriseId!.Value });
        p.Add(new NpgsqlParameter<string> { TypedValue = proved.DisplayName! });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = proved.PhoneHash });
        p.Add(new NpgsqlParameter<string> { TypedValue = proved.PhoneMasked });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = _clock.GetUtcNow().UtcDateTime });
        p.Add(new NpgsqlParameter<string> { TypedValue = Guid.NewGuid().ToString("N") });
        if (await insert.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            // Somebody was quicker between the two steps.
            return RegistrationErrors.AlreadyRegistered;
        }

        var session = await _sessions.OpenAsync(connection, transaction, id, SignInMethod.Code, cancellationToken);
        await AuditLog.AppendAsync(
            connection, transaction, new AuditEntry(id, proved.EnterpriseId.Value, $"account:{id}", "identity.register", "accepted"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return session;
    }
}
