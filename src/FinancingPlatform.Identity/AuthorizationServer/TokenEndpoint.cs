using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Dpop;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>
/// Client credentials by <c>private_key_jwt</c> with DPoP (令牌端点): FAPI 2.0 Security Profile for machine clients. The checks run in the order
/// of <see cref="Checks"/>; both replay checks come last, in one transaction with the record of the request.
/// </summary>
public sealed class TokenEndpoint(
    IssuerSettings settings, ClientRegistry clients, DpopProofVerifier proofs, AccessTokenIssuer tokens, TokenRequestLog log, TimeProvider clock)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private readonly ClientAssertionChecks _assertion = new(clients);

    /// <summary>Names of the checks, in order.</summary>
    public IReadOnlyList<string> Checks =>
        [.. FormChecks.Select(c => c.Name), .. _assertion.All.Select(c => c.Name), .. DpopProofVerifier.Checks.Select(c => $"dpop-{c}"), "dpop-replay", "assertion-replay"];

    private static IReadOnlyList<(string Name, Func<TokenRequest, OAuthError?> Find)> FormChecks { get; } =
    [
        ("parameters-once", r => r.Form.FirstOrDefault(p => p.Value.Count != 1).Key is { } name
            ? OAuthError.InvalidRequest("parameters-once", $"the parameter {Printable(name)} must stand once") : null),
        ("grant-type", r => r["grant_type"] switch
        {
            null => OAuthError.InvalidRequest("grant-type", "grant_type is required"),
            "client_credentials" => null,
            _ => new OAuthError(400, "unsupported_grant_type", "grant-type", "grant_type must be client_credentials"),
        }),
        ("one-authentication", r => r.HasAuthorizationHeader || r["client_secret"] is not null
            ? OAuthError.InvalidClient("one-authentication", "the client must authenticate by private_key_jwt alone") : null),
        ("assertion-type", r => r["client_assertion_type"] == AssertionType && r["client_assertion"] is not null
            ? null : OAuthError.InvalidClient("assertion-type", $"client_assertion with client_assertion_type {AssertionType} is required")),
        ("scope", r => r["scope"] is null or IssuerSettings.Scope or IssuerSettings.DeliverScope
            ? null : new OAuthError(400, "invalid_scope", "scope", $"the scope is {IssuerSettings.Scope} for banks and {IssuerSettings.DeliverScope} for departments")),
    ];

    /// <summary>Makes every check and issues a token; exactly one of the two results is set.</summary>
    public async Task<(TokenGrant? Grant, OAuthError? Error)> IssueAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var check in FormChecks)
        {
            if (check.Find(request) is { } wrong)
            {
                return (null, wrong);
            }
        }

        var seen = new AssertionEvidence(request["client_assertion"]!, request["client_id"], settings.Issuer, clock.GetUtcNow());
        foreach (var check in _assertion.All)
        {
            if (await check.Find(seen, cancellationToken) is { } description)
            {
                return (null, OAuthError.InvalidClient(check.Name, description));
            }
        }

        if (request["scope"] is { } asked && asked != IssuerSettings.ScopeOf(seen.Client!))
        {
            return (null, new OAuthError(400, "invalid_scope", "scope", $"the scope of this client is {IssuerSettings.ScopeOf(seen.Client!)}"));
        }

        var (proof, fault) = await proofs.VerifyAsync(request.DpopHeaders, "POST", settings.TokenEndpoint, accessTokenHash: null);
        return proof is null
            ? (null, new OAuthError(400, "invalid_dpop_proof", $"dpop-{fault!.Check}", fault.Description))
            : await IssueAsync(seen, proof, cancellationToken);
    }

    private async Task<(TokenGrant? Grant, OAuthError? Error)> IssueAsync(AssertionEvidence seen, DpopProof proof, CancellationToken cancellationToken)
    {
        var token = tokens.Create(seen.Client!, proof.Jkt);
        return await log.RecordAsync(seen, proof, token, cancellationToken) switch
        {
            TokenRequestOutcome.ProofReplayed => (null, new OAuthError(400, "invalid_dpop_proof", "dpop-replay", "the proof was used before")),
            TokenRequestOutcome.AssertionReplayed => (null, OAuthError.InvalidClient("assertion-replay", "the assertion was used before")),
            TokenRequestOutcome.Recorded => (new TokenGrant(token.Text, (int)IssuerSettings.TokenLifetime.TotalSeconds, IssuerSettings.ScopeOf(seen.Client!)), null),
        };
    }

    private static string Printable(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : "with an odd name";
}
