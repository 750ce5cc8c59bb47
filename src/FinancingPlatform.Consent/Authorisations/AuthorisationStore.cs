using System.Security.Cryptography;
using System.Text.Json;
using FinancingPlatform.Consent.Texts;
using Npgsql;

namespace FinancingPlatform.Consent.Authorisations;

/// <summary>The enterprise that is signed in and the passkeys that were proven to be its own.</summary>
internal sealed record Signer(string Uscc, string Name, string? LegalRepresentative, IReadOnlyList<byte[]> CredentialIds);

/// <summary>A text that waits for its signature.</summary>
internal sealed record PendingAuthorisation(AuthorisationTerms Terms, string TextVersion, string TextShown, byte[] Nonce);

/// <summary>What was withdrawn.</summary>
internal sealed record RevokedAuthorisation(string Uscc, string Purpose);

/// <summary>The statements of <see cref="AuthorisationService"/>; row-level security decides whose rows they meet.</summary>
internal sealed class AuthorisationStore(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private static readonly string s_signer = ConsentSql.Read("Signer.sql");
    private static readonly string s_items = ConsentSql.Read("ItemsOfVersion.sql");
    private static readonly string s_template = ConsentSql.Read("TemplateInForce.sql");
    private static readonly string s_pendingInsert = ConsentSql.Read("PendingInsert.sql");
    private static readonly string s_pendingTake = ConsentSql.Read("PendingTake.sql");
    private static readonly string s_provenKey = ConsentSql.Read("ProvenKey.sql");
    private static readonly string s_insert = ConsentSql.Read("AuthorisationInsert.sql");
    private static readonly string s_revoke = ConsentSql.Read("AuthorisationRevoke.sql");
    private static readonly string s_terms = ConsentSql.Read("Terms.sql");
    private static readonly string s_send = ConsentSql.Read("Send.sql");
    private static readonly string s_audit = ConsentSql.Read("Audit.sql");

    public async Task<Signer?> SignerAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(s_signer);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Signer(
                reader.GetString(0), reader.GetString(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2),
                await reader.GetFieldValueAsync<byte[][]>(3, cancellationToken))
            : null;
    }

    public async Task<IReadOnlyList<ItemWords>> ItemsOfAsync(string catalogueVersion, CancellationToken cancellationToken)
    {
        await using var command = Command(s_items, Value(catalogueVersion));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<ItemWords>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(new ItemWords(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        }

        return items;
    }

    public async Task<string?> BankNameAsync(string uscc, CancellationToken cancellationToken)
    {
        await using var command = Command("select name from lending.bank where uscc = $1", Value(uscc));
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public async Task<TextTemplate?> TemplateAsync(string purpose, DateOnly today, CancellationToken cancellationToken)
    {
        await using var command = Command(s_template, Value(purpose), Value(today));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var template = new TextTemplate(reader.GetString(0), purpose, reader.GetString(1), reader.GetString(2));
        var stored = await reader.GetFieldValueAsync<byte[]>(3, cancellationToken);
        return template.Digest().AsSpan().SequenceEqual(stored)
            ? template
            : throw new InvalidOperationException($"The stored text {template.Version} does not match its digest.");
    }

    public async Task<bool> KeepPendingAsync(
        AuthorisationTerms terms, AuthorisationText text, byte[] nonce, DateTimeOffset now, DateTimeOffset expiresAt, int most, CancellationToken cancellationToken)
    {
        await using var command = Command(
            s_pendingInsert, Value(terms.Id), Value(JsonSerializer.Serialize(terms, ConsentJson.Default.AuthorisationTerms)), Value(text.Version),
            Value(text.Shown), Value(nonce), Value(now.UtcDateTime), Value(expiresAt.UtcDateTime), Value(most));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task<PendingAuthorisation?> TakePendingAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(s_pendingTake, Value(id), Value(now.UtcDateTime));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new PendingAuthorisation(
                JsonSerializer.Deserialize(reader.GetString(0), ConsentJson.Default.AuthorisationTerms)!, reader.GetString(1), reader.GetString(2),
                await reader.GetFieldValueAsync<byte[]>(3, cancellationToken))
            : null;
    }

    public async Task<byte[]?> ProvenKeyAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var command = Command(s_provenKey, Value(credentialId));
        return (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public async Task InsertAsync(AuthorisationMessage message, CancellationToken cancellationToken)
    {
        await using var command = Command(s_insert);
        AuthorisationRow.AddTo(command.Parameters, message);
        command.Parameters.Add(Value(AuthorisationMessage.Bytes(message.PublicKeyCose)!));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<AuthorisationTerms> TermsAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command(s_terms, Value(id));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new AuthorisationTerms(
                id, reader.GetString(0), reader.GetString(1), reader.GetString(2), await reader.GetFieldValueAsync<string[]>(3, cancellationToken), reader.GetString(4),
                new AuthorisationLegs(reader.GetBoolean(5), reader.GetBoolean(6), reader.GetBoolean(7)), await reader.GetFieldValueAsync<DateOnly>(8, cancellationToken),
                await reader.GetFieldValueAsync<DateOnly>(9, cancellationToken), reader.GetInt32(10))
            : throw new InvalidOperationException($"Authorisation {id} is not the signed-in enterprise's.");
    }

    public async Task<RevokedAuthorisation?> RevokeAsync(Guid id, DateTimeOffset at, string reason, CancellationToken cancellationToken)
    {
        await using var command = Command(s_revoke, Value(id), Value(at.UtcDateTime), Value(reason));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new RevokedAuthorisation(reader.GetString(0), reader.GetString(1)) : null;
    }

    public async Task SendAsync(string kind, string uscc, byte[] payload, CancellationToken cancellationToken)
    {
        await using var command = Command(
            s_send, Value(Guid.CreateVersion7()), Value(ConsentStreams.Upwards), Value(ConsentStreams.Of(uscc)), Value(kind), Value(payload));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task AuditAsync(string action, string uscc, string purpose, Guid id, byte[] payload, CancellationToken cancellationToken)
    {
        await using var command = Command(
            s_audit, Value(Guid.CreateVersion7()), Value(uscc), Value(purpose), Value(action), Value(id), Value(SHA256.HashData(payload)));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] values)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddRange(values);
        return command;
    }
}
