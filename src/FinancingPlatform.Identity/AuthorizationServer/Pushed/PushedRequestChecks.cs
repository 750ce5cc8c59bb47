using System.Buffers.Text;
using System.Security.Cryptography;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Identity.AuthorizationServer.Details;
using FinancingPlatform.Identity.Clients;

namespace FinancingPlatform.Identity.AuthorizationServer.Pushed;

/// <summary>What the checks of a pushed request look at, and what earlier checks have read for later ones.</summary>
internal sealed class PushEvidence(ClientRequest request, RegisteredClient client, string audience, DateOnly today, Func<string, CancellationToken, Task<IReadOnlyCollection<string>>> items)
{
    public ClientRequest Request { get; } = request;

    public RegisteredClient Client { get; } = client;

    public string Audience { get; } = audience;

    public DateOnly Today { get; } = today;

    public Func<string, CancellationToken, Task<IReadOnlyCollection<string>>> Items { get; } = items;

    public CreditQuery? Query { get; set; }
}

/// <summary>A pushed authorization request (推送授权请求检查), check by check: RFC 9126, RFC 7636, RFC 9396 and the FAPI 2.0 Security Profile section 5.3.2.2.</summary>
internal static class PushedRequestChecks
{
    /// <summary>Characters of a state, and of the details.</summary>
    private const int MaxStateLength = 512;
    private const int MaxDetailsLength = 8 * 1024;

    public static IReadOnlyList<Check<PushEvidence>> All { get; } =
    [
        Of("push-of-bank", e => e.Client.Kind == ClientKind.Bank ? null : OAuthError.Unauthorized("push-of-bank", "only a bank may ask an enterprise for its authorisation")),
        Of("no-request-uri", e => e.Request["request_uri"] is null ? null : OAuthError.InvalidRequest("no-request-uri", "request_uri does not belong in a pushed request")),
        Of("no-request-object", e => e.Request["request"] is null ? null : new OAuthError(400, "request_not_supported", "no-request-object", "a request object is not supported; the push itself is authenticated")),
        Of("client-same", e => e.Request["client_id"] is { } id && id != e.Client.ClientId ? OAuthError.InvalidRequest("client-same", "client_id is another client's") : null),
        Of("response-type", e => e.Request["response_type"] switch
        {
            null => OAuthError.InvalidRequest("response-type", "response_type is required"),
            "code" => null,
            _ => new OAuthError(400, "unsupported_response_type", "response-type", "response_type must be code"),
        }),
        Of("response-mode", e => e.Request["response_mode"] is null or "query" ? null : OAuthError.InvalidRequest("response-mode", "response_mode must be query")),
        Of("redirect-uri", e => e.Request["redirect_uri"] is { } address && e.Client.RedirectUris.Contains(address, StringComparer.Ordinal)
            ? null : OAuthError.InvalidRequest("redirect-uri", "redirect_uri is required and must be one that the client registered, letter by letter")),
        Of("challenge-method", e => e.Request["code_challenge_method"] == "S256" ? null : OAuthError.InvalidRequest("challenge-method", "code_challenge_method must be S256")),
        Of("challenge", e => e.Request["code_challenge"] is { } challenge && IsDigest(challenge) ? null : OAuthError.InvalidRequest("challenge", "code_challenge must be base64url of a SHA-256")),
        Of("state", e => e.Request["state"] is not { } state || (state.Length <= MaxStateLength && !state.Any(char.IsControl))
            ? null : OAuthError.InvalidRequest("state", $"state has at most {MaxStateLength} characters")),
        Of("scope", e => e.Request["scope"] is null or IssuerSettings.Scope ? null : OAuthError.InvalidScope("scope", $"the scope is {IssuerSettings.Scope}")),
        Of("dpop-jkt", e => e.Request["dpop_jkt"] is not { } jkt || IsDigest(jkt) ? null : OAuthError.InvalidRequest("dpop-jkt", "dpop_jkt must be a thumbprint (RFC 7638)")),
        Of("details", e => e.Request["authorization_details"] is { Length: <= MaxDetailsLength } json && (e.Query = CreditQuery.Read(json)) is not null
            ? null : OAuthError.InvalidDetails("details", $"authorization_details must be an array of one object of type {CreditQuery.TypeName} with the members of its description and no others")),
        Of("details-locations", e => e.Query!.Locations is null || e.Query.Locations.SequenceEqual([e.Audience], StringComparer.Ordinal)
            ? null : OAuthError.InvalidDetails("details-locations", "locations may only name the bank API")),
        Of("details-answered-members", e => e.Query!.Authorisation is null && e.Query.ValidFrom is null
            ? null : OAuthError.InvalidDetails("details-answered-members", "authorisation and valid_from are given by the issuer")),
        Of("details-legs", e => e.Query!.Legs.Distinct(StringComparer.Ordinal).Count() == e.Query.Legs.Count && e.Query.Legs.All(CreditQuery.LegNames.Contains)
            ? null : OAuthError.InvalidDetails("details-legs", "legs may name look, return and training, each once")),
        Of("details-enterprise", e => e.Query!.Uscc is not { } uscc || Core.Identifiers.Uscc.TryParse(uscc, out _)
            ? null : OAuthError.InvalidDetails("details-enterprise", "uscc is no unified social credit code")),
        new("details-terms", async (e, cancellationToken) =>
        {
            var rules = AuthorisationRules.Check(
                e.Query!.Terms(Guid.Empty, e.Query.Uscc ?? string.Empty, e.Client.BankUscc, e.Today), await e.Items(e.Query.CatalogueVersion, cancellationToken), e.Today);
            return rules.IsOk ? null : OAuthError.InvalidDetails("details-terms", $"{rules.Error.Field}: {rules.Error.MessageEn}");
        }),
    ];

    private static Check<PushEvidence> Of(string name, Func<PushEvidence, OAuthError?> find) => Check<PushEvidence>.Of(name, find);

    private static bool IsDigest(string text) => Base64Url.IsValid(text, out var length) && length == SHA256.HashSizeInBytes && !text.Contains('=', StringComparison.Ordinal);
}
