using System.Globalization;
using System.Net.Sockets;
using System.Text;

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

    [Fact]
    public async Task Rejected_rows_are_read_page_by_page_with_how_to_mend_them_and_by_nobody_else()
    {
        using var deliveries = new Aggregation.Deliveries(api.Db);
        var (client, other) = (await DepartmentAsync(), await DepartmentAsync());
        var path = $"/v1/deliveries/{Guid.NewGuid()}";
        await SendAsync(client, HttpMethod.Put, path, """{"item":"penalty","rows":120}""");
        await SendAsync(client, HttpMethod.Post, path + "/chunks/1", string.Concat(Enumerable.Repeat("{\"horoscope\":\"lion\"}\n", 120)), Ndjson);
        await SendAsync(client, HttpMethod.Post, path + "/complete", null);
        var import = Aggregation.Pushed.PushedDepartment.Import(api.Db, deliveries.Folder);
        while (await import.RunOnceAsync(CancellationToken.None) is not null)
        {
            // Other tests of this class complete deliveries too.
        }

        var state = (await SendAsync(client, HttpMethod.Get, path, null)).Json;
        state.GetProperty("state").GetString().ShouldBe("imported");
        state.GetProperty("balance").GetProperty("rejected").GetInt64().ShouldBe(120);
        state.GetProperty("rejections").GetArrayLength().ShouldBe(100);
        var first = (await SendAsync(client, HttpMethod.Get, path + "/rejections?limit=80", null)).Json;
        var second = (await SendAsync(client, HttpMethod.Get, path + "/rejections?limit=80&after=" + first.GetProperty("next").GetInt64(), null)).Json;
        first.GetProperty("rejections").EnumerateArray().Concat(second.GetProperty("rejections").EnumerateArray()).Select(row => row.GetProperty("line").GetInt64())
            .ShouldBe(Enumerable.Range(1, 120).Select(line => (long)line));
        second.GetProperty("next").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        second.GetProperty("rejections")[0].GetProperty("how_to_mend").GetString().ShouldNotBeNullOrEmpty();
        (await SendAsync(other, HttpMethod.Get, path + "/rejections", null)).ShouldBeProblem(404, "delivery-unknown");
        (await SendAsync(client, HttpMethod.Get, path + "/rejections?limit=0", null)).ShouldBeProblem(400, "field-invalid");
    }

    [Fact]
    public async Task A_chunk_that_is_no_ndjson_too_long_or_too_slow_is_told_which_limit_it_met()
    {
        var client = await DepartmentAsync();
        var path = $"/v1/deliveries/{Guid.NewGuid()}";
        await SendAsync(client, HttpMethod.Put, path, """{"item":"penalty","rows":1}""");
        var chunk = path + "/chunks/1";

        (await SendAsync(client, HttpMethod.Post, chunk, "uscc,name\n", Ndjson)).ShouldBeProblem(400, "not-ndjson");
        (await SendAsync(client, HttpMethod.Post, chunk, "{}", Ndjson)).ShouldBeProblem(400, "not-ndjson");
        (await SendAsync(client, HttpMethod.Post, chunk, "", Ndjson)).ShouldBeProblem(400, "chunk-empty");
        (await SendAsync(client, HttpMethod.Post, chunk, new string('\n', 5001).Insert(0, "{"), Ndjson)).ShouldBeProblem(413, "chunk-too-large");
        (await RawAsync(client, chunk, "10\r\n{              \n\r\n200000\r\n" + new string(' ', 0x120000))).ShouldBeProblem(413, "chunk-too-large");
        (await RawAsync(client, chunk, "10\r\n{              \n\r\n")).ShouldBeProblem(413, "chunk-too-slow");
        (await SendAsync(client, HttpMethod.Get, path, null)).Json.GetProperty("next_chunk").GetInt32().ShouldBe(1);
    }

    /// <summary>Sends the beginning of a body without a length, and no more: what answers then.</summary>
    private async Task<BankAnswer> RawAsync(string client, string path, string chunks)
    {
        using var request = api.DepartmentRequest(client, HttpMethod.Post, path, null);
        using var socket = new TcpClient(api.Address.Host, api.Address.Port);
        await using var stream = socket.GetStream();
        var head = $"POST {path} HTTP/1.1\r\nHost: {api.Address.Authority}\r\nAuthorization: {request.Headers.Authorization}\r\nDPoP: {request.Headers.GetValues("DPoP").Single()}\r\nContent-Type: {Ndjson}\r\nTransfer-Encoding: chunked\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + chunks));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        var (status, body) = (int.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture), text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)]);
        return new BankAnswer(status, text.Contains("Content-Type: application/problem+json", StringComparison.Ordinal) ? "application/problem+json" : null, body, string.Empty);
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
