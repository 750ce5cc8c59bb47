using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Dpop;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>What the checks of a request look at, and what earlier checks have found for later ones.</summary>
internal sealed class RequestEvidence(HttpContext context, ResourceServerOptions options)
{
    public HttpContext Context { get; } = context;

    public ResourceServerOptions Options { get; } = options;

    /// <summary>The token as it came.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>True for the scheme Bearer, which only a token bound to a certificate may use (RFC 8705 section 3).</summary>
    public bool IsBearer { get; set; }

    /// <summary>base64url of the token's SHA-256: the proof's <c>ath</c>, and the cache's key.</summary>
    public string Hash => _hash ??= Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Text)));

    private string? _hash;

    public AccessToken? Token { get; set; }

    public LiveClient? Client { get; set; }

    public DpopProof? Proof { get; set; }

    /// <summary>Thumbprint of the connection's client certificate; null without one.</summary>
    public string? CertificateThumbprint =>
        Context.Connection.ClientCertificate is { } certificate ? Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)) : null;

    /// <summary>The request's public address: proxies change what this process sees. Its path is the one of the request line, with the client's own escapes.</summary>
    public Uri PublicAddress()
    {
        var door = Context.Connection.ClientCertificate is not null && Options.MutualTlsUrl is { } tls ? tls : Options.Audience.TrimEnd('/');
        return new Uri(door + RawPath());
    }

    private string RawPath()
    {
        var target = Context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
        // A proxy may send the whole address (RFC 9112 section 3.2.2), and a server in a test none at all.
        return target.StartsWith('/') ? target.Split('?')[0] : Context.Request.PathBase.ToUriComponent() + Context.Request.Path.ToUriComponent();
    }

    /// <summary>True when the endpoint carries the mark.</summary>
    public bool Is<T>()
        where T : class => Context.GetEndpoint()?.Metadata.GetMetadata<T>() is not null;
}
