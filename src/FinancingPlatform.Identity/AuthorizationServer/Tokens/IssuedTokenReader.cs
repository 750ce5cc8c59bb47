using FinancingPlatform.Identity.Jose;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.AuthorizationServer.Tokens;

/// <summary>Reads back an access token that this issuer signed (令牌回读); null for anything else, also for one whose key is no longer published.</summary>
internal sealed class IssuedTokenReader(IssuerSettings settings, TimeProvider clock)
{
    private const int MaxTokenLength = 8192;

    public async ValueTask<UnverifiedJwt?> ReadAsync(string text)
    {
        if (text.Length > MaxTokenLength || UnverifiedJwt.Read(text) is not { } jwt || jwt.HeaderText("typ") != "at+jwt" || jwt.Text("iss") != settings.Issuer)
        {
            return null;
        }

        SecurityKey[] keys = [.. settings.Keys.Published(clock.GetUtcNow()).Where(k => k.Kid == jwt.HeaderText("kid")).Select(k => new ECDsaSecurityKey(k.Key) { KeyId = k.Kid })];
        return await JwtSignature.IsByAsync(jwt, keys) ? jwt : null;
    }
}
