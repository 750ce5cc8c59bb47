namespace FinancingPlatform.Consent.Signing;

/// <summary>The place whose passkeys count (依赖方, WebAuthn §4): its origin, and its id, which is the origin's host.</summary>
public sealed record RelyingParty
{
    /// <summary>A relying party with this origin.</summary>
    /// <param name="origin">Scheme, host and port as a browser writes them, such as <c>http://localhost:5080</c>.</param>
    /// <exception cref="ArgumentException">It is no absolute http(s) address or has a path.</exception>
    public RelyingParty(string origin)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(origin);
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.AbsolutePath != "/")
        {
            throw new ArgumentException($"An origin is scheme, host and port, such as http://localhost:5080; this is not one: {origin}", nameof(origin));
        }

        Origin = uri.GetLeftPart(UriPartial.Authority);
        Id = uri.IdnHost;
    }

    /// <summary>The origin.</summary>
    public string Origin { get; }

    /// <summary>The id.</summary>
    public string Id { get; }
}
