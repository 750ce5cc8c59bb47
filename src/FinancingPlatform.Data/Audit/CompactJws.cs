using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Core.Keys;

namespace FinancingPlatform.Data;

/// <summary>A compact JWS (签名文本), RFC 7515, with ES256 and nothing else.</summary>
internal static class CompactJws
{
    private const string Algorithm = "ES256";
    private const int Parts = 3;

    public static string Sign(byte[] payload, string type, SigningKey key)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header(Algorithm, key.Kid, type), JsonSerializerOptions.Web);
        var input = Base64Url.EncodeToString(header) + "." + Base64Url.EncodeToString(payload);
        var signature = key.Key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return input + "." + Base64Url.EncodeToString(signature);
    }

    /// <summary>The payload, when one of the keys signed it for this type; null otherwise.</summary>
    public static byte[]? Verify(string jws, string type, IReadOnlyList<VerificationKey> keys)
    {
        var parts = jws.Split('.');
        if (parts.Length != Parts || !parts.All(part => Base64Url.IsValid(part.AsSpan())))
        {
            return null;
        }

        var header = ReadHeader(Base64Url.DecodeFromChars(parts[0]));
        var key = header is { Alg: Algorithm } && header.Typ == type ? keys.FirstOrDefault(candidate => candidate.Kid == header.Kid) : null;
        var input = Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]);
        return key is not null && key.Key.VerifyData(input, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            ? Base64Url.DecodeFromChars(parts[1])
            : null;
    }

    private static Header? ReadHeader(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<Header>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            // Bytes that are no header verify under no key.
            return null;
        }
    }

    private sealed record Header(string Alg, string Kid, string Typ);
}
