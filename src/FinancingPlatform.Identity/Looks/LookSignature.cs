using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Identity.Jose;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Looks;

/// <summary>A granted look as it is kept (查询记录).</summary>
/// <param name="Ticket">Its ticket.</param>
/// <param name="At">When it was opened.</param>
/// <param name="ClientId">The client that looked.</param>
/// <param name="Proof">The DPoP proof that came with it.</param>
internal sealed record KeptLook(Guid Ticket, DateTimeOffset At, string ClientId, string Proof);

/// <summary>Whether a bank signed a look (查询签名核验, rule A6). Pure: the same bytes give the same answer anywhere.</summary>
internal static class LookSignature
{
    /// <summary>The proof is no signed proof of a key (RFC 9449 section 4.2).</summary>
    public const string NotSigned = "look-not-signed";

    /// <summary>The proof was made at another time than the look.</summary>
    public const string AnotherTime = "look-at-another-time";

    /// <summary>The same proof stands with another look.</summary>
    public const string ProofTwice = "look-proof-twice";

    /// <summary>No token of this client for the proof's key lived then.</summary>
    public const string NoToken = "look-without-token";

    /// <summary>The request for that token was not signed by a key that was ever approved for the client.</summary>
    public const string TokenNotSigned = "look-token-not-signed";

    /// <summary>The proof's age at most, and clocks' difference (RFC 9449 section 11.1).</summary>
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(70) + DpopOptions.MaxFuture;

    /// <summary>Thumbprint of the key that signed the proof; or why it is none.</summary>
    public static async ValueTask<(string? Jkt, string? Fault)> ProofAsync(KeptLook look)
    {
        if (UnverifiedJwt.Read(look.Proof) is not { } jwt || jwt.HeaderText("typ") != "dpop+jwt" || !SigningAlgorithms.IsAllowed(jwt.Alg)
            || !jwt.Header.TryGetProperty("jwk", out var jwk) || PublicJwk.Read(jwk.GetRawText(), jwt.Alg).Key is not { } key
            || !await JwtSignature.IsByAsync(jwt, [key]))
        {
            return (null, NotSigned);
        }

        return jwt.Date("iat") is { } at && (at - look.At).Duration() <= s_window ? (Base64UrlEncoder.Encode(key.ComputeJwkThumbprint()), null) : (null, AnotherTime);
    }

    /// <summary>Checks the client's own signed request for the token.</summary>
    public static async ValueTask<string?> TokenFaultAsync(KeptLook look, string? assertion, IReadOnlyList<string> keySets)
    {
        if (assertion is null)
        {
            return NoToken;
        }

        if (UnverifiedJwt.Read(assertion) is not { } jwt || jwt.Text("sub") != look.ClientId || jwt.Text("iss") != look.ClientId)
        {
            return TokenNotSigned;
        }

        foreach (var keys in keySets)
        {
            if (await JwtSignature.IsByAsync(jwt, new RegisteredClient(look.ClientId, string.Empty, string.Empty, keys, true).KeysFor(jwt.HeaderText("kid"))))
            {
                return null;
            }
        }

        return TokenNotSigned;
    }
}
