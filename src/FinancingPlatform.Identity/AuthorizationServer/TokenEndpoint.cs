using FinancingPlatform.Identity.AuthorizationServer.Grants;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Dpop;
using Npgsql;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>
/// The token endpoint (令牌端点): client credentials, authorization code and refresh, on the FAPI 2.0 Security Profile. The checks run in the order
/// of <see cref="Checks"/>; both replay checks come last, in one transaction with what the request does.
/// </summary>
public sealed class TokenEndpoint
{
    private const string ClientCredentials = "client_credentials";
    private const string AuthorizationCode = "authorization_code";
    private const string RefreshToken = "refresh_token";

    private readonly IssuerSettings _settings;
    private readonly NpgsqlDataSource _database;
    private readonly ClientAuthentication _authentication;
    private readonly DpopProofVerifier _proofs;
    private readonly AccessTokenIssuer _tokens;
    private readonly TokenRequestLog _log;
    private readonly GrantEndpoint _grants;

    internal TokenEndpoint(
        IssuerSettings settings, NpgsqlDataSource database, ClientAuthentication authentication, DpopProofVerifier proofs, AccessTokenIssuer tokens, TokenRequestLog log, GrantEndpoint grants) =>
        (_settings, _database, _authentication, _proofs, _tokens, _log, _grants) = (settings, database, authentication, proofs, tokens, log, grants);

    /// <summary>Names of the checks, in order; those of a code or a refresh token stand between the proof and replay.</summary>
    public IReadOnlyList<string> Checks =>
    [
        .. _authentication.Names, .. FormChecks.Select(c => c.Name), .. DpopProofVerifier.Checks.Select(c => $"dpop-{c}"),
        .. GrantChecks.Code.Concat(GrantChecks.Refresh).Select(c => c.Name).Distinct(StringComparer.Ordinal), "dpop-replay", "assertion-replay",
    ];

    private static IReadOnlyList<Check<(ClientRequest Request, RegisteredClient Client)>> FormChecks { get; } =
    [
        Of("grant-type", (r, _) => r["grant_type"] switch
        {
            null => OAuthError.InvalidRequest("grant-type", "grant_type is required"),
            ClientCredentials or AuthorizationCode or RefreshToken => null,
            _ => new OAuthError(400, "unsupported_grant_type", "grant-type", $"grant_type must be {ClientCredentials}, {AuthorizationCode} or {RefreshToken}"),
        }),
        Of("grant-of-client", (r, client) => client.Kind == ClientKind.Bank || (client.Kind == ClientKind.Department && r["grant_type"] == ClientCredentials)
            ? null : OAuthError.Unauthorized("grant-of-client", "this client gets no token by that grant")),
        Of("scope", (r, client) => r["scope"] is null || r["scope"] == IssuerSettings.ScopeOf(client)
            ? null : OAuthError.InvalidScope("scope", $"the scope of this client is {IssuerSettings.ScopeOf(client)}")),
        Of("code", (r, _) => r["grant_type"] != AuthorizationCode || r["code"] is not null ? null : OAuthError.InvalidRequest("code", "code is required")),
        Of("redirect-uri", (r, _) => r["grant_type"] != AuthorizationCode || r["redirect_uri"] is not null ? null : OAuthError.InvalidRequest("redirect-uri", "redirect_uri is required")),
        Of("verifier", (r, _) => r["grant_type"] != AuthorizationCode || r["code_verifier"] is not null ? null : OAuthError.InvalidGrant("verifier", "code_verifier is required")),
        Of("refresh-token", (r, _) => r["grant_type"] != RefreshToken || r["refresh_token"] is not null ? null : OAuthError.InvalidRequest("refresh-token", "refresh_token is required")),
    ];

    /// <summary>Makes every check and issues a token; exactly one of the two results is set.</summary>
    public async Task<(TokenGrant? Grant, OAuthError? Error)> IssueAsync(ClientRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (client, unknown) = await _authentication.AuthenticateAsync(request, cancellationToken);
        if (client is null)
        {
            return (null, unknown);
        }

        if (await FormChecks.FirstFaultAsync((request, client.Client), cancellationToken) is { } wrong)
        {
            return (null, wrong);
        }

        var (key, unproven) = await SenderKey.ReadAsync(request, _proofs, _settings.AddressOf(request, IssuerSettings.TokenPath));
        if (key is null)
        {
            return (null, unproven);
        }

        return request["grant_type"] switch
        {
            AuthorizationCode => await _grants.CodeAsync(request, client, key, cancellationToken),
            RefreshToken => await _grants.RefreshAsync(request, client, key, cancellationToken),
            _ => await ClientCredentialsAsync(client, key, cancellationToken),
        };
    }

    private async Task<(TokenGrant? Grant, OAuthError? Error)> ClientCredentialsAsync(AuthenticatedClient client, SenderKey key, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await Replay.UseAsync(connection, transaction, key.Proof, client, cancellationToken) is { } replayed)
        {
            return (null, replayed);
        }

        var token = _tokens.Create(client.Client, key);
        await _log.RecordAsync(connection, transaction, client, key, token, grant: null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (token.Granted, null);
    }

    private static Check<(ClientRequest Request, RegisteredClient Client)> Of(string name, Func<ClientRequest, RegisteredClient, OAuthError?> find) =>
        Check<(ClientRequest Request, RegisteredClient Client)>.Of(name, e => find(e.Request, e.Client));
}
