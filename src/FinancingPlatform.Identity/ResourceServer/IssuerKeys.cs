using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>The issuer's keys by discovery (签发方公钥), cached; asked again when a token names a key that is not among them.</summary>
internal sealed class IssuerKeys
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private const int MaxDocumentBytes = 256 * 1024;

    /// <summary>A rolled key must work soon; a stranger's made-up key ids must not turn into requests to the issuer.</summary>
    private static readonly TimeSpan MinRefreshInterval = TimeSpan.FromSeconds(30);

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _documents;
    private readonly string _issuer;

    public IssuerKeys(ResourceServerOptions options, HttpMessageHandler backchannel)
    {
        _issuer = options.Issuer;
        var address = options.MetadataAddress ?? $"{options.Issuer.TrimEnd('/')}/.well-known/openid-configuration";
        var http = new HttpClient(backchannel, disposeHandler: false) { Timeout = Timeout, MaxResponseContentBufferSize = MaxDocumentBytes };
        _documents = new ConfigurationManager<OpenIdConnectConfiguration>(
            address,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(http) { RequireHttps = !new Uri(address).IsLoopback })
        {
            RefreshInterval = MinRefreshInterval,
        };
    }

    /// <summary>
    /// The issuer's signing keys of that name, all of them for a token that names none; empty when the discovery document names another issuer
    /// (RFC 8414 section 3.3).
    /// </summary>
    public async ValueTask<ICollection<SecurityKey>> GetAsync(string? kid, CancellationToken cancellationToken)
    {
        var document = await _documents.GetConfigurationAsync(cancellationToken);
        if (kid is not null && !document.SigningKeys.Any(k => k.KeyId == kid))
        {
            _documents.RequestRefresh();
            document = await _documents.GetConfigurationAsync(cancellationToken);
        }

        return document.Issuer == _issuer ? [.. document.SigningKeys.Where(k => kid is null || k.KeyId == kid)] : [];
    }
}
