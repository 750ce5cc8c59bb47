using FinancingPlatform.Core.Errors;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.Clients;

/// <summary>The register of the banks' machine clients (客户端登记). Needs a data source of role portal.</summary>
public sealed class ClientRegistry(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Registers a client, or replaces the keys and name of one that exists; a client never changes its bank.</summary>
    public async Task<Result<RegisteredClient>> RegisterAsync(
        string clientId, string bankUscc, string bankName, string jwksJson, CancellationToken cancellationToken)
    {
        var client = RegisteredClient.Create(clientId, bankUscc, bankName, jwksJson);
        if (!client.IsOk)
        {
            return client;
        }

        await using var command = database.CreateCommand(
            """
            insert into identity.client as c (client_id, bank_uscc, bank_name, jwks, created_at)
            values ($1, $2, $3, $4, $5)
            on conflict (client_id) do update set bank_name = excluded.bank_name, jwks = excluded.jwks
            where c.bank_uscc = excluded.bank_uscc and c.kind = excluded.kind
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client.Value.ClientId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client.Value.BankUscc });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client.Value.BankName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client.Value.JwksJson, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1
            ? client
            : new Error(ErrorKind.Conflict, "client-of-another-bank", "该客户端标识已登记给另一家银行，请换一个标识。", "That client_id is registered for another bank; choose another.")
            {
                Field = "client_id",
            };
    }

    /// <summary>Registers a department's client, or replaces the keys, name and items of one that exists.</summary>
    /// <param name="clientId">Its identifier.</param>
    /// <param name="uscc">The department's unified social credit code.</param>
    /// <param name="name">Its name: the source under which its deliveries are booked.</param>
    /// <param name="jwksJson">Its public keys.</param>
    /// <param name="items">Codes of the items that it may deliver.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Result<RegisteredClient>> RegisterDepartmentAsync(
        string clientId, string uscc, string name, string jwksJson, string[] items, CancellationToken cancellationToken)
    {
        var client = RegisteredClient.Create(clientId, uscc, name, jwksJson);
        if (!client.IsOk)
        {
            return client;
        }

        await using var command = database.CreateCommand(
            """
            insert into identity.client as c (client_id, bank_uscc, bank_name, jwks, created_at, kind, items)
            values ($1, $2, $3, $4, $5, 'department', $6)
            on conflict (client_id) do update set bank_name = excluded.bank_name, jwks = excluded.jwks, items = excluded.items
            where c.bank_uscc = excluded.bank_uscc and c.kind = excluded.kind
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client.Value.ClientId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client.Value.BankUscc });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client.Value.BankName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client.Value.JwksJson, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = items });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1
            ? client.Value with { Kind = ClientKind.Department }
            : new Error(ErrorKind.Conflict, "client-of-another", "该客户端标识已登记给另一家单位，请换一个标识。", "That client_id is registered for somebody else; choose another.")
            {
                Field = "client_id",
            };
    }

    /// <summary>Disables a client: it gets no more tokens, and its live ones are refused within ten seconds (rule A6).</summary>
    public Task<Result> DisableAsync(string clientId, CancellationToken cancellationToken) =>
        SetAsync("update identity.client set disabled_at = coalesce(disabled_at, clock_timestamp()) where client_id = $1", clientId, cancellationToken);

    /// <summary>Enables a disabled client again.</summary>
    public Task<Result> EnableAsync(string clientId, CancellationToken cancellationToken) =>
        SetAsync("update identity.client set disabled_at = null where client_id = $1", clientId, cancellationToken);

    /// <summary>The client, or null when there is none.</summary>
    public async Task<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select bank_uscc, bank_name, jwks, disabled_at is null, kind, redirect_uris, auth_method, certificate_sha256 from identity.client where client_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new RegisteredClient(clientId, reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3))
            {
                Kind = reader.GetString(4),
                RedirectUris = await reader.GetFieldValueAsync<string[]>(5, cancellationToken),
                AuthMethod = reader.GetString(6),
                CertificateSha256 = await reader.GetFieldValueAsync<byte[][]>(7, cancellationToken),
            }
            : null;
    }

    private async Task<Result> SetAsync(string statement, string clientId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1
            ? Result.Ok
            : new Error(ErrorKind.NotFound, "client-unknown", "没有这个客户端。", "There is no such client.") { Field = "client_id" };
    }
}
