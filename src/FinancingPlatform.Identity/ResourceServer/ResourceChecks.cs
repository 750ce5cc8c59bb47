using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Dpop;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>One named check of a request: null when it passes, otherwise why the request is refused.</summary>
internal sealed record ResourceCheck(string Name, Func<RequestEvidence, CancellationToken, ValueTask<TokenFault?>> Find)
{
    public static ResourceCheck Of(string name, Func<RequestEvidence, TokenFault?> find) => new(name, (e, _) => ValueTask.FromResult(find(e)));
}

/// <summary>
/// The resource server (资源服务器检查), check by check: RFC 6750 section 2, RFC 9449 section 7, RFC 8705 section 3, RFC 9396 section 9, on the FAPI 2.0 Security
/// Profile section 5.3.3. Every requirement is enforced on its own: an unbound token is never taken, whichever issuer signed it.
/// </summary>
internal sealed class ResourceChecks(AccessTokenValidators validators, DpopProofVerifier proofs, IDpopReplay replay, LiveClients clients, RevokedTokens revoked)
{
    private const string DpopScheme = "DPoP ";
    private const string BearerScheme = "Bearer ";

    public IReadOnlyList<ResourceCheck> All { get; } =
    [
        ResourceCheck.Of("query", e => e.Context.Request.Query.ContainsKey("access_token") ? TokenFault.InvalidRequest("query", "an access token does not belong in an address") : null),
        ResourceCheck.Of("credentials", e => e.Context.Request.Headers.Authorization.Count == 0 ? TokenFault.NoCredentials : null),
        ResourceCheck.Of("one-authorization", e => e.Context.Request.Headers.Authorization.Count == 1 ? null : TokenFault.InvalidRequest("one-authorization", "exactly one Authorization header is required")),
        ResourceCheck.Of("scheme", Scheme),
        new("token", async (e, cancellationToken) =>
        {
            (e.Token, var fault) = await validators.Of(e.Options).ValidateAsync(e.Text, e.Hash, cancellationToken);
            return fault;
        }),
        ResourceCheck.Of("bound-to-scheme", e => e.IsBearer && (e.Token!.CertificateThumbprint is null || e.Token.Jkt is not null)
            ? TokenFault.InvalidToken("scheme", "the DPoP authorization scheme is required") : null),
        new("revoked", async (e, cancellationToken) => await revoked.ContainsAsync(e.Token!.TokenId, cancellationToken)
            ? TokenFault.InvalidToken("revoked", "the access token was revoked") : null),
        new("client", async (e, cancellationToken) =>
        {
            e.Client = await clients.FindAsync(e.Token!.ClientId, cancellationToken);
            return e.Client is not { Enabled: true } || (e.Token.BankUscc is { } bank && bank != e.Client.BankUscc)
                ? TokenFault.InvalidToken("client", "the client is not registered, is disabled, or acts for another bank")
                : null;
        }),
        ResourceCheck.Of("certificate", e => e.Token!.CertificateThumbprint is { } bound && bound != e.CertificateThumbprint
            ? TokenFault.InvalidToken("x5t", "the access token is bound to another certificate") : null),
        new("proof", async (e, _) =>
        {
            if (e.IsBearer)
            {
                return null;
            }

            (e.Proof, var fault) = await proofs.VerifyAsync(e.Context.Request.Headers["DPoP"], e.Context.Request.Method, e.PublicAddress(), e.Hash);
            return fault is null ? null : fault.AsksForNonce ? TokenFault.UseNonce(fault.Description) : TokenFault.InvalidProof(fault.Check, fault.Description);
        }),
        ResourceCheck.Of("jkt", e => e.IsBearer || e.Proof!.Jkt == e.Token!.Jkt ? null : TokenFault.InvalidToken("jkt", "the access token is bound to another key")),
        ResourceCheck.Of("scope", e => (e.Is<ForDepartmentsAttribute>() ? e.Token!.MayDeliver : e.Token!.HasScope)
            ? null : TokenFault.InsufficientScope("scope", $"the scope {(e.Is<ForDepartmentsAttribute>() ? e.Options.DeliverScope : e.Options.RequiredScope)} is required")),
        // The registration decides, whatever a city's own issuer writes into a token.
        ResourceCheck.Of("kind", e => e.Client!.Kind == (e.Is<ForDepartmentsAttribute>() ? ClientKind.Department : ClientKind.Bank)
            ? null : TokenFault.InsufficientScope("kind", e.Is<ForDepartmentsAttribute>() ? "this is for departments" : "this is for banks")),
        ResourceCheck.Of("grant", e => e.Token!.Grant is null || e.Is<ForGrantsAttribute>()
            ? null : TokenFault.InsufficientScope("grant", "a token of an enterprise's grant is for credit queries alone")),
        // Rule A6: a look is kept with the bank's own signature, which a certificate does not leave behind.
        ResourceCheck.Of("signed-request", e => e.Proof is not null || !e.Is<DeferDpopReplayAttribute>()
            ? null : TokenFault.InsufficientScope("signed-request", "a look needs a DPoP proof, which is kept with it: ask for a token with a DPoP proof over mutual TLS")),
        new("replay", async (e, cancellationToken) => e.Proof is null || e.Is<DeferDpopReplayAttribute>() || await replay.UseAsync(e.Proof, cancellationToken)
            ? null : TokenFault.InvalidProof("replay", "the proof was used before")),
    ];

    private static TokenFault? Scheme(RequestEvidence e)
    {
        var value = e.Context.Request.Headers.Authorization[0]!;
        e.IsBearer = value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) && e.Context.Connection.ClientCertificate is not null;
        if (!e.IsBearer && !value.StartsWith(DpopScheme, StringComparison.OrdinalIgnoreCase))
        {
            return TokenFault.InvalidToken("scheme", "the DPoP authorization scheme is required");
        }

        e.Text = value[(e.IsBearer ? BearerScheme : DpopScheme).Length..].Trim();
        return null;
    }
}
