using Microsoft.AspNetCore.Identity;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.Accounts;

/// <summary>The passkeys of an account (通行密钥).</summary>
internal sealed partial class AccountStore
{
    private const string PasskeyColumns =
        "credential_id, public_key_cose, created_at, sign_count, transports, user_verified, backup_eligible, backed_up, attestation_object, client_data_json, name";

    public async Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            insert into identity.passkey as p ({PasskeyColumns}, account_id, aaguid)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            on conflict (credential_id) do update
            set sign_count = excluded.sign_count, user_verified = excluded.user_verified, backed_up = excluded.backed_up, name = excluded.name
            where p.account_id = excluded.account_id
            """);
        var p = command.Parameters;
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = passkey.CredentialId });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = passkey.PublicKey });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = passkey.CreatedAt.UtcDateTime });
        p.Add(new NpgsqlParameter<long> { TypedValue = passkey.SignCount });
        p.Add(new NpgsqlParameter<string[]> { TypedValue = passkey.Transports ?? [] });
        p.Add(new NpgsqlParameter<bool> { TypedValue = passkey.IsUserVerified });
        p.Add(new NpgsqlParameter<bool> { TypedValue = passkey.IsBackupEligible });
        p.Add(new NpgsqlParameter<bool> { TypedValue = passkey.IsBackedUp });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = passkey.AttestationObject });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = passkey.ClientDataJson });
        p.Add(new NpgsqlParameter<string> { TypedValue = passkey.Name ?? string.Empty });
        p.Add(new NpgsqlParameter<Guid> { TypedValue = user.Id });
        p.Add(new NpgsqlParameter<Guid> { TypedValue = Passkeys.AttestedModel.AaguidOf(passkey.AttestationObject) });
        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1)
        {
            throw new InvalidOperationException("The passkey belongs to another account.");
        }
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {PasskeyColumns} from identity.passkey where account_id = $1 order by created_at");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user.Id });
        var passkeys = new List<UserPasskeyInfo>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            passkeys.Add(ReadPasskey(reader));
        }

        return passkeys;
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {PasskeyColumns} from identity.passkey where account_id = $1 and credential_id = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user.Id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = credentialId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ReadPasskey(reader) : null;
    }

    public async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select account_id from identity.passkey where credential_id = $1");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = credentialId });
        return await command.ExecuteScalarAsync(cancellationToken) is Guid id ? await rows.ByIdAsync(id, cancellationToken) : null;
    }

    public async Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("delete from identity.passkey where account_id = $1 and credential_id = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user.Id });
        command.Parameters.Add(new NpgsqlParameter { Value = credentialId, NpgsqlDbType = NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static UserPasskeyInfo ReadPasskey(NpgsqlDataReader reader)
    {
        var column = 0;
        return new UserPasskeyInfo(
            reader.GetFieldValue<byte[]>(column++),
            reader.GetFieldValue<byte[]>(column++),
            reader.GetFieldValue<DateTimeOffset>(column++),
            (uint)reader.GetInt64(column++),
            reader.GetFieldValue<string[]>(column++),
            reader.GetBoolean(column++),
            reader.GetBoolean(column++),
            reader.GetBoolean(column++),
            reader.GetFieldValue<byte[]>(column++),
            reader.GetFieldValue<byte[]>(column++))
        {
            Name = reader.GetString(column),
        };
    }
}
