using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Sessions;

/// <summary>The secret of a session (会话令牌): 256 random bits in the cookie; the database keeps only its hash.</summary>
internal static class SessionToken
{
    private const int Bytes = 32;

    public static string Create() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256 of the text; the same that <c>identity.session_account_id()</c> computes.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
