using FinancingPlatform.Identity.AuthorizationServer.Grants;
using Npgsql;

namespace FinancingPlatform.Identity.AuthorizationServer.Tokens;

/// <summary>
/// A client gives a token up (令牌撤销), RFC 7009: a refresh token ends its grant with all its tokens, an access token ends alone. A token that is
/// unknown or another client's is answered like any other (section 2.2) and changes nothing. The enterprise's authorisation stays as it is.
/// </summary>
public sealed class RevocationEndpoint
{
    private readonly NpgsqlDataSource _database;
    private readonly ClientAuthentication _authentication;
    private readonly IssuedTokenReader _tokens;
    private readonly TimeProvider _clock;

    internal RevocationEndpoint(NpgsqlDataSource database, ClientAuthentication authentication, IssuedTokenReader tokens, TimeProvider clock) =>
        (_database, _authentication, _tokens, _clock) = (database, authentication, tokens, clock);

    /// <summary>Names of the checks, in order.</summary>
    public IReadOnlyList<string> Checks => [.. _authentication.Names, "token", "assertion-replay"];

    /// <summary>Revokes; null when the request was in order.</summary>
    public async Task<OAuthError?> RevokeAsync(ClientRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (client, unknown) = await _authentication.AuthenticateAsync(request, cancellationToken);
        if (client is null)
        {
            return unknown;
        }

        if (request["token"] is not { Length: > 0 } token)
        {
            return OAuthError.InvalidRequest("token", "token is required");
        }

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await Replay.UseAsync(connection, transaction, proof: null, client, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        var store = new GrantStore(connection, transaction);
        var now = _clock.GetUtcNow();
        // token_type_hint only saves a look-up (section 2.1), so it is not needed.
        if (await store.ByRefreshAsync(token, cancellationToken) is { } grant)
        {
            if (grant.ClientId == client.Client.ClientId)
            {
                await store.KillAsync(grant.Id, "revoked-by-client", now, cancellationToken);
            }
        }
        else if (await _tokens.ReadAsync(token) is { } jwt && jwt.Text("jti") is { } id)
        {
            await store.RevokeTokenAsync(id, client.Client.ClientId, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}
