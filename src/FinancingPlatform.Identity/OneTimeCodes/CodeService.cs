using System.Globalization;
using System.Security.Cryptography;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Identity.Protection;
using FinancingPlatform.Identity.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.OneTimeCodes;

/// <summary>One-time codes by short message (短信验证码): six digits, five minutes, five tries, kept as a keyed hash, limited in number.</summary>
internal sealed class CodeService(NpgsqlDataSource database, ISmsSender sms, PersonalIdentifiers identifiers, IOptions<CodePolicy> policy, TimeProvider clock)
{
    private const int Codes = 1_000_000;

    /// <summary>Makes and sends a code; the answer names it and tells nothing about accounts.</summary>
    public async Task<Result<Guid>> RequestAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var code = RandomNumberGenerator.GetInt32(Codes).ToString("D6", CultureInfo.InvariantCulture);
        if (await KeepAsync(id, code, request, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!request.Deliver)
        {
            return id;
        }

        var text = $"【泰安融信】验证码 {code}，5 分钟内有效，请勿告诉他人。Your code is {code}, valid for 5 minutes; tell nobody.";
        return await sms.SendAsync(request.Phone.Digits, text, cancellationToken) ? id : CodeErrors.NotSent;
    }

    /// <summary>Takes a code back. A right code works once; five wrong ones kill it.</summary>
    public async Task<Result<ProvedCode>> ConfirmAsync(Guid id, string purpose, string? code, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await TryAsync(connection, transaction, id, purpose, (code ?? string.Empty).Trim(), cancellationToken);
        // A wrong try is committed too: it counts.
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async Task<Error?> KeepAsync(Guid id, string code, CodeRequest request, CancellationToken cancellationToken)
    {
        var phoneHash = PhoneHash(request.Phone);
        var addressHash = identifiers.Hash("address", request.Address);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, transaction, phoneHash, cancellationToken);
        // Read after the wait: a code that went out meanwhile must lie in the past.
        var now = clock.GetUtcNow();
        if (await CodeLimits.CheckAsync(connection, transaction, phoneHash, addressHash, now, policy.Value, cancellationToken) is { } refused)
        {
            return refused;
        }

        await using var insert = new NpgsqlCommand(
            """
            insert into identity.one_time_code
                (id, purpose, account_id, enterprise_id, display_name, phone_hash, phone_masked, address_hash, code_hash, created_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            connection,
            transaction);
        var p = insert.Parameters;
        p.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        p.Add(new NpgsqlParameter<string> { TypedValue = request.Purpose });
        p.Add(new NpgsqlParameter { Value = (object?)request.AccountId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        p.Add(new NpgsqlParameter { Value = (object?)request.EnterpriseId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        p.Add(new NpgsqlParameter { Value = (object?)request.DisplayName ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = phoneHash });
        p.Add(new NpgsqlParameter<string> { TypedValue = request.Phone.Masked });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = addressHash });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = CodeHash(id, code) });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = (now + CodePolicy.Lifetime).UtcDateTime });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Two requests at once for one number count each other.</summary>
    private static async Task LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] phoneHash, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = BitConverter.ToInt64(phoneHash) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<Result<ProvedCode>> TryAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, string purpose, string code, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand(
            """
            update identity.one_time_code
            set tries = tries + 1
            where id = $1 and purpose = $2 and used_at is null and expires_at > $3 and tries < $4
            returning code_hash, account_id, enterprise_id, display_name, phone_hash, phone_masked, tries
            """,
            connection,
            transaction);
        take.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = purpose });
        take.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        take.Parameters.Add(new NpgsqlParameter<int> { TypedValue = CodePolicy.MaxTries });
        ProvedCode proved;
        await using (var reader = await take.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return CodeErrors.Wrong;
            }

            if (!CryptographicOperations.FixedTimeEquals(reader.Bytes(0), CodeHash(id, code)))
            {
                return reader.GetInt32(6) >= CodePolicy.MaxTries ? CodeErrors.Dead : CodeErrors.Wrong;
            }

            proved = new ProvedCode(
                purpose,
                reader.ValueOrNull<Guid>(1),
                reader.ValueOrNull<long>(2),
                reader.TextOrNull(3),
                reader.Bytes(4),
                reader.GetString(5));
        }

        // The right entry is taken back out of the count: a used code is not a killed one.
        await using var use = new NpgsqlCommand("update identity.one_time_code set used_at = $2, tries = tries - 1 where id = $1", connection, transaction);
        use.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        use.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        await use.ExecuteNonQueryAsync(cancellationToken);
        return proved;
    }

    internal byte[] PhoneHash(MobilePhone phone) => identifiers.Hash("phone", phone.Digits);

    private byte[] CodeHash(Guid id, string code) => identifiers.Hash("code", $"{id:N}{code}");
}
