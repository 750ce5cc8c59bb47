using FinancingPlatform.Identity.Jose;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Dpop;

/// <summary>What the checks of one proof look at, and what earlier checks have read for later ones.</summary>
internal sealed class DpopEvidence(StringValues headers, string method, Uri url, string? accessTokenHash, DateTimeOffset now, TimeSpan maxAge, DpopNonces? nonces)
{
    public StringValues Headers { get; } = headers;

    public string Method { get; } = method;

    public Uri Url { get; } = url;

    public string? AccessTokenHash { get; } = accessTokenHash;

    public DateTimeOffset Now { get; } = now;

    public TimeSpan MaxAge { get; } = maxAge;

    /// <summary>Set where a nonce is required.</summary>
    public DpopNonces? Nonces { get; } = nonces;

    public UnverifiedJwt? Token { get; set; }

    public JsonWebKey? Key { get; set; }

    public string? Thumbprint { get; set; }

    public string? Jti { get; set; }

    public DateTimeOffset IssuedAt { get; set; }
}

/// <summary>One named check: null when it passes, otherwise what is wrong.</summary>
internal sealed record DpopCheck(string Name, Func<DpopEvidence, ValueTask<string?>> Find)
{
    public static DpopCheck Of(string name, Func<DpopEvidence, string?> find) => new(name, e => ValueTask.FromResult(find(e)));
}
