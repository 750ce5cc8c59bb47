using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.Storage;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.Clients.Changes;

/// <summary>A client as operators see it (客户端).</summary>
public sealed record ClientRow(
    string ClientId, string Kind, string Uscc, string Name, string AuthMethod, DateTimeOffset? DisabledAt, string KeyIds, int Certificates, string RedirectUris);

/// <summary>A proposal that waits for a second operator (待审批变更).</summary>
public sealed record OpenChange(Guid Id, string ClientId, string Action, ClientRegistration? Registration, string ProposedBy, DateTimeOffset ProposedAt, bool IsMine);

/// <summary>
/// Registering clients and rolling their keys by four eyes (客户端登记四眼审批): one operator proposes, another approves, and what is applied is exactly what
/// was proposed. Who acts comes from the session that the database knows. Every call runs in the caller's transaction of that session, role portal.
/// </summary>
public sealed class ClientChanges(TimeProvider clock)
{
    /// <summary>Clients of a page.</summary>
    public const int PageRows = 50;

    private static readonly Error s_alreadyOpen = new(
        ErrorKind.Conflict, "client-change-open", "该客户端已有待审批的变更，请先处理。", "A change of this client waits for a decision already; decide it first.");

    private static readonly Error s_notYours = new(
        ErrorKind.Forbidden, "client-change-four-eyes", "须由另一名运维人员审批，或该变更已被处理。", "Another operator must decide, or it was decided already.");

    private static readonly Error s_unknown = new(ErrorKind.NotFound, "client-unknown", "没有这个客户端。", "There is no such client.");

    private static readonly Error s_another = new(
        ErrorKind.Conflict, "client-of-another", "该客户端标识已登记给另一家单位或另一类别，请换一个标识。", "That client_id is registered for somebody else or as another kind; choose another.") { Field = "client_id" };

    /// <summary>A page of clients by identifier.</summary>
    public static Task<List<ClientRow>> ListAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string? after, CancellationToken cancellationToken) => ReadAsync(
        Command(connection, transaction, "list", Text(after), Number(PageRows)),
        static r => new ClientRow(
            r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.ValueOrNull<DateTimeOffset>(5), r.TextOrNull(6) ?? "–", r.GetInt32(7), r.TextOrNull(8) ?? ""),
        cancellationToken);

    /// <summary>What waits for a decision, oldest first.</summary>
    public static Task<List<OpenChange>> OpenAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken) => ReadAsync(
        Command(connection, transaction, "open_changes"),
        static r => new OpenChange(
            r.GetGuid(0), r.GetString(1), r.GetString(2), r.TextOrNull(3) is { } json ? ClientRegistration.FromJson(json) : null, r.GetString(4), r.Instant(5), r.GetBoolean(6)),
        cancellationToken);

    /// <summary>Proposes to register a client, or to replace what is registered for it: that is how keys are rolled.</summary>
    public async Task<Result> ProposeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, ClientRegistration registration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var client = registration.ToClient();
        return client.IsOk ? await ProposeAsync(connection, transaction, registration.ClientId, "register", registration.ToJson(), cancellationToken) : client.Error;
    }

    /// <summary>Proposes to let a disabled client in again.</summary>
    public Task<Result> ProposeEnablingAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string clientId, CancellationToken cancellationToken) =>
        ProposeAsync(connection, transaction, clientId, "enable", payload: null, cancellationToken);

    /// <summary>Stops a client at once, by one operator: no more tokens, and the live ones are refused within ten seconds (rule A6).</summary>
    public async Task<Result> DisableAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string clientId, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, transaction, "disable", Id(Guid.CreateVersion7(Now())), Text(clientId), Instant(Now()));
        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1)
        {
            return s_unknown;
        }

        await AuditAsync(connection, transaction, clientId, "client.disable", "", cancellationToken);
        return Result.Ok;
    }

    /// <summary>Approves or refuses a proposal; the one who made it can only take it back.</summary>
    public async Task<Result> DecideAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, bool approve, CancellationToken cancellationToken)
    {
        var decided = await ReadAsync(
            Command(connection, transaction, "decide", Id(id), Instant(Now()), Text(approve ? "approved" : "refused")),
            static r => (ClientId: r.GetString(0), Action: r.GetString(1), Payload: r.TextOrNull(2)), cancellationToken);
        if (decided is not [var change])
        {
            return s_notYours;
        }

        if (approve && await ApplyAsync(connection, transaction, change.ClientId, change.Action, change.Payload, cancellationToken) is { } fault)
        {
            return fault;
        }

        await AuditAsync(connection, transaction, change.ClientId, $"client.{change.Action}.{(approve ? "approved" : "refused")}", change.Payload ?? "", cancellationToken);
        return Result.Ok;
    }

    private async Task<Result> ProposeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string clientId, string action, string? payload, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, transaction, "propose", Id(Guid.CreateVersion7(Now())), Text(clientId), Text(action), Text(payload), Instant(Now()));
        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1)
        {
            return s_alreadyOpen;
        }

        await AuditAsync(connection, transaction, clientId, $"client.{action}.proposed", payload ?? "", cancellationToken);
        return Result.Ok;
    }

    private async Task<Error?> ApplyAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string clientId, string action, string? payload, CancellationToken cancellationToken)
    {
        if (action == "enable")
        {
            await using var enable = Command(connection, transaction, "enable", Text(clientId));
            return await enable.ExecuteNonQueryAsync(cancellationToken) == 1 ? null : s_unknown;
        }

        var registration = ClientRegistration.FromJson(payload!);
        var client = registration.ToClient();
        if (!client.IsOk)
        {
            return client.Error;
        }

        await using var save = Command(
            connection, transaction, "save", Text(client.Value.ClientId), Text(client.Value.BankUscc), Text(client.Value.BankName), Text(client.Value.JwksJson), Instant(Now()),
            Text(client.Value.Kind), Texts(client.Value.Kind == ClientKind.Department ? registration.Items : []), Texts(client.Value.RedirectUris), Text(client.Value.AuthMethod),
            new NpgsqlParameter<byte[][]> { TypedValue = [.. client.Value.CertificateSha256] });
        return await save.ExecuteNonQueryAsync(cancellationToken) == 1 ? null : s_another;
    }

    private static async Task AuditAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string clientId, string action, string payload, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, transaction, "audit", Id(Guid.CreateVersion7()), Text("client:" + clientId), Text(action),
            new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(Encoding.UTF8.GetBytes(payload)) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, NpgsqlTransaction transaction, string name, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(SqlResource.Read(typeof(ClientChanges).Assembly, $"Sql/Clients/{name}.sql"), connection, transaction);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private DateTimeOffset Now() => clock.GetUtcNow();

    private static NpgsqlParameter<Guid> Id(Guid value) => new() { TypedValue = value };

    private static NpgsqlParameter<string?> Text(string? value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<string[]> Texts(IReadOnlyList<string> values) => new() { TypedValue = [.. values] };

    private static NpgsqlParameter<DateTime> Instant(DateTimeOffset value) => new() { TypedValue = value.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
