using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace FinancingPlatform.Identity.AuthorizationServer.Grants;

/// <summary>
/// Turns a code or a refresh token into an access token (授权码与刷新令牌换取): checks, replay, redemption and the record of the request are one
/// transaction. The refresh token is not rotated (FAPI 2.0 Security Profile section 5.3.2.1-10).
/// </summary>
internal sealed class GrantEndpoint(NpgsqlDataSource database, AccessTokenIssuer tokens, TokenRequestLog log, TimeProvider clock)
{
    private const int RefreshBytes = 32;

    public Task<(TokenGrant? Grant, OAuthError? Error)> CodeAsync(ClientRequest request, AuthenticatedClient client, SenderKey key, CancellationToken cancellationToken) =>
        ExchangeAsync(request, client, key, GrantChecks.Code, static (store, r, token) => store.ByCodeAsync(r["code"]!, token), redeem: true, cancellationToken);

    public Task<(TokenGrant? Grant, OAuthError? Error)> RefreshAsync(ClientRequest request, AuthenticatedClient client, SenderKey key, CancellationToken cancellationToken) =>
        ExchangeAsync(request, client, key, GrantChecks.Refresh, static (store, r, token) => store.ByRefreshAsync(r["refresh_token"]!, token), redeem: false, cancellationToken);

    private async Task<(TokenGrant? Grant, OAuthError? Error)> ExchangeAsync(
        ClientRequest request,
        AuthenticatedClient client,
        SenderKey key,
        IReadOnlyList<Check<GrantEvidence>> checks,
        Func<GrantStore, ClientRequest, CancellationToken, Task<GrantRow?>> find,
        bool redeem,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var store = new GrantStore(connection, transaction);
        var now = clock.GetUtcNow();
        var grant = await find(store, request, cancellationToken);
        if (await checks.FirstFaultAsync(new GrantEvidence(request, client, key, grant, now), cancellationToken) is { } fault)
        {
            if (fault.Check == GrantChecks.CodeUnused)
            {
                await store.KillAsync(grant!.Id, "code-reused", now, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            return (null, fault);
        }

        if (await Replay.UseAsync(connection, transaction, key.Proof, client, cancellationToken) is { } replayed)
        {
            return (null, replayed);
        }

        var refresh = redeem ? Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(RefreshBytes)) : null;
        if (refresh is not null)
        {
            await store.RedeemAsync(grant!.Id, refresh, now, cancellationToken);
        }

        var token = tokens.Create(client.Client, key, grant);
        await log.RecordAsync(connection, transaction, client, key, token, grant!.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (token.Granted with { RefreshToken = refresh, AuthorizationDetails = grant.Details }, null);
    }
}
