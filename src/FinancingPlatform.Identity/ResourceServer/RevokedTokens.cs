using System.Collections.Frozen;
using Npgsql;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>
/// Tokens that died before their time (已撤销令牌), read from the database at most <see cref="MaxStaleness"/> ago in one query for all requests: given up
/// by the client (RFC 7009), or of a grant whose code was shown twice (RFC 6749 section 4.1.2). Tokens live for minutes, so the list stays short.
/// </summary>
public sealed class RevokedTokens(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long a token that was just revoked may still work.</summary>
    public static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(1);

    private const int StatementSeconds = 5;
    private readonly Lock _gate = new();
    private (Task<FrozenSet<string>> Ids, long At)? _last;

    /// <summary>True for a token that was revoked.</summary>
    public async ValueTask<bool> ContainsAsync(string tokenId, CancellationToken cancellationToken)
    {
        Task<FrozenSet<string>> ids;
        lock (_gate)
        {
            if (_last is not { } last || last.Ids.IsFaulted || clock.GetElapsedTime(last.At) >= MaxStaleness)
            {
                // Taken before the query: what is read may be newer than this, never older.
                _last = last = (ReadAsync(), clock.GetTimestamp());
            }

            ids = last.Ids;
        }

        return (await ids.WaitAsync(cancellationToken)).Contains(tokenId);
    }

    private async Task<FrozenSet<string>> ReadAsync()
    {
        await using var command = database.CreateCommand("select token_id from identity.revoked_token where expires_at > clock_timestamp()");
        command.CommandTimeout = StatementSeconds;
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetString(0));
        }

        return ids.ToFrozenSet(StringComparer.Ordinal);
    }
}
