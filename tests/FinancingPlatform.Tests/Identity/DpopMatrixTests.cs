using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Identity.Jose;

namespace FinancingPlatform.Tests.Identity;

/// <summary>The matrix against the resource server that trusts the built-in issuer.</summary>
public sealed class DpopMatrixTests(ApiWorld world) : DpopMatrix(world), IClassFixture<ApiWorld>;

/// <summary>The negative matrix of the FAPI 2.0 suite (FAPI2SPFinalDpopNegativeTests), against the resource server over HTTP, whoever issues its tokens.</summary>
public abstract class DpopMatrix(ApiWorld world) : IAsyncLifetime
{
    private readonly ProofMaker _maker = new();
    private BankCredentials _bank = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        _bank = await world.RegisterBankAsync();
        _token = await world.TokenAsync(_bank, _maker);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _maker.Dispose();
        _bank.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Url => world.Url.AbsoluteUri;

    public static TheoryData<string, string> Wrong { get; } = new()
    {
        { "typ missing", "typ" },
        { "typ wrong", "typ" },
        { "alg missing", "alg" },
        { "alg none", "alg" },
        { "alg RS256", "alg" },
        { "alg HS256", "alg" },
        { "jwk missing", "jwk" },
        { "jwk private", "jwk" },
        { "jwk symmetric", "jwk" },
        { "jwk of another curve", "jwk" },
        { "jti missing", "jti" },
        { "jti a number", "jwt" },
        { "jti empty", "jti" },
        { "jti too long", "jti" },
        { "htm missing", "htm" },
        { "htm wrong", "htm" },
        { "htm lower case", "htm" },
        { "htu missing", "htu" },
        { "htu other path", "htu" },
        { "htu other host", "htu" },
        { "htu other port", "htu" },
        { "htu other scheme", "htu" },
        { "htu relative", "htu" },
        { "htu case of the path", "htu" },
        { "iat missing", "iat" },
        { "iat a text", "jwt" },
        { "iat an hour ago", "iat" },
        { "iat in an hour", "iat" },
        { "iat 61 s ahead", "iat" },
        { "iat huge", "jwt" },
        { "ath missing", "ath" },
        { "ath wrong", "ath" },
        { "signed by another key", "signature" },
    };

    [Theory, Trait("clause", "RFC9449-4.3"), Trait("clause", "FAPI2-SP-FINAL-5.3.3"), Trait("clause", "FAPI2-SP-FINAL-5.4.1")]
    [MemberData(nameof(Wrong))]
    public async Task A_proof_that_is_wrong_in_one_place_is_refused_by_the_check_of_that_place(string what, string check)
    {
        using var other = new ProofMaker();
        var proof = _maker.Make("GET", Url, _token, (header, payload) => Spoil(what, header, payload), what == "signed by another key" ? Jwt.Es256(other.Key) : null);
        var (status, challenge, body) = await world.CallAsync($"DPoP {_token}", [proof]);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        challenge.ShouldContain("error=\"invalid_dpop_proof\"");
        challenge.ShouldContain("algs=\"ES256 PS256\"");
        body.GetProperty("check").GetString().ShouldBe(check);
        (await world.CallAsync($"DPoP {_token}", [_maker.Make("GET", Url, _token)])).Status.ShouldBe(HttpStatusCode.OK, "a good one still works");
    }

    [Theory]
    [InlineData("?a=1")]
    [InlineData("#part")]
    [InlineData("?a=1#part")]
    public async Task Query_and_fragment_of_htu_are_left_out(string tail) =>
        (await world.CallAsync($"DPoP {_token}", [_maker.Make("GET", Url + tail, _token)])).Status.ShouldBe(HttpStatusCode.OK);

    /// <summary>What stands in the request line, what stands in <c>htu</c>, and whether they are one address.</summary>
    public static TheoryData<string, string, bool> Escapes { get; } = new()
    {
        { "a%3Ab", "a%3Ab", true },
        { "a%3ab", "a%3Ab", true },
        { "a%3Ab", "a%3ab", true },
        { "a%3Ab", "a:b", true },
        { "a:b", "a%3Ab", true },
        { "%41b%7E", "Ab~", true },
        { "Ab~", "%41b%7e", true },
        { "a%20b", "a%20b", true },
        { "a+b", "a%2Bb", true },
        { "a+b", "a%20b", false },
        { "%E6%B3%B0%E5%AE%89", "%e6%b3%b0%e5%ae%89", true },
        { "%E6%B3%B0%E5%AE%89", "泰安", true },
        { "a%2Fb", "a%2fb", true },
        { "a%2Fb", "a/b", false },
        { "a/b", "a%2Fb", false },
        { "a%3Fb", "a%3Fb", true },
        { "a%3Fb", "a?b", false },
        { "a%23b", "a#b", false },
        { "a%25b", "a%25b", true },
        { "a%2541b", "a%2541b", true },
        { "a%2541b", "aAb", false },
        { "aAb", "a%2541b", false },
        { "x/../a", "a", true },
        { "a", "./a", true },
        { "a", "a/", false },
        { "a;v=1", "a%3Bv=1", true },
        { "a@b,c", "a%40b%2Cc", true },
    };

    [Theory, Trait("clause", "RFC9449-4.3")]
    [MemberData(nameof(Escapes))]
    public async Task Escapes_in_htu_mean_what_they_mean_in_the_request_line(string sent, string claimed, bool isOne)
    {
        var root = world.Portal.BankApi.GetLeftPart(UriPartial.Authority) + "/v1/echo/";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root + sent, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.TryAddWithoutValidation("Authorization", $"DPoP {_token}");
        request.Headers.TryAddWithoutValidation("DPoP", _maker.Make("GET", root + claimed, _token));
        using var answer = await world.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(isOne ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        if (!isOne)
        {
            JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["check"]!.GetValue<string>().ShouldBe("htu");
        }
    }

    [Fact]
    public async Task Case_of_scheme_and_host_and_the_requests_own_query_do_not_matter()
    {
        var url = Url.Replace("http://localhost", "HTTP://LOCALHOST", StringComparison.Ordinal);
        (await world.CallAsync($"DPoP {_token}", [_maker.Make("GET", url, _token)], "/v1/echo?x=1")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_default_port_may_be_written_or_left_out()
    {
        HttpAddress.AreEqual("https://api.example:443/a", new Uri("https://api.example/a")).ShouldBeTrue();
        HttpAddress.AreEqual("http://api.example:80/a", new Uri("http://api.example/a")).ShouldBeTrue();
        HttpAddress.AreEqual("https://user@api.example/a", new Uri("https://api.example/a")).ShouldBeFalse();
        (await world.CallAsync($"dpop {_token}", [_maker.Make("GET", Url, _token)])).Status.ShouldBe(HttpStatusCode.OK, "a scheme's case does not matter either");
    }

    [Theory]
    [InlineData(-50)]
    [InlineData(8)]
    public async Task Clocks_may_differ_a_little(int seconds) => (await world.CallAsync(
        $"DPoP {_token}",
        [_maker.Make("GET", Url, _token, (_, p) => p["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds)])).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task Unknown_claims_are_ignored() => (await world.CallAsync(
        $"DPoP {_token}", [_maker.Make("GET", Url, _token, (h, p) => { p["more"] = "x"; h["kid"] = "y"; })])).Status.ShouldBe(HttpStatusCode.OK);

    [Fact, Trait("clause", "RFC9449-11.1")]
    [Trait("trap", "replay")]
    public async Task A_proof_works_once()
    {
        var proof = _maker.Make("GET", Url, _token);
        (await world.CallAsync($"DPoP {_token}", [proof])).Status.ShouldBe(HttpStatusCode.OK);
        var (status, challenge, body) = await world.CallAsync($"DPoP {_token}", [proof]);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        challenge.ShouldContain("invalid_dpop_proof");
        body.GetProperty("check").GetString().ShouldBe("replay");
    }

    [Fact]
    public async Task Of_twenty_uses_at_once_one_wins_also_where_the_endpoint_asks_itself()
    {
        var proof = _maker.Make("GET", Url, _token);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.CallAsync($"DPoP {_token}", [proof])));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        var deferred = _maker.Make("POST", new Uri(world.Portal.BankApi, "/v1/deferred").AbsoluteUri, _token);
        var posts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.CallAsync($"DPoP {_token}", [deferred], "/v1/deferred", HttpMethod.Post)));
        posts.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        posts.Count(a => a.Status == HttpStatusCode.Conflict).ShouldBe(19);
    }

    [Theory]
    [InlineData("no proof", "one-header")]
    [InlineData("two proofs", "one-header")]
    [InlineData("empty", "one-header")]
    [InlineData("not a JWT", "jwt")]
    [InlineData("five parts", "jwt")]
    [InlineData("unsecured", "jwt")]
    [InlineData("doubled member", "jwt")]
    [InlineData("too long", "length")]
    public async Task A_header_that_is_no_single_proof_is_refused(string what, string check)
    {
        var good = _maker.Make("GET", Url, _token);
        string[] headers = what switch
        {
            "no proof" => [],
            "two proofs" => [good, _maker.Make("GET", Url, _token)],
            "empty" => [""],
            "not a JWT" => ["abc"],
            "five parts" => ["a.b.c.d.e"],
            "unsecured" => [good[..(good.LastIndexOf('.') + 1)]],
            "doubled member" => [Jwt.Raw($$"""{"typ":"dpop+jwt","alg":"ES256","alg":"ES256","jwk":{{EcJwk.Public(_maker.Key).ToJsonString()}}}""", "{}", Jwt.Es256(_maker.Key))],
            _ => [_maker.Make("GET", Url, _token, (_, p) => p["pad"] = new string('x', 4000))],
        };
        var (status, _, body) = await world.CallAsync($"DPoP {_token}", headers);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        body.GetProperty("check").GetString().ShouldBe(check);
    }

    [Fact, Trait("clause", "RFC9449-7.1")]
    public async Task A_token_bound_to_another_key_is_refused()
    {
        using var thief = new ProofMaker();
        var (status, challenge, body) = await world.CallAsync($"DPoP {_token}", [thief.Make("GET", Url, _token)]);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        challenge.ShouldContain("error=\"invalid_token\"");
        body.GetProperty("check").GetString().ShouldBe("jkt");
    }

    [Fact, Trait("clause", "RFC9449-7.2"), Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-4")]
    public async Task The_bearer_scheme_is_refused_with_a_bound_token()
    {
        var (status, challenge, _) = await world.CallAsync($"Bearer {_token}", [_maker.Make("GET", Url, _token)]);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        challenge.ShouldContain("DPoP error=\"invalid_token\"");
    }

    [Fact, Trait("clause", "FAPI2-SP-FINAL-5.3.3"), Trait("clause", "RFC9700-4.3.2")]
    public async Task A_token_in_the_address_is_refused() =>
        (await world.CallAsync(null, [_maker.Make("GET", Url, _token)], $"/v1/echo?access_token={_token}")).Status.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Without_credentials_the_challenge_names_the_scheme_and_no_error()
    {
        var (status, challenge, _) = await world.CallAsync(null, []);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        challenge.ShouldBe("DPoP algs=\"ES256 PS256\"");
    }

    [Fact]
    public async Task An_rsa_key_may_prove_by_PS256_and_not_by_RS256()
    {
        using var key = RSA.Create(2048);
        using var tokens = world.Client(_bank);
        void Header(JsonObject header, string alg)
        {
            header["alg"] = alg;
            header["jwk"] = Jwt.PublicJwk(key);
        }

        var (status, body) = await world.TokenRequestAsync(tokens.CreateAssertion(), _maker.Make("POST", world.TokenUrl, null, (h, _) => Header(h, "PS256"), Jwt.Ps256(key)));
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        var token = body.GetProperty("access_token").GetString()!;
        (await world.CallAsync($"DPoP {token}", [_maker.Make("GET", Url, token, (h, _) => Header(h, "PS256"), Jwt.Ps256(key))])).Status.ShouldBe(HttpStatusCode.OK);
        (await world.CallAsync($"DPoP {token}", [_maker.Make("GET", Url, token, (h, _) => Header(h, "RS256"), Jwt.Rs256(key))])).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static void Spoil(string what, JsonObject header, JsonObject payload)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var (name, how) = (what.Split(' ')[0], what);
        switch (how)
        {
            case "typ wrong": header["typ"] = "JWT"; break;
            case "alg none": header["alg"] = "none"; break;
            case "alg RS256": header["alg"] = "RS256"; break;
            case "alg HS256": header["alg"] = "HS256"; break;
            case "jwk private": header["jwk"]!["d"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"; break;
            case "jwk symmetric": header["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" }; break;
            case "jwk of another curve": header["jwk"]!["crv"] = "P-384"; break;
            case "jti a number": payload["jti"] = 1; break;
            case "jti empty": payload["jti"] = ""; break;
            case "jti too long": payload["jti"] = new string('x', 257); break;
            case "htm wrong": payload["htm"] = "POST"; break;
            case "htm lower case": payload["htm"] = "get"; break;
            case "htu other path": payload["htu"] += "/more"; break;
            case "htu other host": payload["htu"] = payload["htu"]!.GetValue<string>().Replace("localhost", "127.0.0.1", StringComparison.Ordinal); break;
            case "htu other port": payload["htu"] = "http://localhost:1/v1/echo"; break;
            case "htu other scheme": payload["htu"] = payload["htu"]!.GetValue<string>().Replace("http:", "https:", StringComparison.Ordinal); break;
            case "htu relative": payload["htu"] = "/v1/echo"; break;
            case "htu case of the path": payload["htu"] = payload["htu"]!.GetValue<string>().Replace("echo", "ECHO", StringComparison.Ordinal); break;
            case "iat a text": payload["iat"] = "now"; break;
            case "iat an hour ago": payload["iat"] = now - 3600; break;
            case "iat in an hour": payload["iat"] = now + 3600; break;
            case "iat 61 s ahead": payload["iat"] = now + 61; break;
            case "iat huge": payload["iat"] = 1e300; break;
            case "ath wrong": payload["ath"] = "AAAA"; break;
            case "signed by another key": break;
            default:
                (header.ContainsKey(name) ? header : payload).Remove(name).ShouldBeTrue(what);
                break;
        }
    }
}
