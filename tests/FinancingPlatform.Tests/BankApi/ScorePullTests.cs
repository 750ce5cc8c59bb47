using System.Net.Http.Headers;
using System.Text;
using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Score pulls over real HTTP: what a bank gets, and how each wrong one is refused.</summary>
public sealed class ScorePullTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private const string Path = "/v1/score-pulls";

    [Theory]
    [InlineData("no-authorisation")]
    [InlineData("authorisation-expired")]
    [InlineData("authorisation-revoked")]
    [InlineData("authorisation-used-up")]
    [InlineData("authorisation-too-narrow")]
    [InlineData("authorisation-wrong-purpose")]
    [Trait("rule", "A1")]
    [Trait("trap", "1")]
    public async Task A_pull_that_no_live_authorisation_covers_is_refused_by_name_and_recorded(string code)
    {
        var test = await api.CaseAsync();
        switch (code)
        {
            case "authorisation-expired":
                await test.AuthoriseAsync(from: -30, to: -1);
                break;
            case "authorisation-revoked":
                await api.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where id = $1", await test.AuthoriseAsync());
                break;
            case "authorisation-used-up":
                await test.AuthoriseAsync(uses: 1);
                await test.LookAsync();
                break;
            case "authorisation-too-narrow":
                await test.AuthoriseAsync(items: ["invoice-sales"]);
                break;
            case "authorisation-wrong-purpose":
                await test.AuthoriseAsync(purpose: "post-loan");
                break;
            default:
                break;
        }

        var answer = await api.PostAsync(test, Path, Pull(test));

        answer.ShouldBeProblem(403, code);
        answer.Text.ShouldNotContain("points");
        (await api.Db.ScalarAsync<string>("select refusal from consent.access_record where client_id = $1 order by at desc limit 1", test.Client)).ShouldBe(code);
    }

    [Fact]
    public async Task A_replayed_proof_is_refused_and_uses_nothing_up()
    {
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync(uses: 5, purpose: "post-loan");
        using var first = api.Request(test, HttpMethod.Post, Path, System.Text.Json.JsonSerializer.Serialize(Pull(test)));
        var proof = first.Headers.GetValues("DPoP").Single();
        using var second = api.Request(test, HttpMethod.Post, Path, System.Text.Json.JsonSerializer.Serialize(Pull(test, "post-loan")));
        second.Headers.Remove("DPoP");
        second.Headers.Add("DPoP", proof);
        second.Headers.Authorization = first.Headers.Authorization;

        (await api.SendAsync(first)).ShouldBeProblem(403, "authorisation-wrong-purpose");
        var replayed = await api.SendAsync(second);

        replayed.ShouldBeProblem(401, "invalid-dpop-proof");
        replayed.Challenge.ShouldContain("invalid_dpop_proof");
        (await test.UsesAsync(authorisation)).ShouldBe(0);
        (await api.Db.ScalarAsync<long>("select count(*) from consent.access_record where client_id = $1", test.Client)).ShouldBe(1);
    }

    [Fact]
    public async Task Many_replays_of_one_proof_at_once_open_one_look()
    {
        var test = await api.CaseAsync();
        await test.AuthoriseAsync(purpose: "post-loan");
        var body = System.Text.Json.JsonSerializer.Serialize(Pull(test));
        var requests = Enumerable.Range(0, 6).Select(_ => api.Request(test, HttpMethod.Post, Path, body)).ToArray();
        foreach (var request in requests)
        {
            request.Headers.Remove("DPoP");
            request.Headers.Authorization = requests[0].Headers.Authorization;
        }

        var proof = api.Prover.Prove("POST", new Uri(api.Address, Path), requests[0].Headers.Authorization!.Parameter);
        foreach (var request in requests)
        {
            request.Headers.Add("DPoP", proof);
        }

        var answers = await Task.WhenAll(requests.Select(api.SendAsync));

        answers.Count(answer => answer.Status == 401).ShouldBe(5);
        (await api.Db.ScalarAsync<long>("select count(*) from consent.access_record where client_id = $1", test.Client)).ShouldBe(1);
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("branch")]
    [InlineData("reference")]
    [InlineData("purpose")]
    [InlineData("uscc")]
    [Trait("rule", "A6")]
    public async Task Every_pull_names_operator_branch_purpose_reference_and_enterprise(string field)
    {
        var test = await api.CaseAsync();
        var full = Pull(test);

        var without = await api.PostAsync(test, Path, full.Where(entry => entry.Key != field).ToDictionary());
        var blank = await api.PostAsync(test, Path, full.ToDictionary(entry => entry.Key, entry => entry.Key == field ? " " : entry.Value));

        without.ShouldBeProblem(400, "malformed-request");
        blank.Status.ShouldBe(400);
        blank.Json.GetProperty("field").GetString().ShouldBe(field);
    }

    [Theory]
    [InlineData("""{"uscc":"x","unknown":1}""")]
    [InlineData("""{"uscc":"x","uscc":"y"}""")]
    [InlineData("""{"uscc":5}""")]
    [InlineData("""{"uscc":null}""")]
    [InlineData("""{"uscc":"x"} trailing""")]
    [InlineData("""["uscc"]""")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("")]
    public async Task A_body_that_is_not_what_the_contract_says_is_refused(string body)
    {
        var test = await api.CaseAsync();

        (await api.PostAsync(test, Path, body)).ShouldBeProblem(400, "malformed-request");
    }

    [Fact]
    public async Task Unknown_and_repeated_fields_beside_a_full_request_are_refused()
    {
        var test = await api.CaseAsync();
        var full = System.Text.Json.JsonSerializer.Serialize(Pull(test));

        (await api.PostAsync(test, Path, full[..^1] + ",\"item\":[]}")).ShouldBeProblem(400, "malformed-request");
        (await api.PostAsync(test, Path, full[..^1] + ",\"purpose\":\"post-loan\"}")).ShouldBeProblem(400, "malformed-request");
        (await api.Db.ScalarAsync<long>("select count(*) from consent.access_record where client_id = $1", test.Client)).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_huge_body_is_refused_with_its_length_and_without(bool chunked)
    {
        var test = await api.CaseAsync();

        var request = api.Request(test, HttpMethod.Post, Path);
        request.Content = new StringContent("{\"uscc\":\"" + new string('9', 100_000) + "\"}", Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await api.SendHugeAsync(request);

        answer.ShouldBeProblem(413, "body-too-large");
    }

    [Fact]
    public async Task A_form_is_not_json()
    {
        var test = await api.CaseAsync();
        using var request = api.Request(test, HttpMethod.Post, Path);
        request.Content = new FormUrlEncodedContent([new("uscc", test.Uscc)]);

        (await api.SendAsync(request)).ShouldBeProblem(415, "unsupported-media-type");
    }

    [Fact]
    public async Task A_stranger_and_a_bearer_of_a_bound_token_are_not_let_in()
    {
        var test = await api.CaseAsync();
        using var stranger = new HttpRequestMessage(HttpMethod.Post, new Uri(api.Address, Path)) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        using var bearer = api.Request(test, HttpMethod.Post, Path, "{}");
        bearer.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api.Token(test));

        (await api.SendAsync(stranger)).Status.ShouldBe(401);
        (await api.SendAsync(bearer)).Status.ShouldBe(401);
    }

    private static Dictionary<string, string> Pull(GateCase test, string purpose = "loan-application") => new()
    {
        ["uscc"] = test.Uscc,
        ["purpose"] = purpose,
        ["operator"] = "officer-07",
        ["branch"] = "泰安分行",
        ["reference"] = "APP-2026-0001",
    };
}
