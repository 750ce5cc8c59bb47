using System.Globalization;
using System.Security.Cryptography;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Identity.AuthorizationServer;
using FinancingPlatform.Identity.AuthorizationServer.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Cli.Bench.ScorePull;

/// <summary>An issuer of tokens on loopback: discovery, keys, and tokens handed out in this process. The bank API trusts it by configuration alone.</summary>
internal sealed class LoopbackIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ECDsa _key;
    private readonly SigningCredentials _credentials;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    private LoopbackIssuer(WebApplication app, ECDsa key, string issuer)
    {
        _app = app;
        _key = key;
        Issuer = issuer;
        _credentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = "loopback" }, SecurityAlgorithms.EcdsaSha256);
    }

    public string Issuer { get; }

    public static async Task<LoopbackIssuer> StartAsync(CancellationToken cancel)
    {
        var issuer = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{BenchContext.FreePort()}");
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var metadata = new IssuerMetadata(new IssuerSettings(issuer, issuer, IssuerKeyRing.Of(new SigningKey("loopback", "issuer", key))), TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(issuer);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(metadata.Discovery()));
        app.MapGet(IssuerSettings.JwksPath, () => Results.Json(metadata.Jwks()));
        await app.StartAsync(cancel).ConfigureAwait(false);
        return new LoopbackIssuer(app, key, issuer);
    }

    /// <summary>A token as the platform's own issuer makes it.</summary>
    public string Token(string clientId, string bankUscc, string thumbprint, string audience, DateTimeOffset now, string scope = IssuerSettings.Scope) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = "at+jwt",
        Issuer = Issuer,
        Audience = audience,
        IssuedAt = now.UtcDateTime,
        NotBefore = now.UtcDateTime,
        Expires = now.UtcDateTime + IssuerSettings.TokenLifetime,
        SigningCredentials = _credentials,
        Claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = clientId,
            ["client_id"] = clientId,
            ["bank_uscc"] = bankUscc,
            ["scope"] = scope,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["cnf"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["jkt"] = thumbprint },
        },
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        _key.Dispose();
    }
}
