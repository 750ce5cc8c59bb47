using System.Text.Json.Nodes;
using FinancingPlatform.Identity.AuthorizationServer.Details;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Jose;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>What the issuer publishes about itself (签发方元数据): RFC 8414, RFC 9126, RFC 9207, RFC 9396, RFC 9449, RFC 8705 and RFC 7517.</summary>
public sealed class IssuerMetadata(IssuerSettings settings, TimeProvider clock)
{
    /// <summary>The discovery document; the same at both well-known addresses.</summary>
    public JsonObject Discovery()
    {
        var document = new JsonObject
        {
            ["issuer"] = settings.Issuer,
            ["authorization_endpoint"] = settings.Issuer + IssuerSettings.AuthorizePath,
            ["pushed_authorization_request_endpoint"] = settings.Issuer + IssuerSettings.PushPath,
            ["require_pushed_authorization_requests"] = true,
            ["token_endpoint"] = settings.Issuer + IssuerSettings.TokenPath,
            ["revocation_endpoint"] = settings.Issuer + IssuerSettings.RevokePath,
            ["introspection_endpoint"] = settings.Issuer + IssuerSettings.IntrospectPath,
            ["jwks_uri"] = settings.Issuer + IssuerSettings.JwksPath,
            ["scopes_supported"] = new JsonArray(IssuerSettings.Scope, IssuerSettings.DeliverScope),
            ["response_types_supported"] = new JsonArray("code"),
            ["response_modes_supported"] = new JsonArray("query"),
            ["grant_types_supported"] = new JsonArray("client_credentials", "authorization_code", "refresh_token"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["authorization_response_iss_parameter_supported"] = true,
            ["authorization_details_types_supported"] = new JsonArray(CreditQuery.TypeName),
            ["dpop_signing_alg_values_supported"] = Algorithms(),
            ["ui_locales_supported"] = new JsonArray("zh-CN", "en"),
        };
        foreach (var endpoint in new[] { "token", "revocation", "introspection" })
        {
            document[endpoint + "_endpoint_auth_methods_supported"] = Methods();
            document[endpoint + "_endpoint_auth_signing_alg_values_supported"] = Algorithms();
        }

        if (settings.MutualTls is { } tls)
        {
            document["tls_client_certificate_bound_access_tokens"] = true;
            document["mtls_endpoint_aliases"] = new JsonObject
            {
                ["token_endpoint"] = tls + IssuerSettings.TokenPath,
                ["pushed_authorization_request_endpoint"] = tls + IssuerSettings.PushPath,
                ["revocation_endpoint"] = tls + IssuerSettings.RevokePath,
                ["introspection_endpoint"] = tls + IssuerSettings.IntrospectPath,
            };
        }

        return document;
    }

    /// <summary>The key set; public parts only.</summary>
    public JsonObject Jwks() => new() { ["keys"] = new JsonArray([.. settings.Keys.Published(clock.GetUtcNow()).Select(k => (JsonNode)EcJwk.Public(k.Key, k.Kid))]) };

    private JsonArray Methods() => settings.MutualTls is null ? new JsonArray(ClientAuthMethod.PrivateKeyJwt) : new JsonArray(ClientAuthMethod.PrivateKeyJwt, ClientAuthMethod.Certificate);

    private static JsonArray Algorithms() => new([.. SigningAlgorithms.Allowed.Select(a => (JsonNode)a)]);
}
