using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Identity.Jose;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Client;

/// <summary>A client's DPoP key (持有证明密钥), and proofs by it (RFC 9449 section 4.2). One key serves one token.</summary>
public sealed class DpopProver : IDisposable
{
    private const int JtiBytes = 18;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials;
    private readonly Dictionary<string, object> _header;
    private readonly TimeProvider _clock;

    /// <summary>Makes a new key.</summary>
    public DpopProver(TimeProvider clock)
    {
        _clock = clock;
        _credentials = new SigningCredentials(new ECDsaSecurityKey(_key), SecurityAlgorithms.EcdsaSha256);
        var jwk = EcJwk.Public(_key).ToJsonString();
        _header = new Dictionary<string, object>(StringComparer.Ordinal) { ["jwk"] = JsonSerializer.Deserialize<JsonElement>(jwk) };
        Thumbprint = Base64UrlEncoder.Encode(new JsonWebKey(jwk).ComputeJwkThumbprint());
    }

    /// <summary>RFC 7638 thumbprint of the key, as <c>cnf.jkt</c> holds it.</summary>
    public string Thumbprint { get; }

    /// <summary>A proof for one request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="url">Its address; query and fragment are left out.</param>
    /// <param name="accessToken">The token shown with it; null at the token endpoint.</param>
    /// <param name="nonce">The server's nonce (RFC 9449 section 8); null where none was asked for.</param>
    public string Prove(string method, Uri url, string? accessToken, string? nonce = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["jti"] = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(JtiBytes)),
            ["htm"] = method,
            ["htu"] = url.GetLeftPart(UriPartial.Path),
            ["iat"] = _clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        if (accessToken is not null)
        {
            claims["ath"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        }

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "dpop+jwt",
            SigningCredentials = _credentials,
            AdditionalHeaderClaims = _header,
            Claims = claims,
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
