using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Identity.Jose;
using FinancingPlatform.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinancingPlatform.Tests.Identity;

/// <summary>What the resource server takes of tokens, and whose: a stranger's issuer, known by its address alone.</summary>
public sealed class AccessTokenTests(ApiWorld world) : IClassFixture<ApiWorld>, IAsyncLifetime
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ProofMaker _maker = new();
    private readonly Uri _issuer = FreePort.Url();
    private readonly Uri _url = FreePort.Url();
    private readonly HttpClient _http = new();
    private WebApplication _strangersIssuer = null!;
    private WebApplication _api = null!;
    private BankCredentials _bank = null!;

    public async ValueTask InitializeAsync()
    {
        _bank = await world.RegisterBankAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(_issuer.OriginalString);
        _strangersIssuer = builder.Build();
        _strangersIssuer.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = _issuer.OriginalString, jwks_uri = $"{_issuer.OriginalString}/keys" }));
        _strangersIssuer.MapGet("/keys", () => Results.Json(new JsonObject { ["keys"] = new JsonArray(EcJwk.Public(_key, "k1")) }));
        await _strangersIssuer.StartAsync();
        _api = world.Build(_url, _issuer.OriginalString);
        await _api.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.StopAsync();
        await _api.DisposeAsync();
        await _strangersIssuer.StopAsync();
        await _strangersIssuer.DisposeAsync();
        _http.Dispose();
        _maker.Dispose();
        _key.Dispose();
        _bank.Dispose();
    }

    [Fact]
    public async Task A_strangers_issuer_takes_the_built_in_ones_place() => (await CallAsync("")).Status.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("typ JWT", "typ")]
    [InlineData("typ missing", "typ")]
    [InlineData("alg HS256", "alg")]
    [InlineData("iss another", "iss")]
    [InlineData("aud another", "aud")]
    [InlineData("exp past", "exp")]
    [InlineData("exp missing", "exp")]
    [InlineData("nbf a minute ahead", "exp")]
    [InlineData("cnf missing", "claims")]
    [InlineData("jti missing", "claims")]
    [InlineData("client_id missing", "claims")]
    [InlineData("kid unknown", "signature")]
    [InlineData("signed by another", "signature")]
    [InlineData("client not registered here", "client")]
    [InlineData("of another bank", "client")]
    [InlineData("scope missing", "scope")]
    public async Task A_token_that_is_wrong_in_one_place_is_refused(string what, string check)
    {
        var (status, body) = await CallAsync(what);
        status.ShouldBe(check == "scope" ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized);
        body.ShouldContain($"\"check\":\"{check}\"");
    }

    [Fact]
    [Trait("rule", "A6")]
    public async Task Disabling_a_client_kills_its_live_tokens_within_ten_seconds()
    {
        using var bank = await world.RegisterBankAsync();
        var token = await world.TokenAsync(bank, _maker);
        async Task<HttpStatusCode> Call() => (await world.CallAsync($"DPoP {token}", [_maker.Make("GET", world.Url.AbsoluteUri, token)])).Status;
        (await Call()).ShouldBe(HttpStatusCode.OK);
        (await world.Portal.Clients.DisableAsync(bank.ClientId, CancellationToken.None)).IsOk.ShouldBeTrue();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (await Call() == HttpStatusCode.OK)
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
            await Task.Delay(250);
        }

        using var tokens = world.Client(bank);
        await Should.ThrowAsync<HttpRequestException>(() => tokens.GetTokenAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_banks_own_client_calls_with_a_fresh_proof_each_time()
    {
        using var client = world.Client(_bank);
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Portal.BankApi, "/v1/echo?x=1"));
            await client.AuthorizeAsync(request, CancellationToken.None);
            using var response = await world.Http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public void Credentials_come_back_from_their_file_and_the_public_set_holds_no_secret()
    {
        using var back = BankCredentials.FromJson(_bank.ToJson());
        back.ClientId.ShouldBe(_bank.ClientId);
        back.PublicJwks().ShouldBe(_bank.PublicJwks());
        _bank.PublicJwks().ShouldNotContain("\"d\"");
        Should.Throw<FormatException>(() => BankCredentials.FromJson("{}"));
    }

    [Fact]
    public async Task A_client_never_changes_its_bank_and_never_brings_a_private_key()
    {
        var registry = world.Portal.Clients;
        (await registry.RegisterAsync(_bank.ClientId, "91110000100001342C", "别家银行", _bank.PublicJwks(), CancellationToken.None)).Error.Code.ShouldBe("client-of-another-bank");
        var leaked = new JsonObject { ["keys"] = new JsonArray(JsonNode.Parse(_bank.ToJson())!["private_jwk"]!.DeepClone()) }.ToJsonString();
        (await registry.RegisterAsync("bank-leak", _bank.BankUscc, "虚构银行", leaked, CancellationToken.None)).Error.Field.ShouldBe("jwks");
    }

    private async Task<(HttpStatusCode Status, string Body)> CallAsync(string what)
    {
        var token = Token(what);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_url, "/v1/echo"));
        request.Headers.TryAddWithoutValidation("Authorization", $"DPoP {token}");
        request.Headers.TryAddWithoutValidation("DPoP", _maker.Make("GET", request.RequestUri!.AbsoluteUri, token));
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private string Token(string what)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["typ"] = "at+jwt", ["alg"] = "ES256", ["kid"] = "k1" };
        var payload = new JsonObject
        {
            ["iss"] = _issuer.OriginalString,
            ["aud"] = _url.OriginalString,
            ["exp"] = now + 300,
            ["nbf"] = now,
            ["jti"] = Guid.NewGuid().ToString(),
            ["client_id"] = _bank.ClientId,
            ["scope"] = "bank-api other",
            ["cnf"] = new JsonObject { ["jkt"] = _maker.Thumbprint },
        };
        var sign = Jwt.Es256(_key);
        switch (what)
        {
            case "": break;
            case "typ JWT": header["typ"] = "JWT"; break;
            case "typ missing": header.Remove("typ"); break;
            case "alg HS256": header["alg"] = "HS256"; break;
            case "iss another": payload["iss"] = "https://issuer.example"; break;
            case "aud another": payload["aud"] = "https://api.example"; break;
            case "exp past": payload["exp"] = now - 1; break;
            case "nbf a minute ahead": payload["nbf"] = now + 61; break;
            case "kid unknown": header["kid"] = "k2"; break;
            case "signed by another": sign = Jwt.Es256(_maker.Key); break;
            case "client not registered here": payload["client_id"] = "unknown"; break;
            case "of another bank": payload["bank_uscc"] = "91110000100001342C"; break;
            default: payload.Remove(what.Split(' ')[0]).ShouldBeTrue(what); break;
        }

        return Jwt.Make(header, payload, sign);
    }
}
