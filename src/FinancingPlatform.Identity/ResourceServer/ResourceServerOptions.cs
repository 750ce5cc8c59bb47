using Microsoft.AspNetCore.Authentication;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>
/// Whose tokens an API takes (资源服务器配置). The issuer is known by its address alone: its keys come from its discovery document, so a Duende
/// IdentityServer, a Keycloak or a city's own issuer takes the built-in one's place by configuration.
/// </summary>
public sealed class ResourceServerOptions : AuthenticationSchemeOptions
{
    /// <summary>Exact value of <c>iss</c>; also the base of the discovery document unless <see cref="MetadataAddress"/> is set.</summary>
    public string Issuer { get; set; } = string.Empty;

    /// <summary>Exact value of <c>aud</c>, and the public address of this API from which <c>htu</c> is judged (proxies change what Kestrel sees).</summary>
    public string Audience { get; set; } = string.Empty;

    /// <summary>The public address of this API's door for clients with a certificate (RFC 8705); null without one.</summary>
    public string? MutualTlsUrl { get; set; }

    /// <summary>Discovery document, when it does not lie at the issuer's <c>/.well-known/openid-configuration</c>.</summary>
    public string? MetadataAddress { get; set; }

    /// <summary>The claim that names the client: <c>client_id</c> (RFC 9068); Keycloak's older tokens call it <c>azp</c>.</summary>
    public string ClientIdClaim { get; set; } = "client_id";

    /// <summary>The scope that a token must hold.</summary>
    public string RequiredScope { get; set; } = "bank-api";

    /// <summary>The scope that a department's token must hold.</summary>
    public string DeliverScope { get; set; } = "deliver";

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out _) || !Uri.TryCreate(Audience, UriKind.Absolute, out _))
        {
            throw new InvalidOperationException("The resource server needs absolute addresses: set Platform:Issuer and Platform:BankApiUrl.");
        }
    }
}
