using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.Storage;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.AuthorizationServer.Grants;

/// <summary>Grants in the database (授权许可存取), inside the caller's transaction as role portal. Codes and refresh tokens lie here as digests only.</summary>
internal sealed class GrantStore(NpgsqlConnection connection, NpgsqlTransaction? transaction)
{
    private static readonly string s_byCode = Sql("by_code");
    private static readonly string s_byRefresh = Sql("by_refresh");
    private static readonly string s_byToken = Sql("by_token");
    private static readonly string s_insert = Sql("insert");
    private static readonly string s_redeem = Sql("redeem");
    private static readonly string s_kill = Sql("kill");
    private static readonly string s_revokeToken = Sql("revoke_token");
    private static readonly string s_isRevoked = Sql("is_revoked");

    /// <summary>The digest by which a secret is found.</summary>
    public static byte[] DigestOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Locks the row: of two redemptions at once the second sees what the first did.</summary>
    public Task<GrantRow?> ByCodeAsync(string code, CancellationToken cancellationToken) => FindAsync(s_byCode, Value(DigestOf(code)), cancellationToken);

    public Task<GrantRow?> ByRefreshAsync(string refreshToken, CancellationToken cancellationToken) => FindAsync(s_byRefresh, Value(DigestOf(refreshToken)), cancellationToken);

    public Task<GrantRow?> ByTokenAsync(string tokenId, CancellationToken cancellationToken) => FindAsync(s_byToken, Value(tokenId), cancellationToken);

    public Task InsertAsync(GrantRow grant, Guid authorisation, string code, DateTimeOffset now, CancellationToken cancellationToken) => ExecuteAsync(
        s_insert, cancellationToken,
        Value(grant.Id), Value(grant.ClientId), Value(authorisation), Value(grant.Uscc), Value(grant.Details), Value(grant.RedirectUri), Value(grant.CodeChallenge),
        Value(grant.DpopJkt), Value(DigestOf(code)), Value(grant.CodeExpiresAt.UtcDateTime), Value(now.UtcDateTime));

    public Task RedeemAsync(Guid id, string refreshToken, DateTimeOffset now, CancellationToken cancellationToken) =>
        ExecuteAsync(s_redeem, cancellationToken, Value(id), Value(now.UtcDateTime), Value(DigestOf(refreshToken)));

    public Task KillAsync(Guid id, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        ExecuteAsync(s_kill, cancellationToken, Value(id), Value(now.UtcDateTime), Value(reason));

    public Task RevokeTokenAsync(string tokenId, string clientId, DateTimeOffset now, CancellationToken cancellationToken) =>
        ExecuteAsync(s_revokeToken, cancellationToken, Value(tokenId), Value(clientId), Value(now.UtcDateTime));

    public async Task<bool> IsRevokedAsync(string tokenId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(s_isRevoked, connection, transaction) { Parameters = { Value(tokenId) } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string Sql(string name) => SqlResource.Read(typeof(GrantStore).Assembly, $"Sql/Grants/{name}.sql");

    private static NpgsqlParameter Value<T>(T value) => value is DateTime at
        ? new NpgsqlParameter<DateTime> { TypedValue = at, NpgsqlDbType = NpgsqlDbType.TimestampTz }
        : new NpgsqlParameter<T> { TypedValue = value };

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<GrantRow?> FindAsync(string sql, NpgsqlParameter key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { key } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new GrantRow
            {
                Id = reader.GetGuid(0),
                ClientId = reader.GetString(1),
                Uscc = reader.GetString(2),
                Details = reader.GetString(3),
                RedirectUri = reader.GetString(4),
                CodeChallenge = reader.GetString(5),
                DpopJkt = reader.TextOrNull(6),
                CodeExpiresAt = reader.Instant(7),
                RedeemedAt = reader.ValueOrNull<DateTimeOffset>(8),
                KilledAt = reader.ValueOrNull<DateTimeOffset>(9),
                AuthorisationState = reader.GetString(10),
            }
            : null;
    }
}
