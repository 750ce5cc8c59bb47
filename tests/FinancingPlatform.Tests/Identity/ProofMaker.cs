using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.Jose;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Tests.Identity;

/// <summary>A client's DPoP key whose proofs a test can spoil in one place.</summary>
internal sealed class ProofMaker : IDisposable
{
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Thumbprint => Base64UrlEncoder.Encode(new JsonWebKey(EcJwk.Public(Key).ToJsonString()).ComputeJwkThumbprint());

    public string Make(string method, string url, string? token, Action<JsonObject, JsonObject>? spoil = null, Func<byte[], byte[]>? sign = null)
    {
        var header = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = "ES256", ["jwk"] = EcJwk.Public(Key) };
        var payload = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString(),
            ["htm"] = method,
            ["htu"] = url,
            ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (token is not null)
        {
            payload["ath"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        }

        spoil?.Invoke(header, payload);
        return Jwt.Make(header, payload, sign ?? Jwt.Es256(Key));
    }

    public void Dispose() => Key.Dispose();
}
