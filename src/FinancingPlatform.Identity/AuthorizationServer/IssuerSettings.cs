using FinancingPlatform.Identity.AuthorizationServer.Keys;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>Who issues access tokens, for whom, and by which keys (签发方设置).</summary>
/// <param name="Issuer">Exact value of <c>iss</c>, without a slash at the end.</param>
/// <param name="Audience">Exact value of <c>aud</c>: the bank API's public address.</param>
/// <param name="Keys">Its keys.</param>
public sealed record IssuerSettings(string Issuer, string Audience, IssuerKeyRing Keys)
{
    /// <summary>Where clients with a certificate come (RFC 8705 section 5); null without mutual TLS.</summary>
    public string? MutualTls { get; init; }

    /// <summary>How long an access token lives (anchors: FAPI 2.0 asks for short-lived tokens).</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(5);

    /// <summary>The one scope there is.</summary>
    public const string Scope = "bank-api";

    /// <summary>The scope of a department's tokens: delivering, nothing else.</summary>
    public const string DeliverScope = "deliver";

    /// <summary>The one scope that a client's tokens hold.</summary>
    internal static string ScopeOf(Clients.RegisteredClient client) => client.Kind == Clients.ClientKind.Department ? DeliverScope : Scope;

    /// <summary>The token endpoint's path.</summary>
    public const string TokenPath = "/connect/token";

    /// <summary>Where requests are pushed (RFC 9126).</summary>
    public const string PushPath = "/connect/par";

    /// <summary>The consent page.</summary>
    public const string AuthorizePath = "/connect/authorize";

    /// <summary>Where tokens are given up (RFC 7009).</summary>
    public const string RevokePath = "/connect/revoke";

    /// <summary>Where the city's own services ask about tokens (RFC 7662).</summary>
    public const string IntrospectPath = "/connect/introspect";

    /// <summary>The key set's path.</summary>
    public const string JwksPath = "/connect/jwks";

    /// <summary>The public address of an endpoint, from which <c>htu</c> is judged; with a certificate the request came to the other door.</summary>
    internal Uri AddressOf(ClientRequest request, string path) => new((request.Certificate is null ? Issuer : MutualTls ?? Issuer) + path);
}
