using FinancingPlatform.Data;
using FinancingPlatform.Identity.AuthorizationServer.Details;
using FinancingPlatform.Identity.AuthorizationServer.Grants;
using FinancingPlatform.Identity.Storage;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.AuthorizationServer.Pushed;

/// <summary>Pushed requests in the database (推送请求存取), inside the caller's transaction as role portal.</summary>
internal sealed class PushedRequestStore(NpgsqlConnection connection, NpgsqlTransaction? transaction)
{
    private static readonly string s_insert = Sql("insert");
    private static readonly string s_find = Sql("find");
    private static readonly string s_offer = Sql("offer");
    private static readonly string s_use = Sql("use");
    private static readonly string s_items = Sql("items");

    public async Task InsertAsync(PushedRequest request, CancellationToken cancellationToken)
    {
        await using var command = Command(
            s_insert, Digest(request.Reference), Value(request.ClientId), Value(request.RedirectUri), Value(request.State), Value(request.CodeChallenge), Value(request.DpopJkt),
            Value(request.Query.ToJson()), Instant(request.CreatedAt), Instant(request.ExpiresAt));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The request with its bank; null when there is none or the client was disabled meanwhile.</summary>
    public async Task<PushedRequest?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        await using var command = Command(s_find, Digest(reference));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && reader.GetBoolean(12)
            ? new PushedRequest
            {
                Reference = reference,
                ClientId = reader.GetString(0),
                BankUscc = reader.GetString(1),
                BankName = reader.GetString(2),
                RedirectUri = reader.GetString(3),
                State = reader.TextOrNull(4),
                CodeChallenge = reader.GetString(5),
                DpopJkt = reader.TextOrNull(6),
                Query = CreditQuery.Read(reader.GetString(7)) ?? throw new InvalidOperationException("A stored request has details that no endpoint wrote."),
                CreatedAt = reader.Instant(8),
                ExpiresAt = reader.Instant(9),
                PendingId = reader.ValueOrNull<Guid>(10),
                UsedAt = reader.ValueOrNull<DateTimeOffset>(11),
            }
            : null;
    }

    public async Task<bool> OfferAsync(string reference, Guid pending, CancellationToken cancellationToken)
    {
        await using var command = Command(s_offer, Digest(reference), Value(pending));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task<bool> UseAsync(string reference, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(s_use, Digest(reference), Instant(now));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Item codes of a catalogue version; empty when there is no such version.</summary>
    public async Task<IReadOnlyCollection<string>> ItemsAsync(string version, CancellationToken cancellationToken)
    {
        await using var command = Command(s_items, Value(version));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            codes.Add(reader.GetString(0));
        }

        return codes;
    }

    private static string Sql(string name) => SqlResource.Read(typeof(PushedRequestStore).Assembly, $"Sql/Pushed/{name}.sql");

    private static NpgsqlParameter<byte[]> Digest(string reference) => new() { TypedValue = GrantStore.DigestOf(reference) };

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTime> Instant(DateTimeOffset at) => new() { TypedValue = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
