using System.Text.Json;
using FinancingPlatform.Identity.AuthorizationServer.Details;
using FinancingPlatform.Identity.Jose;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>
/// Checks a bound JWT access token (校验访问令牌): RFC 9068 section 4, RFC 9449 section 6, RFC 8705 section 3. A token that passed is remembered until it
/// expires, by its hash, so that its signature is verified once.
/// </summary>
internal sealed class AccessTokenValidator(ResourceServerOptions options, IssuerKeys keys, TimeProvider clock) : IDisposable
{
    public const int MaxTokenLength = 8192;

    /// <summary>Live tokens remembered; a bank uses one at a time, five minutes each.</summary>
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };
    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    public void Dispose() => _valid.Dispose();

    public async ValueTask<(AccessToken? Token, TokenFault? Fault)> ValidateAsync(string text, string hash, CancellationToken cancellationToken)
    {
        if (_valid.TryGetValue(hash, out AccessToken? known))
        {
            return known!.ExpiresAt > clock.GetUtcNow() ? (known, null) : (null, Expired);
        }

        if (text.Length > MaxTokenLength || UnverifiedJwt.Read(text) is not { } jwt)
        {
            return Fail("jwt", "the access token is not a signed JWT");
        }

        if (jwt.HeaderText("typ") is not ("at+jwt" or "application/at+jwt"))
        {
            return Fail("typ", "typ must be at+jwt");
        }

        if (!SigningAlgorithms.IsAllowed(jwt.Alg))
        {
            return Fail("alg", $"alg must be one of {SigningAlgorithms.Listed}");
        }

        return await VerifyAsync(jwt, hash, cancellationToken);
    }

    private static TokenFault Expired { get; } = TokenFault.InvalidToken("exp", "the access token has expired");

    private static (AccessToken?, TokenFault?) Fail(string check, string description) => (null, TokenFault.InvalidToken(check, description));

    private async ValueTask<(AccessToken?, TokenFault?)> VerifyAsync(UnverifiedJwt jwt, string hash, CancellationToken cancellationToken)
    {
        var result = await Handler.ValidateTokenAsync(jwt.Token, new TokenValidationParameters
        {
            IssuerSigningKeys = await keys.GetAsync(jwt.HeaderText("kid"), cancellationToken),
            ValidAlgorithms = SigningAlgorithms.Allowed,
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires),
        });
        if (!result.IsValid)
        {
            return result.Exception switch
            {
                SecurityTokenInvalidLifetimeException => (null, Expired),
                SecurityTokenInvalidIssuerException => Fail("iss", "the access token is another issuer's"),
                SecurityTokenInvalidAudienceException => Fail("aud", "the access token is for another API"),
                _ => Fail("signature", "the access token is not signed by a key of the issuer"),
            };
        }

        return Read(jwt) is { } token ? (Remember(hash, token), null) : Fail("claims", "the access token lacks client, jti or a key in cnf");
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires > now && (notBefore is null || notBefore <= now + ClockSkew);
    }

    private AccessToken? Read(UnverifiedJwt jwt)
    {
        var client = jwt.Text(options.ClientIdClaim);
        var id = jwt.Text(JwtRegisteredClaimNames.Jti);
        var (jkt, certificate) = (Confirmed(jwt, "jkt"), Confirmed(jwt, "x5t#S256"));
        if (client is null || id is null || (jkt is null && certificate is null))
        {
            return null;
        }

        var scopes = jwt.Text("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new AccessToken(client, jwt.Text("bank_uscc"), id, new DateTimeOffset(jwt.Token.ValidTo, TimeSpan.Zero))
        {
            Jkt = jkt,
            CertificateThumbprint = certificate,
            HasScope = scopes.Contains(options.RequiredScope),
            MayDeliver = scopes.Contains(options.DeliverScope),
            Grant = jwt.Payload.TryGetProperty("authorization_details", out var details) ? CreditQuery.Read(details.GetRawText()) ?? CreditQuery.Nothing : null,
        };
    }

    private static string? Confirmed(UnverifiedJwt jwt, string member) =>
        jwt.Payload.TryGetProperty("cnf", out var cnf) && cnf.ValueKind == JsonValueKind.Object
        && cnf.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private AccessToken Remember(string hash, AccessToken token) =>
        _valid.Set(hash, token, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = token.ExpiresAt });
}
