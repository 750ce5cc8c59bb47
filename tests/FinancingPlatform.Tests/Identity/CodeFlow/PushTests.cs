using System.Net;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.AuthorizationServer.Pushed;
using FinancingPlatform.Identity.Client;

namespace FinancingPlatform.Tests.Identity.CodeFlow;

/// <summary>Pushed authorization requests (RFC 9126), one place wrong at a time.</summary>
[Trait("clause", "FAPI2-SP-FINAL-5.3.2.2-2"), Trait("clause", "RFC9126-2")]
public sealed class PushTests(CodeFlowWorld world) : IClassFixture<CodeFlowWorld>
{
    public static TheoryData<string, string, string?, string> Wrong { get; } = new()
    {
        // clause, parameter, value (null: left out), check
        { "RFC9126-2.1", "request_uri", "urn:ietf:params:oauth:request_uri:x", "no-request-uri" },
        { "RFC9101-10.5", "request", "a.b.c", "no-request-object" },
        { "FAPI2-SP-FINAL-5.3.2.2-1", "response_type", null, "response-type" },
        { "FAPI2-SP-FINAL-5.3.2.2-1", "response_type", "code id_token", "response-type" },
        { "FAPI2-SP-FINAL-5.3.2.2-1", "response_type", "token", "response-type" },
        { "FAPI2-SP-FINAL-5.3.2.2-6", "redirect_uri", null, "redirect-uri" },
        { "FAPI2-SP-FINAL-5.3.2.2-6", "redirect_uri", "https://bank.example/callback/", "redirect-uri" },
        { "FAPI2-SP-FINAL-5.3.2.2-6", "redirect_uri", "https://bank.example.evil/callback", "redirect-uri" },
        { "FAPI2-SP-FINAL-5.3.2.2-5", "code_challenge_method", "plain", "challenge-method" },
        { "FAPI2-SP-FINAL-5.3.2.2-5", "code_challenge_method", null, "challenge-method" },
        { "FAPI2-SP-FINAL-5.3.2.2-5", "code_challenge", null, "challenge" },
        { "FAPI2-SP-FINAL-5.3.2.2-5", "code_challenge", "short", "challenge" },
        { "RFC6749-3.3", "scope", "openid", "scope" },
        { "OIDC", "response_mode", "form_post", "response-mode" },
        { "RFC9449-10", "dpop_jkt", "not-a-thumbprint", "dpop-jkt" },
        { "RFC9396-5", "authorization_details", null, "details" },
        { "RFC9396-5", "authorization_details", "[]", "details" },
        { "RFC9396-5", "authorization_details", "{}", "details" },
        { "RFC9396-5", "authorization_details", "[{\"type\":\"account_information\"}]", "details" },
        { "RFC6749-2.3", "client_secret", "x", "one-authentication" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_request_that_is_wrong_in_one_place_is_refused_by_the_check_of_that_place(string clause, string parameter, string? value, string check)
    {
        using var bank = await world.RegisterAsync();
        var (status, body) = await world.PushAsync(bank, CodeFlowWorld.NewVerifier(), new() { [parameter] = value });
        status.ShouldBe(check == "one-authentication" ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, clause);
        body.GetProperty("error_description").GetString().ShouldStartWith(check + ":", Case.Sensitive, clause);
        (await world.PushAsync(bank, CodeFlowWorld.NewVerifier())).Status.ShouldBe(HttpStatusCode.Created, "a good one still works");
    }

    public static TheoryData<string, string> WrongDetails { get; } = new()
    {
        { """{"more":1}""", "details" },
        { """{"items":"invoice-sales"}""", "details" },
        { """{"valid_to":"tomorrow"}""", "details" },
        { """{"max_uses":"3"}""", "details" },
        { """{"locations":["https://elsewhere.example"]}""", "details-locations" },
        { """{"authorisation":"0197f3c0-0000-7000-8000-000000000000"}""", "details-answered-members" },
        { """{"legs":["look","look"]}""", "details-legs" },
        { """{"legs":["everything"]}""", "details-legs" },
        { """{"legs":[]}""", "details-terms" },
        { """{"uscc":"91370902MA00000000"}""", "details-enterprise" },
        { """{"items":["no-such-item"]}""", "details-terms" },
        { """{"items":[]}""", "details-terms" },
        { """{"catalogue_version":"1999"}""", "details-terms" },
        { """{"purpose":"training"}""", "details-terms" },
        { """{"valid_to":"2020-01-01"}""", "details-terms" },
        { """{"valid_to":"2099-01-01"}""", "details-terms" },
        { """{"max_uses":0}""", "details-terms" },
    };

    [Theory, Trait("clause", "RFC9396-5"), Trait("rule", "A5")]
    [MemberData(nameof(WrongDetails))]
    public async Task Details_that_no_enterprise_could_sign_are_refused_before_anybody_is_asked(string change, string check)
    {
        using var bank = await world.RegisterAsync();
        var query = CodeFlowWorld.Query();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            query[name] = value!.DeepClone();
        }

        var (status, body) = await world.PushAsync(bank, CodeFlowWorld.NewVerifier(), new() { ["authorization_details"] = new JsonArray(query).ToJsonString() });
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetString().ShouldBe("invalid_authorization_details");
        body.GetProperty("error_description").GetString().ShouldStartWith(check + ":");
    }

    [Fact, Trait("clause", "RFC9126-2.2")]
    public async Task The_reference_is_unguessable_short_lived_and_stored_as_a_digest()
    {
        using var bank = await world.RegisterAsync();
        var (status, body) = await world.PushAsync(bank, CodeFlowWorld.NewVerifier());
        status.ShouldBe(HttpStatusCode.Created);
        body.GetProperty("expires_in").GetInt32().ShouldBeLessThan(600, "FAPI 2.0 section 5.3.2.2-8");
        var reference = body.GetProperty("request_uri").GetString()!;
        reference.ShouldStartWith(PushedRequest.ReferencePrefix);
        reference[PushedRequest.ReferencePrefix.Length..].Length.ShouldBe(43, "256 bits");
        (await world.Portal.Db.ScalarAsync<long>("select count(*) from identity.pushed_request p where p::text like '%' || $1 || '%'", reference)).ShouldBe(0);
    }

    [Fact, Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-8")]
    public async Task An_assertion_used_to_push_cannot_get_a_token_and_one_for_the_push_endpoint_is_refused()
    {
        using var bank = await world.RegisterAsync();
        using var key = new ProofMaker();
        using var client = new BankTokenClient(world.Http, new Uri(world.Issuer), bank, TimeProvider.System);
        var assertion = client.CreateAssertion();
        var fields = new Dictionary<string, string?>
        {
            ["response_type"] = "code", ["redirect_uri"] = CodeFlowWorld.RedirectUri, ["code_challenge"] = CodeFlowWorld.NewVerifier(), ["code_challenge_method"] = "S256",
            ["authorization_details"] = new JsonArray(CodeFlowWorld.Query()).ToJsonString(),
        };
        (await world.PostAsync("/connect/par", bank, null, fields, assertion)).Status.ShouldBe(HttpStatusCode.Created);
        var (status, body) = await world.PostAsync("/connect/token", bank, world.Proof(key), new() { ["grant_type"] = "client_credentials" }, assertion);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        body.GetProperty("error_description").GetString().ShouldStartWith("assertion-replay:");
    }

    [Fact, Trait("clause", "RFC9449-10.1")]
    public async Task The_proofs_key_and_dpop_jkt_must_be_one()
    {
        using var bank = await world.RegisterAsync();
        using var key = new ProofMaker();
        using var other = new ProofMaker();
        string Proof() => key.Make("POST", world.Issuer + "/connect/par", token: null);
        (await world.PushAsync(bank, CodeFlowWorld.NewVerifier(), new() { ["dpop_jkt"] = key.Thumbprint }, Proof())).Status.ShouldBe(HttpStatusCode.Created);
        var (_, body) = await world.PushAsync(bank, CodeFlowWorld.NewVerifier(), new() { ["dpop_jkt"] = other.Thumbprint }, Proof());
        body.GetProperty("error_description").GetString().ShouldStartWith("dpop-key-same:");
    }

    [Fact]
    public async Task A_department_may_not_ask_an_enterprise()
    {
        using var department = await world.RegisterAsync("department");
        var (_, body) = await world.PushAsync(department, CodeFlowWorld.NewVerifier());
        body.GetProperty("error").GetString().ShouldBe("unauthorized_client");
    }

    [Fact]
    public async Task The_endpoint_answers_no_GET()
    {
        using var answer = await world.Http.GetAsync(world.Issuer + "/connect/par");
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }
}
