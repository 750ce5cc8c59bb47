using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.Client;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FinancingPlatform.Tests.Identity;

/// <summary>Client assertions after the FAPI 2.0 suite (anchors: items 2, 3 and 9), over HTTP.</summary>
public sealed class TokenEndpointTests(ApiWorld world) : IClassFixture<ApiWorld>, IAsyncLifetime
{
    private readonly ProofMaker _maker = new();
    private BankCredentials _bank = null!;

    public async ValueTask InitializeAsync() => _bank = await world.RegisterBankAsync();

    public ValueTask DisposeAsync()
    {
        _maker.Dispose();
        _bank.Dispose();
        return ValueTask.CompletedTask;
    }

    public static TheoryData<string, string> Wrong { get; } = new()
    {
        { "aud the token endpoint", "assertion-aud" },
        { "aud an array", "assertion-aud" },
        { "aud missing", "assertion-aud" },
        { "aud another issuer", "assertion-aud" },
        { "aud with a slash", "assertion-aud" },
        { "sub missing", "assertion-iss-sub" },
        { "iss missing", "assertion-iss-sub" },
        { "iss of another", "assertion-iss-sub" },
        { "exp missing", "assertion-exp" },
        { "exp five minutes past", "assertion-exp" },
        { "exp an hour ahead", "assertion-exp" },
        { "nbf 61 s ahead", "assertion-nbf" },
        { "iat 61 s ahead", "assertion-iat" },
        { "jti missing", "assertion-jti" },
        { "alg none", "assertion-jwt" },
        { "alg RS256", "assertion-alg" },
        { "alg HS256", "assertion-alg" },
        { "kid unknown", "assertion-signature" },
        { "signed by another key", "assertion-signature" },
        { "client unknown", "assertion-client" },
    };

    [Theory, Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-6"), Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-8"), Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-13"), Trait("clause", "FAPI2-SP-FINAL-5.4.1"), Trait("clause", "RFC7523-3")]
    [MemberData(nameof(Wrong))]
    public async Task An_assertion_that_is_wrong_in_one_place_is_refused_by_the_check_of_that_place(string what, string check)
    {
        var (status, body) = await world.TokenRequestAsync(Assertion(what), Proof());
        status.ShouldBe(HttpStatusCode.Unauthorized);
        body.GetProperty("error").GetString().ShouldBe("invalid_client");
        body.GetProperty("error_description").GetString().ShouldStartWith(check + ":");
        (await world.TokenRequestAsync(Assertion(""), Proof())).Status.ShouldBe(HttpStatusCode.OK, "a good one still works");
    }

    [Theory, Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-13")]
    [InlineData("nbf 8 s ahead")]
    [InlineData("iat 8 s ahead")]
    [InlineData("kid missing")]
    public async Task A_clock_a_little_ahead_and_a_single_key_without_name_are_taken(string what) =>
        (await world.TokenRequestAsync(Assertion(what), Proof())).Status.ShouldBe(HttpStatusCode.OK);

    [Fact, Trait("clause", "RFC7523-3")]
    public async Task An_assertion_works_once_also_at_once()
    {
        var assertion = Assertion("");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.TokenRequestAsync(assertion, Proof())));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(a => a.Status != HttpStatusCode.OK).ShouldAllBe(a => a.Body.GetProperty("error_description").GetString()!.StartsWith("assertion-replay:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proof_works_once_at_the_token_endpoint_too()
    {
        var proof = Proof();
        (await world.TokenRequestAsync(Assertion(""), proof)).Status.ShouldBe(HttpStatusCode.OK);
        var (status, body) = await world.TokenRequestAsync(Assertion(""), proof);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetString().ShouldBe("invalid_dpop_proof");
    }

    [Fact, Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-4")]
    public async Task Without_a_proof_there_is_no_token()
    {
        var (status, body) = await world.TokenRequestAsync(Assertion(""), proof: null);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetString().ShouldBe("invalid_dpop_proof");
    }

    [Theory, Trait("clause", "RFC6749-5.2")]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    [InlineData("grant_type", "authorization_code", "invalid_request")]
    [InlineData("scope", "everything", "invalid_scope")]
    [InlineData("client_secret", "x", "invalid_client")]
    [InlineData("client_assertion_type", "x", "invalid_client")]
    [InlineData("client_id", "another", "invalid_client")]
    public async Task A_wrong_parameter_gets_the_error_of_the_standard(string name, string value, string error)
    {
        var (_, body) = await world.TokenRequestAsync(Assertion(""), Proof(), (name, value));
        body.GetProperty("error").GetString().ShouldBe(error);
    }

    [Fact]
    public async Task A_doubled_parameter_is_refused()
    {
        var (_, body) = await world.TokenRequestAsync(Assertion(""), Proof(), ("scope", "bank-api"), ("scope", "bank-api"));
        body.GetProperty("error").GetString().ShouldBe("invalid_request");
    }

    [Fact, Trait("clause", "RFC9068-2.2"), Trait("clause", "RFC9449-6.1")]
    public async Task The_token_says_what_the_standard_wants_and_no_more_than_five_minutes()
    {
        var token = new JsonWebToken(await world.TokenAsync(_bank, _maker));
        token.Typ.ShouldBe("at+jwt");
        token.Alg.ShouldBe("ES256");
        token.Issuer.ShouldBe(world.Portal.Issuer.OriginalString);
        token.Audiences.ShouldBe([world.Portal.BankApi.OriginalString]);
        (token.ValidTo - token.IssuedAt).ShouldBe(TimeSpan.FromMinutes(5));
        token.Subject.ShouldBe(_bank.ClientId);
        token.GetPayloadValue<string>("client_id").ShouldBe(_bank.ClientId);
        token.GetPayloadValue<string>("bank_uscc").ShouldBe(_bank.BankUscc);
        token.GetPayloadValue<JsonElement>("cnf").GetProperty("jkt").GetString().ShouldBe(_maker.Thumbprint);
    }

    [Fact]
    [Trait("rule", "A6")]
    public async Task The_banks_own_signed_request_is_kept_with_its_token()
    {
        var assertion = Assertion("");
        var (_, body) = await world.TokenRequestAsync(assertion, Proof());
        var id = new JsonWebToken(body.GetProperty("access_token").GetString()).Id;
        (await world.Portal.Database.ScalarAsync<string>("select client_assertion from identity.token_request where token_id = $1", id)).ShouldBe(assertion);
    }

    [Fact]
    public async Task Both_discovery_documents_name_this_issuer_and_its_keys_are_public()
    {
        foreach (var path in new[] { "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" })
        {
            var document = JsonSerializer.Deserialize<JsonElement>(await world.Http.GetStringAsync(new Uri(world.Portal.Issuer, path)));
            document.GetProperty("issuer").GetString().ShouldBe(world.Portal.Issuer.OriginalString);
            document.GetProperty("token_endpoint").GetString().ShouldBe(world.TokenUrl);
            var jwks = await world.Http.GetStringAsync(document.GetProperty("jwks_uri").GetString());
            jwks.ShouldContain("\"ES256\"");
            jwks.ShouldNotContain("\"d\"");
        }
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_refused()
    {
        using var content = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var response = await world.Http.PostAsync(world.TokenUrl, content);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("invalid_request");
    }

    [Fact]
    public void Every_check_has_a_name_of_its_own()
    {
        var endpoint = (FinancingPlatform.Identity.AuthorizationServer.TokenEndpoint)world.Portal.Services.GetService(typeof(FinancingPlatform.Identity.AuthorizationServer.TokenEndpoint))!;
        endpoint.Checks.ShouldBeUnique();
        endpoint.Checks.TakeLast(2).ShouldBe(["dpop-replay", "assertion-replay"], "replay comes last, so that a stranger cannot fill its memory");
    }

    private string Proof() => _maker.Make("POST", world.TokenUrl, token: null);

    private string Assertion(string what)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = _bank.Kid };
        var payload = new JsonObject
        {
            ["iss"] = _bank.ClientId,
            ["sub"] = _bank.ClientId,
            ["aud"] = world.Portal.Issuer.OriginalString,
            ["exp"] = now + 60,
            ["iat"] = now,
            ["jti"] = Guid.NewGuid().ToString(),
        };
        var sign = Jwt.Es256(_bank.Key);
        switch (what)
        {
            case "": break;
            case "aud the token endpoint": payload["aud"] = world.TokenUrl; break;
            case "aud an array": payload["aud"] = new JsonArray(world.Portal.Issuer.OriginalString); break;
            case "aud another issuer": payload["aud"] = "https://issuer.example"; break;
            case "aud with a slash": payload["aud"] = world.Portal.Issuer.OriginalString + "/"; break;
            case "iss of another": payload["iss"] = "another"; break;
            case "exp five minutes past": payload["exp"] = now - 300; break;
            case "exp an hour ahead": payload["exp"] = now + 3600; break;
            case "nbf 61 s ahead": payload["nbf"] = now + 61; break;
            case "nbf 8 s ahead": payload["nbf"] = now + 8; break;
            case "iat 61 s ahead": payload["iat"] = now + 61; break;
            case "iat 8 s ahead": payload["iat"] = now + 8; break;
            case "alg none": header["alg"] = "none"; sign = _ => []; break;
            case "alg RS256":
                using (var rsa = RSA.Create(2048))
                {
                    header["alg"] = "RS256";
                    return Jwt.Make(header, payload, Jwt.Rs256(rsa));
                }

            case "alg HS256": header["alg"] = "HS256"; sign = input => HMACSHA256.HashData(new byte[32], input); break;
            case "kid unknown": header["kid"] = "unknown"; break;
            case "kid missing": header.Remove("kid"); break;
            case "signed by another key": sign = Jwt.Es256(_maker.Key); break;
            case "client unknown": (payload["iss"], payload["sub"]) = ("unknown", "unknown"); break;
            default: payload.Remove(what.Split(' ')[0]).ShouldBeTrue(what); break;
        }

        return Jwt.Make(header, payload, sign);
    }
}
