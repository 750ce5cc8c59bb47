using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.Jose;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Client;

/// <summary>What a bank holds to get tokens (银行接口凭据): its client id and its private key, which never leaves it.</summary>
public sealed class BankCredentials : IDisposable
{
    private BankCredentials(string clientId, string bankUscc, string kid, ECDsa key) => (ClientId, BankUscc, Kid, Key) = (clientId, bankUscc, kid, key);

    /// <summary>The bank's machine client.</summary>
    public string ClientId { get; }

    /// <summary>The bank.</summary>
    public string BankUscc { get; }

    /// <summary>Name of the key.</summary>
    public string Kid { get; }

    internal ECDsa Key { get; }

    /// <summary>Makes a new key on P-256; its name is its RFC 7638 thumbprint.</summary>
    public static BankCredentials Create(string clientId, string bankUscc)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var kid = Base64UrlEncoder.Encode(new JsonWebKey(EcJwk.Public(key).ToJsonString()).ComputeJwkThumbprint());
        return new BankCredentials(clientId, bankUscc, kid, key);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no such file.</exception>
    public static BankCredentials FromJson(string json)
    {
        try
        {
            var file = Object(JsonNode.Parse(json));
            var jwk = Object(file["private_jwk"]);
            return new BankCredentials(
                Text(file, "client_id"), Text(file, "bank_uscc"), Text(jwk, "kid"), EcJwk.ReadPrivate(jwk));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or CryptographicException)
        {
            throw new FormatException("The text holds no bank credentials (client_id, bank_uscc, private_jwk with kid).", e);
        }
    }

    /// <summary>The credentials file: {"client_id","bank_uscc","private_jwk"}. A secret: mode 0600.</summary>
    public string ToJson() => new JsonObject
    {
        ["client_id"] = ClientId,
        ["bank_uscc"] = BankUscc,
        ["private_jwk"] = EcJwk.Private(Key, Kid),
    }.ToJsonString();

    /// <summary>The public key set, as the platform registers it.</summary>
    public string PublicJwks() => new JsonObject { ["keys"] = new JsonArray(EcJwk.Public(Key, Kid)) }.ToJsonString();

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();

    private static JsonObject Object(JsonNode? node) => node as JsonObject ?? throw new InvalidOperationException("A JSON object is missing.");

    private static string Text(JsonObject json, string name) =>
        json[name]?.GetValue<string>() ?? throw new InvalidOperationException($"The member {name} is missing.");
}
