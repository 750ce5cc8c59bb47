using System.Collections.Concurrent;
using Npgsql;

namespace FinancingPlatform.Identity.Clients;

/// <summary>A bank's machine client as the resource server sees it (银行接口客户端).</summary>
/// <param name="ClientId">Its identifier.</param>
/// <param name="BankUscc">The bank that it acts for; this registration decides, not a claim in the token.</param>
/// <param name="BankName">The bank's name, for records and pages.</param>
/// <param name="Enabled">False once an operator disabled it.</param>
public sealed record LiveClient(string ClientId, string BankUscc, string BankName, bool Enabled)
{
    /// <summary>Bank or department.</summary>
    public string Kind { get; init; } = ClientKind.Bank;
}

/// <summary>
/// Which clients are registered and enabled (客户端状态), read from the database at most <see cref="MaxStaleness"/> ago, so that disabling a
/// client kills its live tokens within ten seconds (rule A6) without a query per request.
/// </summary>
public sealed class LiveClients(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Half of the ten seconds that rule A6 allows.</summary>
    public static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(5);

    /// <summary>Clients kept at once; more than the banks of a province have.</summary>
    private const int MaxRemembered = 4096;

    private readonly ConcurrentDictionary<string, (LiveClient? Client, long ReadAt)> _seen = new(StringComparer.Ordinal);

    /// <summary>The client, or null when it is not registered.</summary>
    public async ValueTask<LiveClient?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        if (_seen.TryGetValue(clientId, out var known) && clock.GetElapsedTime(known.ReadAt) < MaxStaleness)
        {
            return known.Client;
        }

        // Taken before the query: what is read may be older than the answer, never younger.
        var readAt = clock.GetTimestamp();
        var client = await ReadAsync(clientId, cancellationToken);
        if (_seen.Count >= MaxRemembered)
        {
            _seen.Clear();
        }

        _seen[clientId] = (client, readAt);
        return client;
    }

    private async Task<LiveClient?> ReadAsync(string clientId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select bank_uscc, bank_name, disabled_at is null, kind from identity.client where client_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new LiveClient(clientId, reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)) { Kind = reader.GetString(3) }
            : null;
    }
}
