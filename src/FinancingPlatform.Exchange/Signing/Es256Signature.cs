using System.Text;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Exchange.Signing;

/// <summary>ES256 (ECDSA P-256 与 SHA-256 签名) as RFC 7518 §3.4, by Microsoft.IdentityModel.</summary>
public sealed class Es256Signature : IExchangeSignature
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <inheritdoc/>
    public string Algorithm => SecurityAlgorithms.EcdsaSha256;

    /// <inheritdoc/>
    public string Sign(string type, SigningKey key, ReadOnlyMemory<byte> json)
    {
        ArgumentNullException.ThrowIfNull(key);
        var credentials = new SigningCredentials(Named(key.Kid, key.Key), Algorithm);
        return Handler.CreateToken(Encoding.UTF8.GetString(json.Span), credentials, new Dictionary<string, object>(StringComparer.Ordinal) { ["typ"] = type });
    }

    /// <inheritdoc/>
    public async Task<Result<byte[]>> OpenAsync(string type, string compact, IReadOnlyList<VerificationKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (string.IsNullOrEmpty(compact) || compact.Length > SealLength || !Handler.CanReadToken(compact))
        {
            return SigningErrors.Malformed;
        }

        JsonWebToken token;
        try
        {
            token = Handler.ReadJsonWebToken(compact);
        }
        catch (ArgumentException)
        {
            return SigningErrors.Malformed;
        }

        if (!string.Equals(token.Alg, Algorithm, StringComparison.Ordinal) || !string.Equals(token.Typ, type, StringComparison.Ordinal))
        {
            return SigningErrors.Malformed;
        }

        var key = keys.FirstOrDefault(k => string.Equals(k.Kid, token.Kid, StringComparison.Ordinal));
        if (key is null)
        {
            return SigningErrors.UnknownSigner(token.Kid);
        }

        var result = await Handler.ValidateTokenAsync(token, Demands(type, Named(key.Kid, key.Key))).ConfigureAwait(false);
        return result.IsValid ? Base64UrlEncoder.DecodeBytes(token.EncodedPayload) : SigningErrors.BadSignature;
    }

    /// <summary>Longest compact JWS that is read; a statement of the exchange is below 1 kB.</summary>
    private const int SealLength = 4096;

    private TokenValidationParameters Demands(string type, SecurityKey key) => new()
    {
        ValidAlgorithms = [Algorithm],
        ValidTypes = [type],
        IssuerSigningKey = key,
        RequireSignedTokens = true,
        // The statement carries its own parties and instant, compared by the caller: a proof must stay verifiable for years.
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
    };

    // The provider cache would keep a rotated or test key's handle alive after the key is gone.
    private static ECDsaSecurityKey Named(string kid, System.Security.Cryptography.ECDsa key) =>
        new(key) { KeyId = kid, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
}
