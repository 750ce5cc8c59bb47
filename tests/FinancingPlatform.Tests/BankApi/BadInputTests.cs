using System.Text;
using System.Text.Json;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Input that once brought an unexpected failure, one case each; generated requests found them.</summary>
public sealed class BadInputTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    [Theory]
    [InlineData("[null]")]
    [InlineData("[\"invoice-sales\", null]")]
    [InlineData("[\"a\\u0000b\"]")]
    [InlineData("[\"\\ud800\"]")]
    public async Task Items_that_are_no_text_are_refused_by_look_and_request_alike(string items)
    {
        var test = await api.CaseAsync();
        await test.AuthoriseAsync();
        var look = $$"""{"uscc":"{{test.Uscc}}","purpose":"loan-application","operator":"o","branch":"b","reference":"r","items":{{items}}}""";
        var ask = $$"""{"uscc":"{{test.Uscc}}","purpose":"pre-credit","operator":"o","branch":"b","reference":"r","items":{{items}},"leg_look":true,"leg_return":false,"leg_training":false,"days":30,"max_uses":1}""";

        (await api.PostAsync(test, "/v1/score-pulls", look)).ShouldBeProblem(400, "malformed-request");
        (await api.PostAsync(test, "/v1/report-pulls", look)).ShouldBeProblem(400, "malformed-request");
        (await api.PostAsync(test, "/v1/authorisation-requests", ask, BankPosts.Key())).ShouldBeProblem(400, "malformed-request");
    }

    [Fact]
    public async Task A_null_among_fees_bands_or_own_features_is_refused()
    {
        var test = await api.CaseAsync();
        var product = """{"product_no":"P","name":"n","loan_type":"credit","amount_from":{"value":"1","currency":"CNY"},"amount_to":{"value":"2","currency":"CNY"},"months_from":1,"months_to":2,"rate_from_percent":"1","rate_to_percent":"2","audience":"a","fees":[null]}""";
        var policy = """{"version":"1","valid_from":"2099-01-01","product_cap":{"value":"1","currency":"CNY"},"floor":{"value":"0","currency":"CNY"},"revenue_share":"0.1","bands":[null]}""";

        (await api.PostAsync(test, "/v1/products", product, BankPosts.Key())).ShouldBeProblem(400, "malformed-request");
        (await api.PostAsync(test, "/v1/limit-policies", policy, BankPosts.Key())).ShouldBeProblem(400, "malformed-request");
        (await api.PostAsync(test, "/v1/joint-models", Model("""{"columns":[]}""", own: "[null]"), BankPosts.Key())).ShouldBeProblem(400, "malformed-request");
    }

    [Theory]
    [InlineData("\\ud83d")]
    [InlineData("x\\ud800y")]
    [InlineData("\\u0000")]
    public async Task A_models_schema_with_what_is_no_text_is_refused(string text)
    {
        var test = await api.CaseAsync();

        (await api.PostAsync(test, "/v1/joint-models", Model($$"""{"columns":[{"name":"{{text}}","role":"feature"}]}"""), BankPosts.Key())).ShouldBeProblem(400, "malformed-request");
    }

    [Fact]
    public async Task A_batchs_line_with_what_is_no_text_has_its_own_outcome_and_the_others_go_on()
    {
        var test = await api.CaseAsync();
        var request = api.Request(test, HttpMethod.Post, "/v1/batches", key: BankPosts.Key());
        request.Content = new StringContent(
            """
            {"kind":"classification","post":{"note_no":"a\u0000","event_no":"e","occurred_on":"2026-11-01","five_class":"normal"}}
            {"kind":"classification","post":{"note_no":"unknown","event_no":"e","occurred_on":"2026-11-01","five_class":"normal"}}
            """, Encoding.UTF8, "application/x-ndjson");

        var answer = await api.SendAsync(request);

        answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("code").GetString())
            .ShouldBe(["malformed-request", "note-unknown"]);
    }

    [Theory]
    [InlineData("/v1/usage?to=0001-01-01", 200)]
    [InlineData("/v1/usage?from=0001-01-01&to=9999-12-31", 400)]
    [InlineData("/v1/usage?to=9999-12-31", 200)]
    public async Task Days_at_the_ends_of_the_calendar_are_answered(string path, int status)
    {
        var test = await api.CaseAsync();

        (await api.SendAsync(api.Request(test, HttpMethod.Get, path))).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("?to=9999-12", 200)]
    [InlineData("?to=0001-01", 400)]
    [InlineData("?from=0001-01&to=9999-12", 400)]
    [InlineData("?from=9999-12&to=9999-12", 200)]
    public async Task Months_at_the_ends_of_the_calendar_are_answered(string query, int status) =>
        (await DepartmentAsync(HttpMethod.Get, "/v1/deliveries/use" + query, body: null)).Status.ShouldBe(status);

    [Theory]
    [InlineData("\\u0000", "malformed-request")]
    [InlineData("", "field-invalid")]
    public async Task A_delivery_of_what_is_no_item_is_refused(string item, string code) =>
        (await DepartmentAsync(HttpMethod.Put, $"/v1/deliveries/{Guid.NewGuid()}", $$"""{"item":"{{item}}","rows":1}""")).ShouldBeProblem(400, code);

    [Fact]
    public async Task A_key_that_was_used_for_one_webhook_does_not_answer_for_another()
    {
        var test = await api.CaseAsync();
        var (first, second) = (await AddAsync(test, "https://bank.example/one"), await AddAsync(test, "https://bank.example/two"));
        var key = BankPosts.Key();

        (await api.PostAsync(test, $"/v1/webhooks/{first}/disabling", "{}", key)).Status.ShouldBe(201);
        (await api.PostAsync(test, $"/v1/webhooks/{first}/disabling", "{}", key)).Status.ShouldBe(201, "the same request again");
        (await api.PostAsync(test, $"/v1/webhooks/{second}/disabling", "{}", key)).ShouldBeProblem(422, "idempotency-key-reused");
        (await api.PostAsync(test, $"/v1/needs/{first}/release", "{}", key)).ShouldBeProblem(422, "idempotency-key-reused");
    }

    private async Task<string> AddAsync(Consent.GateCase test, string url) =>
        (await api.OkAsync(test, "/v1/webhooks", new { url })).Json.GetProperty("id").GetString()!;

    private static string Model(string schema, string own = "[]") =>
        $$"""{"contract_no":"C","version":"1","kind":"xgboost","model":"e30","schema":{{schema}},"own_features":{{own}},"model_key":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}""";

    private async Task<BankAnswer> DepartmentAsync(HttpMethod method, string path, string? body)
    {
        var client = "department-" + Guid.NewGuid().ToString("N");
        await api.Db.ExecuteAsync(
            "insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at, kind, items) values ($1, '11370900MB0000000G', '虚构局', '{}', clock_timestamp(), 'department', '{penalty}')",
            client);
        return await api.SendAsync(api.DepartmentRequest(client, method, path, body));
    }
}
