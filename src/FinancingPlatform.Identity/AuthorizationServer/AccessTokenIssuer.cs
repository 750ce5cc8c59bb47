using System.Security.Cryptography;
using FinancingPlatform.Identity.Clients;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>A signed access token and what the log keeps of it.</summary>
internal sealed record IssuedToken(string Text, string TokenId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>Makes access tokens (签发访问令牌): JWT of type at+jwt (RFC 9068), bound to the client's DPoP key by <c>cnf.jkt</c> (RFC 9449 section 6.1).</summary>
public sealed class AccessTokenIssuer
{
    private const int TokenIdBytes = 24;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials;
    private readonly IssuerSettings _settings;
    private readonly TimeProvider _clock;

    /// <summary>An issuer that signs with the first key of the settings.</summary>
    public AccessTokenIssuer(IssuerSettings settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _clock = clock;
        _credentials = new SigningCredentials(new ECDsaSecurityKey(settings.Keys[0].Key) { KeyId = settings.Keys[0].Kid }, SecurityAlgorithms.EcdsaSha256);
    }

    internal IssuedToken Create(RegisteredClient client, string jkt)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds());
        var id = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(TokenIdBytes));
        var expires = now + IssuerSettings.TokenLifetime;
        var text = _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = _settings.Issuer,
            Audience = _settings.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = client.ClientId,
                ["client_id"] = client.ClientId,
                ["bank_uscc"] = client.BankUscc,
                ["scope"] = IssuerSettings.ScopeOf(client),
                ["jti"] = id,
                ["cnf"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["jkt"] = jkt },
            },
        });
        return new IssuedToken(text, id, now, expires);
    }
}
