using System.Net;
using System.Text.Json;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Tests.Portal;
using Microsoft.IdentityModel.JsonWebTokens;
using SoftwarePasskey = FinancingPlatform.Tests.Consent.SoftwarePasskey;

namespace FinancingPlatform.Tests.Identity.CodeFlow;

/// <summary>Code, refresh token, revocation, introspection: what a grant gives, and what ends it.</summary>
public sealed class GrantTests(CodeFlowWorld world) : IClassFixture<CodeFlowWorld>, IAsyncLifetime
{
    private readonly ProofMaker _key = new();
    private readonly SoftwarePasskey _passkey = new();
    private readonly string _verifier = CodeFlowWorld.NewVerifier();
    private BankCredentials _bank = null!;
    private PortalVisitor _visitor = null!;
    private string _uscc = "";

    public async ValueTask InitializeAsync()
    {
        _bank = await world.RegisterAsync();
        (_visitor, _, _uscc) = await world.Portal.EnterpriseAsync(_passkey);
    }

    public ValueTask DisposeAsync()
    {
        _key.Dispose();
        _passkey.Dispose();
        _bank.Dispose();
        _visitor.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact, Trait("clause", "RFC9396-7"), Trait("clause", "RFC9396-9.1"), Trait("rule", "A4")]
    public async Task A_code_gives_a_bound_token_that_says_what_was_signed_and_opens_that_alone()
    {
        var (status, body) = await world.ExchangeAsync(_bank, _key, await CodeAsync(), _verifier);
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.GetProperty("token_type").GetString().ShouldBe("DPoP");
        var granted = body.GetProperty("authorization_details")[0];
        granted.GetProperty("uscc").GetString().ShouldBe(_uscc);
        granted.GetProperty("legs").GetArrayLength().ShouldBe(2);
        var authorisation = granted.GetProperty("authorisation").GetGuid();
        var token = body.GetProperty("access_token").GetString()!;
        var jwt = new JsonWebToken(token);
        jwt.Subject.ShouldBe(_uscc);
        jwt.GetPayloadValue<JsonElement>("cnf").GetProperty("jkt").GetString().ShouldBe(_key.Thumbprint);
        jwt.GetPayloadValue<JsonElement>("authorization_details")[0].GetProperty("authorisation").GetGuid().ShouldBe(authorisation);

        // No score was computed in this city; that the gate was passed and recorded under this authorisation is what counts here.
        var (pulled, answer) = await world.PullAsync(_key, token, _uscc);
        pulled.ShouldBe(HttpStatusCode.NotFound, answer);
        answer.ShouldContain("score-missing");
        (await world.Portal.Db.ScalarAsync<Guid>("select authorisation_id from consent.access_record where uscc = $1 and outcome = 'nothing-shown'", _uscc)).ShouldBe(authorisation);

        foreach (var (uscc, item, purpose) in new[] { (PortalServer.BankB, "invoice-sales", "loan-application"), (_uscc, "invoice-purchase", "loan-application"), (_uscc, "invoice-sales", "pre-credit") })
        {
            var (beyond, problem) = await world.PullAsync(_key, token, uscc, item, purpose);
            beyond.ShouldBe(HttpStatusCode.Forbidden);
            problem.ShouldContain("beyond-grant");
        }

        using var list = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Portal.BankApi, "/v1/authorisations"));
        list.Headers.Authorization = new("DPoP", token);
        list.Headers.Add("DPoP", _key.Make("GET", list.RequestUri!.AbsoluteUri, token));
        using var refused = await world.Http.SendAsync(list);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "a token of a grant is for credit queries alone");
    }

    [Theory]
    [InlineData("RFC7636-4.6", "another verifier", "code-verifier")]
    [InlineData("FAPI2-SP-FINAL-5.3.2.2-5", "no verifier", "verifier")]
    [InlineData("RFC6749-4.1.3", "another redirect address", "redirect-uri-same")]
    [InlineData("RFC6749-4.1.3", "no redirect address", "redirect-uri")]
    [InlineData("RFC6749-4.1.3", "unknown code", "code-known")]
    [InlineData("RFC6749-4.1.3", "another client", "code-client")]
    [InlineData("FAPI2-SP-FINAL-5.3.2.1-11", "a minute later", "code-alive")]
    [InlineData("FAPI2-SP-FINAL-5.3.2.1-4", "no proof", "dpop-one-header")]
    [InlineData("A4", "revoked meanwhile", "authorisation-live")]
    public async Task A_code_shown_wrongly_in_one_place_gives_nothing(string clause, string what, string check)
    {
        var code = await CodeAsync();
        using var other = await world.RegisterAsync();
        switch (what)
        {
            case "a minute later":
                await world.Portal.Db.ExecuteAsync("update identity.authorization_grant set code_expires_at = code_expires_at - interval '60 seconds' where client_id = $1", _bank.ClientId);
                break;
            case "revoked meanwhile":
                await world.Portal.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where uscc = $1", _uscc);
                break;
        }

        var change = what switch
        {
            "another verifier" => new Dictionary<string, string?> { ["code_verifier"] = CodeFlowWorld.NewVerifier() },
            "no verifier" => new() { ["code_verifier"] = null },
            "another redirect address" => new() { ["redirect_uri"] = CodeFlowWorld.RedirectUri + "?x=1" },
            "no redirect address" => new() { ["redirect_uri"] = null },
            "unknown code" => new() { ["code"] = CodeFlowWorld.NewVerifier() },
            _ => new(),
        };
        var (status, body) = what == "no proof"
            ? await world.PostAsync("/connect/token", _bank, null, new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = CodeFlowWorld.RedirectUri, ["code_verifier"] = _verifier })
            : await world.ExchangeAsync(what == "another client" ? other : _bank, _key, code, _verifier, change);
        status.ShouldBe(HttpStatusCode.BadRequest, clause);
        body.GetProperty("error_description").GetString().ShouldStartWith(check + ":", Case.Sensitive, clause);
        if (what is not ("a minute later" or "revoked meanwhile"))
        {
            (await world.ExchangeAsync(_bank, _key, code, _verifier)).Status.ShouldBe(HttpStatusCode.OK, "the right bank may still come with the right answer");
        }
    }

    [Fact, Trait("clause", "RFC6749-4.1.2"), Trait("clause", "FAPI2-SP-FINAL-5.3.2.2-9")]
    public async Task A_code_works_once_and_a_second_use_kills_the_tokens_of_the_first_within_a_second()
    {
        var code = await CodeAsync();
        var (_, first) = await world.ExchangeAsync(_bank, _key, code, _verifier);
        var token = first.GetProperty("access_token").GetString()!;
        (await world.PullAsync(_key, token, _uscc)).Status.ShouldBe(HttpStatusCode.NotFound);

        var (status, second) = await world.ExchangeAsync(_bank, _key, code, _verifier);
        status.ShouldBe(HttpStatusCode.BadRequest);
        second.GetProperty("error").GetString().ShouldBe("invalid_grant");
        second.GetProperty("error_description").GetString().ShouldStartWith("code-unused:");
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        var (killed, answer) = await world.PullAsync(_key, token, _uscc);
        killed.ShouldBe(HttpStatusCode.Unauthorized);
        answer.ShouldContain("revoked");
        (await RefreshAsync(first)).Body.GetProperty("error_description").GetString().ShouldStartWith("grant-alive:");
    }

    [Fact, Trait("clause", "RFC6749-4.1.2")]
    public async Task Of_ten_uses_of_a_code_at_once_at_most_one_gives_tokens()
    {
        var code = await CodeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.ExchangeAsync(_bank, _key, code, _verifier)));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact, Trait("clause", "RFC9449-10")]
    public async Task A_code_bound_to_a_key_at_the_push_is_of_no_use_with_another()
    {
        using var other = new ProofMaker();
        var code = await world.CodeAsync(_visitor, _passkey, _bank, _verifier, _key.Make("POST", world.Issuer + "/connect/par", token: null));
        var (_, body) = await world.ExchangeAsync(_bank, other, code, _verifier);
        body.GetProperty("error_description").GetString().ShouldStartWith("code-dpop-key:");
        (await world.ExchangeAsync(_bank, _key, code, _verifier)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact, Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-10"), Trait("clause", "RFC9449-5")]
    public async Task A_refresh_token_is_not_rotated_and_is_bound_to_the_client_not_to_the_key()
    {
        var (_, first) = await world.ExchangeAsync(_bank, _key, await CodeAsync(), _verifier);
        using var newKey = new ProofMaker();
        for (var i = 0; i < 3; i++)
        {
            var (status, body) = await RefreshAsync(first, key: newKey);
            status.ShouldBe(HttpStatusCode.OK, body.ToString());
            body.TryGetProperty("refresh_token", out _).ShouldBeFalse("the same one goes on");
            new JsonWebToken(body.GetProperty("access_token").GetString()).GetPayloadValue<JsonElement>("cnf").GetProperty("jkt").GetString().ShouldBe(newKey.Thumbprint);
        }

        using var other = await world.RegisterAsync();
        (await RefreshAsync(first, other)).Body.GetProperty("error_description").GetString().ShouldStartWith("refresh-client:");
        (await world.Portal.Db.ScalarAsync<long>("select count(*) from identity.authorization_grant g where g::text like '%' || $1 || '%'", first.GetProperty("refresh_token").GetString())).ShouldBe(0);
    }

    [Theory, Trait("rule", "A5")]
    [InlineData("revoked_at = clock_timestamp()", "revoked")]
    [InlineData("paused_at = clock_timestamp()", "paused")]
    [InlineData("valid_from = valid_from - 60, valid_to = valid_from - 1", "expired")]
    [InlineData("uses = max_uses", "used-up")]
    public async Task A_grant_renews_only_while_the_authorisation_stands(string change, string state)
    {
        var (_, first) = await world.ExchangeAsync(_bank, _key, await CodeAsync(), _verifier);
        await world.Portal.Db.ExecuteAsync($"update consent.authorisation set {change} where uscc = $1", _uscc);
        var (status, body) = await RefreshAsync(first);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("error_description").GetString()!.ShouldEndWith(state);
        (await world.PullAsync(_key, first.GetProperty("access_token").GetString()!, _uscc)).Body.ShouldContain("authorisation-" + state);
    }

    [Fact, Trait("clause", "RFC7009-2.1")]
    public async Task Giving_up_the_refresh_token_ends_the_grant_with_its_tokens_and_leaves_the_authorisation()
    {
        var (_, first) = await world.ExchangeAsync(_bank, _key, await CodeAsync(), _verifier);
        using var other = await world.RegisterAsync();
        (await RevokeAsync(other, first.GetProperty("refresh_token").GetString()!)).ShouldBe(HttpStatusCode.OK, "RFC 7009 section 2.2: told nothing");
        (await RefreshAsync(first)).Status.ShouldBe(HttpStatusCode.OK, "another client's word changes nothing");

        (await RevokeAsync(_bank, first.GetProperty("refresh_token").GetString()!)).ShouldBe(HttpStatusCode.OK);
        (await RefreshAsync(first)).Status.ShouldBe(HttpStatusCode.BadRequest);
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        (await world.PullAsync(_key, first.GetProperty("access_token").GetString()!, _uscc)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await world.Portal.Db.ScalarAsync<bool>("select revoked_at is null from consent.authorisation where uscc = $1", _uscc)).ShouldBeTrue("only the enterprise withdraws");
    }

    [Fact, Trait("clause", "RFC7009-2.1")]
    public async Task Giving_up_an_access_token_ends_it_alone()
    {
        var (_, first) = await world.ExchangeAsync(_bank, _key, await CodeAsync(), _verifier);
        (await RevokeAsync(_bank, first.GetProperty("access_token").GetString()!)).ShouldBe(HttpStatusCode.OK);
        (await RevokeAsync(_bank, "unknown")).ShouldBe(HttpStatusCode.OK);
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        (await world.PullAsync(_key, first.GetProperty("access_token").GetString()!, _uscc)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await RefreshAsync(first)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact, Trait("clause", "RFC7662-2")]
    public async Task The_citys_own_service_asks_about_tokens_and_a_bank_may_not()
    {
        using var service = await world.RegisterAsync("service", "11370900MB0000000G");
        var (_, first) = await world.ExchangeAsync(_bank, _key, await CodeAsync(), _verifier);
        var (access, refresh) = (first.GetProperty("access_token").GetString()!, first.GetProperty("refresh_token").GetString()!);
        var about = await AskAsync(service, access);
        about.GetProperty("active").GetBoolean().ShouldBeTrue();
        about.GetProperty("client_id").GetString().ShouldBe(_bank.ClientId);
        about.GetProperty("cnf").GetProperty("jkt").GetString().ShouldBe(_key.Thumbprint);
        about.GetProperty("authorization_details")[0].GetProperty("uscc").GetString().ShouldBe(_uscc);
        (await AskAsync(service, refresh)).GetProperty("active").GetBoolean().ShouldBeTrue();
        (await AskAsync(service, access[..^4] + "AAAA")).ToString().ShouldBe("""{"active":false}""");

        (await world.PostAsync("/connect/introspect", _bank, null, new() { ["token"] = access })).Body.GetProperty("error").GetString().ShouldBe("unauthorized_client");
        (await world.PostAsync("/connect/token", service, world.Proof(_key), new() { ["grant_type"] = "client_credentials" })).Body.GetProperty("error").GetString().ShouldBe("unauthorized_client");

        await world.Portal.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where uscc = $1", _uscc);
        (await AskAsync(service, access)).ToString().ShouldBe("""{"active":false}""", "the enterprise withdrew");
        (await AskAsync(service, refresh)).ToString().ShouldBe("""{"active":false}""");
    }

    [Fact, Trait("clause", "RFC8414-2"), Trait("clause", "FAPI2-SP-FINAL-5.3.2.2-7")]
    public async Task Discovery_names_every_endpoint_and_only_what_is_supported()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await world.Http.GetStringAsync(world.Issuer + "/.well-known/oauth-authorization-server"));
        foreach (var endpoint in new[] { "authorization", "pushed_authorization_request", "token", "revocation", "introspection" })
        {
            document.GetProperty(endpoint + "_endpoint").GetString().ShouldStartWith(world.Issuer + "/connect/");
        }

        document.GetProperty("require_pushed_authorization_requests").GetBoolean().ShouldBeTrue();
        document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean().ShouldBeTrue();
        document.GetProperty("code_challenge_methods_supported").ToString().ShouldBe("""["S256"]""");
        document.GetProperty("response_types_supported").ToString().ShouldBe("""["code"]""");
        document.GetProperty("authorization_details_types_supported").ToString().ShouldBe("""["credit-query"]""");
        document.GetProperty("token_endpoint_auth_signing_alg_values_supported").ToString().ShouldBe("""["ES256","PS256"]""");
    }

    private Task<string> CodeAsync() => world.CodeAsync(_visitor, _passkey, _bank, _verifier);

    private Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(JsonElement first, BankCredentials? bank = null, ProofMaker? key = null) => world.PostAsync(
        "/connect/token", bank ?? _bank, world.Proof(key ?? _key), new() { ["grant_type"] = "refresh_token", ["refresh_token"] = first.GetProperty("refresh_token").GetString() });

    private async Task<HttpStatusCode> RevokeAsync(BankCredentials bank, string token) => (await world.PostAsync("/connect/revoke", bank, null, new() { ["token"] = token })).Status;

    private async Task<JsonElement> AskAsync(BankCredentials service, string token)
    {
        var (status, body) = await world.PostAsync("/connect/introspect", service, null, new() { ["token"] = token });
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        return body;
    }
}
