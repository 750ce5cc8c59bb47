using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Jose;

/// <summary>P-256 keys as JSON Web Keys (RFC 7517, RFC 7518 section 6.2).</summary>
internal static class EcJwk
{
    /// <summary>Bytes of a coordinate or scalar on P-256.</summary>
    private const int FieldBytes = 32;

    public static JsonObject Public(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["kty"] = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            ["crv"] = JsonWebKeyECTypes.P256,
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
    }

    public static JsonObject Public(ECDsa key, string kid)
    {
        var jwk = Public(key);
        jwk["kid"] = kid;
        jwk["use"] = JsonWebKeyUseNames.Sig;
        jwk["alg"] = SecurityAlgorithms.EcdsaSha256;
        return jwk;
    }

    public static JsonObject Private(ECDsa key, string kid)
    {
        var jwk = Public(key, kid);
        jwk["d"] = Base64UrlEncoder.Encode(key.ExportParameters(includePrivateParameters: true).D);
        return jwk;
    }

    public static ECDsa ReadPrivate(JsonObject jwk) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Field(jwk, "x"), Y = Field(jwk, "y") },
        D = Field(jwk, "d"),
    });

    private static byte[] Field(JsonObject jwk, string name)
    {
        var bytes = Base64UrlEncoder.DecodeBytes(jwk[name]?.GetValue<string>() ?? throw new FormatException($"The JWK has no {name}."));
        return bytes.Length == FieldBytes ? bytes : throw new FormatException($"The JWK's {name} does not have {FieldBytes} bytes.");
    }
}
