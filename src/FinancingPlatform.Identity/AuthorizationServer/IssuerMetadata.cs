using System.Text.Json.Nodes;
using FinancingPlatform.Identity.Jose;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>What the issuer publishes about itself (签发方元数据): RFC 8414 and RFC 7517.</summary>
public sealed class IssuerMetadata(IssuerSettings settings)
{
    /// <summary>The discovery document; the same at both well-known addresses.</summary>
    public JsonObject Discovery() => new()
    {
        ["issuer"] = settings.Issuer,
        ["token_endpoint"] = settings.Issuer + IssuerSettings.TokenPath,
        ["jwks_uri"] = settings.Issuer + IssuerSettings.JwksPath,
        ["scopes_supported"] = new JsonArray(IssuerSettings.Scope, IssuerSettings.DeliverScope),
        ["response_types_supported"] = new JsonArray(),
        ["grant_types_supported"] = new JsonArray("client_credentials"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
        ["token_endpoint_auth_signing_alg_values_supported"] = Algorithms(),
        ["dpop_signing_alg_values_supported"] = Algorithms(),
    };

    /// <summary>The key set; public parts only.</summary>
    public JsonObject Jwks() => new() { ["keys"] = new JsonArray([.. settings.Keys.Select(k => (JsonNode)EcJwk.Public(k.Key, k.Kid))]) };

    private static JsonArray Algorithms() => new([.. SigningAlgorithms.Allowed.Select(a => (JsonNode)a)]);
}
