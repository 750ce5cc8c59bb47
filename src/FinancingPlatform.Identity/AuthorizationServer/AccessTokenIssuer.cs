using System.Security.Cryptography;
using System.Text.Json;
using FinancingPlatform.Identity.AuthorizationServer.Grants;
using FinancingPlatform.Identity.Clients;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>A signed access token and what the log keeps of it.</summary>
internal sealed record IssuedToken(TokenGrant Granted, string TokenId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>
/// Makes access tokens (签发访问令牌): JWT of type at+jwt (RFC 9068), bound to the sender's key by <c>cnf</c> (RFC 7800). A token of a grant names the
/// enterprise as its subject and holds what was granted (RFC 9396 section 9.1).
/// </summary>
public sealed class AccessTokenIssuer(IssuerSettings settings, TimeProvider clock)
{
    private const int TokenIdBytes = 24;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    internal IssuedToken Create(RegisteredClient client, SenderKey key, GrantRow? grant = null)
    {
        var instant = clock.GetUtcNow();
        var now = DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
        var id = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(TokenIdBytes));
        var expires = now + IssuerSettings.TokenLifetime;
        var signer = settings.Keys.Signing(instant);
        var scope = IssuerSettings.ScopeOf(client);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = grant?.Uscc ?? client.ClientId,
            ["client_id"] = client.ClientId,
            ["bank_uscc"] = client.BankUscc,
            ["scope"] = scope,
            ["jti"] = id,
            ["cnf"] = key.Confirmation(),
        };
        if (grant is not null)
        {
            claims["authorization_details"] = JsonSerializer.Deserialize<JsonElement>(grant.Details);
        }

        var text = _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = settings.Issuer,
            Audience = settings.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(signer.Key) { KeyId = signer.Kid }, SecurityAlgorithms.EcdsaSha256),
            Claims = claims,
        });
        return new IssuedToken(new TokenGrant(text, key.TokenType, (int)IssuerSettings.TokenLifetime.TotalSeconds, scope), id, now, expires);
    }
}
