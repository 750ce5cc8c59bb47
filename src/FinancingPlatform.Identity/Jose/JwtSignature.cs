using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Jose;

/// <summary>Verifies the signature of a token and nothing else (验签): the claims have checks of their own.</summary>
internal static class JwtSignature
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    public static async ValueTask<bool> IsByAsync(UnverifiedJwt jwt, IReadOnlyCollection<SecurityKey> keys)
    {
        if (keys.Count == 0)
        {
            return false;
        }

        var result = await Handler.ValidateTokenAsync(jwt.Token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = true,
            ValidAlgorithms = SigningAlgorithms.Allowed,
            RequireSignedTokens = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            RequireExpirationTime = false,
        });
        return result.IsValid;
    }
}
