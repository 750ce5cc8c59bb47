using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Jose;

/// <summary>A stranger's public key (公钥): read only when it is public, of an allowed kind, and long enough (FAPI 2.0 section 5.4.1).</summary>
internal static class PublicJwk
{
    private const int MinRsaBits = 2048;

    /// <summary>An RSA modulus above this costs more to verify than a request is worth.</summary>
    private const int MaxRsaBits = 8192;

    /// <summary>The key, or what is wrong with it.</summary>
    /// <param name="json">One JWK.</param>
    /// <param name="algorithm">The algorithm it must serve; null when any allowed one will do.</param>
    public static (JsonWebKey? Key, string? Fault) Read(string json, string? algorithm)
    {
        JsonWebKey key;
        try
        {
            key = new JsonWebKey(json);
        }
        catch (ArgumentException)
        {
            return (null, "the jwk is not a JSON Web Key");
        }

        var fault = FaultOf(key, algorithm);
        return fault is null ? (key, null) : (null, fault);
    }

    private static string? FaultOf(JsonWebKey key, string? algorithm)
    {
        if (key.HasPrivateKey || key.K is not null || key.D is not null || key.P is not null || key.Q is not null)
        {
            return "the jwk holds a private or symmetric key";
        }

        return key.Kty switch
        {
            JsonWebAlgorithmsKeyTypes.EllipticCurve when algorithm is null or SecurityAlgorithms.EcdsaSha256 =>
                key.Crv == JsonWebKeyECTypes.P256 && key.X is not null && key.Y is not null ? null : "the jwk is not a point on P-256",
            JsonWebAlgorithmsKeyTypes.RSA when algorithm is null or SecurityAlgorithms.RsaSsaPssSha256 =>
                key.E is not null && key.N is not null && key.KeySize is >= MinRsaBits and <= MaxRsaBits ? null : $"an RSA jwk must have {MinRsaBits} to {MaxRsaBits} bits",
            _ => "the jwk's kty does not fit the alg",
        };
    }
}
