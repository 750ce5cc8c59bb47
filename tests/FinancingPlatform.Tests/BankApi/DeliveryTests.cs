namespace FinancingPlatform.Tests.BankApi;

/// <summary>Departments push data: every step may be repeated, and nobody steps into another's place.</summary>
public sealed class DeliveryTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private const string Ndjson = "application/x-ndjson";

    [Fact]
    public async Task A_delivery_is_opened_sent_and_completed_and_each_step_can_be_repeated()
    {
        var client = await DepartmentAsync();
        var path = $"/v1/deliveries/{Guid.NewGuid()}";
        (await SendAsync(client, HttpMethod.Put, path, """{"item":"penalty","rows":2}""")).Status.ShouldBe(201);
        (await SendAsync(client, HttpMethod.Put, path, """{"item":"penalty","rows":2}""")).Status.ShouldBe(200);
        (await SendAsync(client, HttpMethod.Put, path, """{"item":"penalty","rows":3}""")).ShouldBeProblem(409, "delivery-differs");
        (await SendAsync(client, HttpMethod.Post, path + "/chunks/2", "{}\n", Ndjson)).ShouldBeProblem(409, "chunk-not-next");
        var first = await SendAsync(client, HttpMethod.Post, path + "/chunks/1", "{}\n", Ndjson);
        first.Status.ShouldBe(201, first.Text);
        (await SendAsync(client, HttpMethod.Post, path + "/chunks/1", "{}\n", Ndjson)).Status.ShouldBe(200);
        (await SendAsync(client, HttpMethod.Post, path + "/chunks/1", "{ }\n", Ndjson)).ShouldBeProblem(409, "delivery-differs");
        (await SendAsync(client, HttpMethod.Post, path + "/complete", null)).ShouldBeProblem(409, "rows-differ");
        (await SendAsync(client, HttpMethod.Get, path, null)).Json.GetProperty("next_chunk").GetInt32().ShouldBe(2);
        (await SendAsync(client, HttpMethod.Post, path + "/chunks/2", "{}\n", Ndjson)).Status.ShouldBe(201);

        (await SendAsync(client, HttpMethod.Post, path + "/complete", null)).Status.ShouldBe(200);
        (await SendAsync(client, HttpMethod.Post, path + "/complete", null)).Json.GetProperty("state").GetString().ShouldBe("complete");
        (await SendAsync(client, HttpMethod.Post, path + "/chunks/3", "{}\n", Ndjson)).ShouldBeProblem(409, "delivery-closed");
    }

    [Fact]
    public async Task A_department_delivers_only_its_items_and_does_not_see_anothers_delivery()
    {
        var (client, other) = (await DepartmentAsync(), await DepartmentAsync());
        var path = $"/v1/deliveries/{Guid.NewGuid()}";

        (await SendAsync(client, HttpMethod.Put, path, """{"item":"tax_rating","rows":1}""")).ShouldBeProblem(403, "item-not-allowed");
        (await SendAsync(client, HttpMethod.Put, path, """{"item":"penalty","rows":1}""")).Status.ShouldBe(201);
        (await SendAsync(other, HttpMethod.Get, path, null)).ShouldBeProblem(404, "delivery-unknown");
        (await SendAsync(other, HttpMethod.Post, path + "/chunks/1", "{}\n", Ndjson)).ShouldBeProblem(404, "delivery-unknown");
    }

    [Fact]
    public async Task A_banks_token_is_refused_for_deliveries_and_a_departments_on_the_banks_routes()
    {
        var bank = await api.CaseAsync();
        var department = await DepartmentAsync();
        var path = $"/v1/deliveries/{Guid.NewGuid()}";

        (await api.SendAsync(api.Request(bank, HttpMethod.Get, path))).ShouldBeProblem(403, "insufficient-scope");
        (await api.SendAsync(api.DepartmentRequest(bank.Client, HttpMethod.Get, path, null, bank: bank.Bank))).ShouldBeProblem(403, "insufficient-scope");
        (await SendAsync(department, HttpMethod.Get, "/v1/authorisations", null)).ShouldBeProblem(403, "insufficient-scope");
        (await api.SendAsync(api.DepartmentRequest(department, HttpMethod.Get, "/v1/authorisations", null, scope: "bank-api"))).ShouldBeProblem(403, "insufficient-scope");
    }

    [Fact]
    public async Task A_department_reads_how_often_its_own_data_was_used_by_month()
    {
        var client = await DepartmentAsync();
        await api.Db.ExecuteAsync("insert into indicator.item_use_month (month, counted_at) values (date '2026-10-01', clock_timestamp()) on conflict do nothing");
        await api.Db.ExecuteAsync(
            """
            insert into indicator.item_use (month, source, item, looks, reports, scores)
            values (date '2026-10-01', '虚构市场监管局', 'penalty', 7, 3, 120), (date '2026-10-01', '别的局', 'penalty', 9, 9, 9)
            on conflict do nothing
            """);

        var answer = await SendAsync(client, HttpMethod.Get, "/v1/deliveries/use?from=2026-09&to=2026-10", null);

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("department").GetString().ShouldBe("虚构市场监管局");
        answer.Json.GetProperty("uses").GetRawText().ShouldBe("""[{"month":"2026-10","item":"penalty","looks":7,"reports":3,"scores":120}]""");
        (await SendAsync(client, HttpMethod.Get, "/v1/deliveries/use?from=2026-01&to=2026-02", null)).Json.GetProperty("uses").GetArrayLength().ShouldBe(0);
        (await SendAsync(client, HttpMethod.Get, "/v1/deliveries/use?from=last", null)).ShouldBeProblem(400, "months-invalid");
        (await api.SendAsync(api.Request(await api.CaseAsync(), HttpMethod.Get, "/v1/deliveries/use"))).ShouldBeProblem(403, "insufficient-scope");
    }

    private Task<BankAnswer> SendAsync(string client, HttpMethod method, string path, string? body, string type = "application/json") =>
        api.SendAsync(api.DepartmentRequest(client, method, path, body, type));

    private async Task<string> DepartmentAsync()
    {
        var client = "department-" + Guid.NewGuid().ToString("N");
        await api.Db.ExecuteAsync(
            """
            insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at, kind, items)
            values ($1, '11370900MB0000000G', '虚构市场监管局', '{}', clock_timestamp(), 'department', '{penalty}')
            """, client);
        return client;
    }
}
