using FinancingPlatform.Identity.Jose;
using Microsoft.Extensions.Primitives;

namespace FinancingPlatform.Identity.Dpop;

/// <summary>What the checks of one proof look at, and what earlier checks have read for later ones.</summary>
internal sealed class DpopEvidence(StringValues headers, string method, Uri url, string? accessTokenHash, DateTimeOffset now, TimeSpan maxAge, DpopNonces? nonces,
    DpopKeys keys)
{
    public StringValues Headers { get; } = headers;

    public string Method { get; } = method;

    public Uri Url { get; } = url;

    public string? AccessTokenHash { get; } = accessTokenHash;

    public DateTimeOffset Now { get; } = now;

    public TimeSpan MaxAge { get; } = maxAge;

    /// <summary>Set where a nonce is required.</summary>
    public DpopNonces? Nonces { get; } = nonces;

    public DpopKeys Keys { get; } = keys;

    public UnverifiedJwt? Token { get; set; }

    /// <summary>The key's JWK as it came.</summary>
    public string? Jwk { get; set; }

    public DpopKey? Key { get; set; }

    public string? Jti { get; set; }

    public DateTimeOffset IssuedAt { get; set; }
}

/// <summary>One named check: null when it passes, otherwise what is wrong.</summary>
internal sealed record DpopCheck(string Name, Func<DpopEvidence, ValueTask<string?>> Find)
{
    public static DpopCheck Of(string name, Func<DpopEvidence, string?> find) => new(name, e => ValueTask.FromResult(find(e)));
}
