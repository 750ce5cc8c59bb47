using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.Sessions;
using FinancingPlatform.Identity.Storage;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.Verification;

/// <summary>
/// Real-name verification of an enterprise (实名认证, rule A3). Matching public facts is level 0. Level 1 takes a verifier's signed statement about the
/// enterprise and the passkey; it goes up to the nodes in the same transaction that records it.
/// </summary>
public sealed class RealNameVerification
{
    /// <summary>How long an attempt stays open: a transfer between banks may take a working day.</summary>
    public static readonly TimeSpan AttemptLifetime = TimeSpan.FromDays(3);

    /// <summary>Days that a verification counts before it is made again.</summary>
    public const int ValidDays = 365;

    /// <summary>Attempts of one enterprise a day; each costs a transfer.</summary>
    public const int MaxAttemptsPerDay = 5;

    private const string Province = "province";
    private readonly NpgsqlDataSource _database;
    private readonly IRealNameVerifier _verifier;
    private readonly TrustedVerifiers _trusted;
    private readonly TimeProvider _clock;

    internal RealNameVerification(NpgsqlDataSource database, IRealNameVerifier verifier, TrustedVerifiers trusted, TimeProvider clock) =>
        (_database, _verifier, _trusted, _clock) = (database, verifier, trusted, clock);

    /// <summary>Where the signed-in enterprise stands.</summary>
    public async Task<VerificationState> StateAsync(SessionUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        await using var command = _database.CreateCommand(Sql("state"));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = user.EnterpriseId!.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user.AccountId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = _clock.GetUtcNow().UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new VerificationState(
            reader.ValueOrNull<int>(0) ?? 0,
            reader.ValueOrNull<DateOnly>(1),
            reader.BytesOrNull(2),
            reader.ValueOrNull<Guid>(3));
    }

    /// <summary>Starts an attempt for one of the account's passkeys and asks the verifier to act.</summary>
    public async Task<Result<Guid>> StartAsync(SessionUser user, byte[] credentialId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (await PublicKeyAsync(user.AccountId, credentialId, cancellationToken) is not { } publicKey)
        {
            return VerificationErrors.NoPasskey;
        }

        var state = await StateAsync(user, cancellationToken);
        if (state.Level >= _verifier.Level && state.CredentialId is { } bound && bound.AsSpan().SequenceEqual(credentialId))
        {
            return VerificationErrors.AlreadyVerified;
        }

        var id = Guid.CreateVersion7(_clock.GetUtcNow());
        if (!await RecordAsync(id, user, credentialId, cancellationToken))
        {
            return VerificationErrors.TooMany;
        }

        var request = new VerificationRequest(id, user.EnterpriseUscc!, user.EnterpriseName!, VerificationStatement.CredentialHash(publicKey));
        var started = await _verifier.StartAsync(request, cancellationToken);
        return started.IsOk ? id : started.Error;
    }

    /// <summary>Hands over what was typed. On the verifier's signed yes the level is recorded and goes up.</summary>
    public async Task<Result<VerificationStatement>> ConfirmAsync(SessionUser user, Guid attempt, string? answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var state = await StateAsync(user, cancellationToken);
        if (state.Pending != attempt)
        {
            return VerificationErrors.Missing;
        }

        var statement = await _verifier.ConfirmAsync(attempt, answer ?? string.Empty, cancellationToken);
        if (!statement.IsOk)
        {
            await EndIfDeadAsync(attempt, statement.Error, cancellationToken);
            return statement.Error;
        }

        return await VerificationStatement.VerifyAsync(statement.Value, _trusted.Keys) is { } signed
            ? await KeepAsync(user, attempt, statement.Value, signed, cancellationToken)
            : VerificationErrors.BadStatement;
    }

    private static string Sql(string name) => SqlResource.Read(typeof(RealNameVerification).Assembly, $"Sql/Verification/{name}.sql");

    private async Task<byte[]?> PublicKeyAsync(Guid accountId, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("select public_key_cose from identity.passkey where account_id = $1 and credential_id = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = credentialId });
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }

    private async Task<bool> RecordAsync(Guid id, SessionUser user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await using var command = _database.CreateCommand(Sql("start"));
        var p = command.Parameters;
        p.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        p.Add(new NpgsqlParameter<long> { TypedValue = user.EnterpriseId!.Value });
        p.Add(new NpgsqlParameter<Guid> { TypedValue = user.AccountId });
        p.Add(new NpgsqlParameter<string> { TypedValue = _verifier.Method });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = credentialId });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = (now + AttemptLifetime).UtcDateTime });
        p.Add(new NpgsqlParameter<int> { TypedValue = MaxAttemptsPerDay });
        return await command.ExecuteScalarAsync(cancellationToken) is Guid;
    }

    private async Task EndIfDeadAsync(Guid attempt, Error error, CancellationToken cancellationToken)
    {
        if (error.Kind is not (ErrorKind.Gone or ErrorKind.NotFound))
        {
            return;
        }

        await using var command = _database.CreateCommand("update identity.verification_attempt set state = 'dead' where id = $1 and state = 'pending'");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = attempt });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<Result<VerificationStatement>> KeepAsync(
        SessionUser user, Guid attempt, string jws, VerificationStatement signed, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await TakeAsync(connection, transaction, user, attempt, cancellationToken) is not { } taken)
        {
            return VerificationErrors.Missing;
        }

        if (signed.TransferId != attempt || signed.Uscc != taken.Uscc || signed.Method != _verifier.Method
            || signed.CredentialSha256 != VerificationStatement.CredentialHash(taken.PublicKeyCose))
        {
            return VerificationErrors.BadStatement;
        }

        var now = _clock.GetUtcNow();
        await InsertAsync(connection, transaction, user, attempt, taken, jws, signed, now, cancellationToken);
        var message = new RealNameMessage(taken.Uscc, taken.Name, _verifier.Level, _verifier.Method, jws, taken.CredentialId, taken.PublicKeyCose, now);
        await Outbox.EnqueueAsync(
            connection, transaction, new OutboxMessage(attempt, Province, $"enterprise:{taken.Uscc}", RealNameMessage.Kind, message.ToPayload()), cancellationToken);
        await AuditLog.AppendAsync(
            connection,
            transaction,
            new AuditEntry(attempt, taken.EnterpriseId, $"account:{user.AccountId}", "identity.verify", "accepted")
            {
                Subject = taken.Uscc,
                Purpose = _verifier.Method,
                PayloadSha256 = SHA256.HashData(Encoding.ASCII.GetBytes(jws)),
            },
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return signed;
    }

    private async Task<Taken?> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, SessionUser user, Guid attempt, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql("take"), connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = attempt });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user.AccountId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = _clock.GetUtcNow().UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Taken(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.TextOrNull(3),
                reader.Bytes(4), reader.Bytes(5))
            : null;
    }

    private async Task InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, SessionUser user, Guid attempt, Taken taken, string jws, VerificationStatement signed,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql("keep"), connection, transaction);
        var p = command.Parameters;
        p.Add(new NpgsqlParameter<Guid> { TypedValue = attempt });
        p.Add(new NpgsqlParameter<long> { TypedValue = taken.EnterpriseId });
        p.Add(new NpgsqlParameter<Guid> { TypedValue = user.AccountId });
        p.Add(new NpgsqlParameter<int> { TypedValue = _verifier.Level });
        p.Add(new NpgsqlParameter<string> { TypedValue = _verifier.Method });
        p.Add(new NpgsqlParameter<string> { TypedValue = signed.Kid });
        p.Add(new NpgsqlParameter<string> { TypedValue = jws });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = taken.CredentialId });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = taken.PublicKeyCose });
        p.Add(new NpgsqlParameter { Value = (object?)taken.Representative ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        p.Add(new NpgsqlParameter<DateOnly> { TypedValue = China.DateOf(now).AddDays(ValidDays) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Taken(long EnterpriseId, string Uscc, string Name, string? Representative, byte[] CredentialId, byte[] PublicKeyCose);
}
