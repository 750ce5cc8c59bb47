using System.Text.Json.Nodes;
using FinancingPlatform.Identity.AuthorizationServer.Grants;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Jose;
using Npgsql;

namespace FinancingPlatform.Identity.AuthorizationServer.Tokens;

/// <summary>
/// One of the city's own services asks about a token (令牌查询), RFC 7662. Only clients of kind service may; whatever is not live is answered
/// <c>{"active":false}</c> without a reason (section 2.2), so nothing can be learnt by guessing.
/// </summary>
public sealed class IntrospectionEndpoint
{
    private static readonly string[] s_told = ["sub", "client_id", "bank_uscc", "scope", "iss", "aud", "jti", "exp", "iat", "nbf", "cnf", "authorization_details"];

    private readonly NpgsqlDataSource _database;
    private readonly ClientAuthentication _authentication;
    private readonly ClientRegistry _clients;
    private readonly IssuedTokenReader _tokens;
    private readonly TimeProvider _clock;

    internal IntrospectionEndpoint(NpgsqlDataSource database, ClientAuthentication authentication, ClientRegistry clients, IssuedTokenReader tokens, TimeProvider clock) =>
        (_database, _authentication, _clients, _tokens, _clock) = (database, authentication, clients, tokens, clock);

    /// <summary>Names of the checks, in order.</summary>
    public IReadOnlyList<string> Checks => [.. _authentication.Names, "introspect-of-service", "token", "assertion-replay"];

    /// <summary>The answer; exactly one of the two results is set.</summary>
    public async Task<(JsonObject? Answer, OAuthError? Error)> AskAsync(ClientRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (client, unknown) = await _authentication.AuthenticateAsync(request, cancellationToken);
        if (client is null)
        {
            return (null, unknown);
        }

        if (client.Client.Kind != ClientKind.Service)
        {
            return (null, OAuthError.Unauthorized("introspect-of-service", "only the city's own services may ask about tokens"));
        }

        if (request["token"] is not { Length: > 0 } token)
        {
            return (null, OAuthError.InvalidRequest("token", "token is required"));
        }

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await Replay.UseAsync(connection, transaction, proof: null, client, cancellationToken) is { } replayed)
        {
            return (null, replayed);
        }

        var answer = await AboutAsync(new GrantStore(connection, transaction), token, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (answer, null);
    }

    private async Task<JsonObject> AboutAsync(GrantStore store, string token, CancellationToken cancellationToken)
    {
        if (await store.ByRefreshAsync(token, cancellationToken) is { } grant)
        {
            return grant.IsLive && await IsEnabledAsync(grant.ClientId, cancellationToken)
                ? new JsonObject
                {
                    ["active"] = true, ["client_id"] = grant.ClientId, ["sub"] = grant.Uscc, ["token_type"] = "refresh_token",
                    ["authorization_details"] = JsonNode.Parse(grant.Details),
                }
                : Inactive();
        }

        return await _tokens.ReadAsync(token) is { } jwt && await IsLiveAsync(store, jwt, cancellationToken) ? Active(jwt) : Inactive();
    }

    private async Task<bool> IsLiveAsync(GrantStore store, UnverifiedJwt jwt, CancellationToken cancellationToken) =>
        jwt.Date("exp") > _clock.GetUtcNow()
        && jwt.Text("jti") is { } id
        && !await store.IsRevokedAsync(id, cancellationToken)
        && await store.ByTokenAsync(id, cancellationToken) is not { IsLive: false }
        && jwt.Text("client_id") is { } client
        && await IsEnabledAsync(client, cancellationToken);

    private async Task<bool> IsEnabledAsync(string clientId, CancellationToken cancellationToken) => await _clients.FindAsync(clientId, cancellationToken) is { Enabled: true };

    private static JsonObject Active(UnverifiedJwt jwt)
    {
        var answer = new JsonObject { ["active"] = true };
        foreach (var claim in s_told.Where(jwt.Has))
        {
            answer[claim] = JsonNode.Parse(jwt.Payload.GetProperty(claim).GetRawText());
        }

        answer["token_type"] = jwt.Payload.GetProperty("cnf").TryGetProperty("jkt", out _) ? "DPoP" : "Bearer";
        return answer;
    }

    private static JsonObject Inactive() => new() { ["active"] = false };
}
