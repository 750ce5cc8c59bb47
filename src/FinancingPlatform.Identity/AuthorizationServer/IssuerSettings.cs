using FinancingPlatform.Core.Keys;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>Who issues access tokens, for whom, and by which keys (签发方设置).</summary>
/// <param name="Issuer">Exact value of <c>iss</c>, without a slash at the end.</param>
/// <param name="Audience">Exact value of <c>aud</c>: the bank API's public address.</param>
/// <param name="Keys">The first signs; all are published, so that tokens of a key that was rolled stay valid until they expire.</param>
public sealed record IssuerSettings(string Issuer, string Audience, IReadOnlyList<SigningKey> Keys)
{
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

    /// <summary>The key set's path.</summary>
    public const string JwksPath = "/connect/jwks";

    /// <summary>The token endpoint's address, from which <c>htu</c> is judged.</summary>
    public Uri TokenEndpoint => new(Issuer + TokenPath);
}
