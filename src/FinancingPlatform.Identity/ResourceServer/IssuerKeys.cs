using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>
/// The issuer's keys by discovery (签发方公钥), held for <see cref="MaxAge"/> and asked again when a token names a key that is not among them. The request
/// that finds them too old waits for the answer: with a cache that refreshes behind the request, the first token of a rolled key was refused.
/// </summary>
internal sealed class IssuerKeys
{
    /// <summary>Below the lead by which a rolled key is published before it signs (<c>IssuerKeyRing.PublishedBefore</c>): it is always known in time.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(4);

    /// <summary>A key that was rolled at once must work soon; a stranger's made-up key ids must not turn into requests to the issuer.</summary>
    public static readonly TimeSpan MinRefreshInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private const int MaxDocumentBytes = 256 * 1024;

    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly HttpDocumentRetriever _documents;
    private readonly string _address;
    private readonly string _issuer;
    private readonly TimeProvider _clock;
    private volatile Held? _held;

    public IssuerKeys(ResourceServerOptions options, HttpMessageHandler backchannel, TimeProvider clock)
    {
        (_issuer, _clock) = (options.Issuer, clock);
        _address = options.MetadataAddress ?? $"{options.Issuer.TrimEnd('/')}/.well-known/openid-configuration";
        var http = new HttpClient(backchannel, disposeHandler: false) { Timeout = Timeout, MaxResponseContentBufferSize = MaxDocumentBytes };
        _documents = new HttpDocumentRetriever(http) { RequireHttps = !new Uri(_address).IsLoopback };
    }

    /// <summary>
    /// The issuer's signing keys of that name, all of them for a token that names none; empty when the discovery document names another issuer
    /// (RFC 8414 section 3.3).
    /// </summary>
    public async ValueTask<ICollection<SecurityKey>> GetAsync(string? kid, CancellationToken cancellationToken)
    {
        var held = _held;
        if (held is null || IsOlder(held, MaxAge) || (!Names(held, kid) && IsOlder(held, MinRefreshInterval)))
        {
            held = await AskAsync(held, kid, cancellationToken);
        }

        return held.Document.Issuer == _issuer ? [.. held.Document.SigningKeys.Where(k => kid is null || k.KeyId == kid)] : [];
    }

    private static bool Names(Held held, string? kid) => kid is null || held.Document.SigningKeys.Any(k => k.KeyId == kid);

    private bool IsOlder(Held held, TimeSpan age) => _clock.GetElapsedTime(held.AskedAt) >= age;

    private async ValueTask<Held> AskAsync(Held? seen, string? kid, CancellationToken cancellationToken)
    {
        // Whose key is known need not wait for another request's question.
        if (!await _asking.WaitAsync(seen is not null && Names(seen, kid) ? TimeSpan.Zero : Timeout, cancellationToken))
        {
            return seen ?? throw new TimeoutException($"The issuer's keys at {_address} are still being asked for.");
        }

        try
        {
            // Another request may have asked meanwhile.
            if (_held is { } now && !ReferenceEquals(now, seen))
            {
                return now;
            }

            var asked = _clock.GetTimestamp();
            try
            {
                return _held = new Held(await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, cancellationToken), asked);
            }
            catch (Exception e) when (seen is not null && e is IOException or HttpRequestException or InvalidOperationException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // An issuer that is down for a while signs no new tokens either: the keys that are known go on, and it is asked again later.
                return _held = seen with { AskedAt = _clock.GetTimestamp() - (long)((MaxAge - MinRefreshInterval).TotalSeconds * _clock.TimestampFrequency) };
            }
        }
        finally
        {
            _asking.Release();
        }
    }

    private sealed record Held(OpenIdConnectConfiguration Document, long AskedAt);
}
