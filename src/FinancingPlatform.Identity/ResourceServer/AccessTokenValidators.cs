using System.Collections.Concurrent;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>One validator, with its caches, per configured issuer: handlers live for one request, these for the process.</summary>
internal sealed class AccessTokenValidators(TimeProvider clock, IHttpMessageHandlerFactory http) : IDisposable
{
    /// <summary>Name of the HTTP client that fetches discovery documents and keys.</summary>
    public const string Backchannel = "issuer-keys";

    private readonly ConcurrentDictionary<string, AccessTokenValidator> _byIssuer = new(StringComparer.Ordinal);

    public AccessTokenValidator Of(ResourceServerOptions options) =>
        _byIssuer.GetOrAdd(
            $"{options.Issuer}|{options.Audience}|{options.MetadataAddress}",
            _ => new AccessTokenValidator(options, new IssuerKeys(options, http.CreateHandler(Backchannel), clock), clock));

    public void Dispose()
    {
        foreach (var validator in _byIssuer.Values)
        {
            validator.Dispose();
        }
    }
}
