using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FinancingPlatform.BankApi.Sandbox;
using FinancingPlatform.Cli.Bench.ApiFuzz;
using FinancingPlatform.Tests.Architecture;
using FinancingPlatform.Tests.Consent;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace FinancingPlatform.Tests.BankApi.Contract;

/// <summary>The sandbox: every documented error can be provoked by its number, on invented data alone, and nowhere else.</summary>
public sealed class SandboxTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private static readonly string s_document = Path.Combine(RepositoryFiles.Root, "docs", "bank-api-sandbox.md");

    [Fact]
    public void Every_problem_of_the_contract_has_a_case_of_its_own_and_every_case_a_problem()
    {
        var inContract = Types().Select(type => (Case: type["sandbox_case"]?.GetValue<string>(), Key: $"{type["code"]}-{type["status"]}")).ToList();

        inContract.ShouldAllBe(type => type.Case != null);
        inContract.Select(type => KeyValuePair.Create(type.Case!, type.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal).ShouldBe(SandboxCases.Load().All);
    }

    [Fact, Trait("speed", "slow")]
    public async Task Every_case_of_every_operation_answers_with_its_problem_and_changes_nothing()
    {
        var (app, address) = await api.StartAsync(100_000, (SandboxSetup.Key, "true"));
        await using var running = app;
        var (bank, department) = (await api.CaseAsync(), await DepartmentAsync());
        await using var owner = NpgsqlDataSource.Create(api.Db.Owner);
        var watch = new ChangeWatch(owner);
        await watch.InstallAsync(CancellationToken.None);
        var walked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in ContractTests.Contract().Operations)
        {
            foreach (var type in Types().Where(type => Documents(operation, type)))
            {
                var number = type["sandbox_case"]!.GetValue<string>();
                var answer = await api.SendAsync(Request(operation, bank, department, address, number));

                answer.ShouldBeProblem(type["status"]!.GetValue<int>(), type["code"]!.GetValue<string>());
                answer.Json.GetProperty("sandbox_case").GetString().ShouldBe(number);
                walked.Add(number);
            }
        }

        walked.ShouldBe(SandboxCases.Load().All.Select(pair => pair.Key), ignoreOrder: true);
        (await watch.SinceLastAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_case_comes_with_the_headers_of_the_real_cause_and_says_that_the_data_is_invented()
    {
        var (app, address) = await api.StartAsync(1000, (SandboxSetup.Key, "true"));
        await using var running = app;
        var bank = await api.CaseAsync();

        using var throttled = await AskAsync(bank, address, "too-many-requests");
        using var nonce = await AskAsync(bank, address, "use-dpop-nonce");

        throttled.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        throttled.Headers.GetValues(SandboxSetup.Mark).ShouldBe(["invented-data"]);
        nonce.Headers.WwwAuthenticate.ToString().ShouldContain("use_dpop_nonce");
        nonce.Headers.Contains("DPoP-Nonce").ShouldBeTrue();
    }

    [Theory]
    [InlineData("SBX-999")]
    [InlineData("line-exceeded")]
    [InlineData("SBX-405")]
    public async Task A_number_that_is_no_case_of_the_operation_is_refused(string number)
    {
        var (app, address) = await api.StartAsync(1000, (SandboxSetup.Key, "true"));
        await using var running = app;
        var request = api.Request(await api.CaseAsync(), HttpMethod.Get, "/v1/packs", address: address);
        request.Headers.Add(SandboxCases.Header, number);

        (await api.SendAsync(request)).ShouldBeProblem(400, "sandbox-case-unknown");
    }

    [Fact]
    public async Task Outside_a_sandbox_a_case_is_refused_and_the_request_not_carried_out()
    {
        var test = await api.CaseAsync();
        var request = api.Request(test, HttpMethod.Post, "/v1/credit-lines", System.Text.Json.JsonSerializer.Serialize(BankPosts.Line(test, await test.AuthoriseAsync())), BankPosts.Key());
        request.Headers.Add(SandboxCases.Header, "SBX-405");

        (await api.SendAsync(request)).ShouldBeProblem(400, "not-a-sandbox");
        (await api.Db.ScalarAsync<long>("select count(*) from lending.credit_line where bank_uscc = $1", test.Bank)).ShouldBe(0);
    }

    [Fact]
    public async Task A_sandbox_neither_starts_nor_goes_on_over_data_that_is_not_invented()
    {
        var clock = new FakeTimeProvider();
        var guard = new SandboxGuard(api.Db.Source("bank_api"), clock);
        (await guard.IsInventedAsync(CancellationToken.None)).ShouldBeTrue();
        var id = await api.Db.ScalarAsync<long>("insert into registry.enterprise (uscc, name, in_city, row_sha256) values ($1, '真企业', true, sha256('x')) returning id", InventedCodes.Next());
        try
        {
            clock.Advance(SandboxGuard.AskAgainAfter);

            (await guard.IsInventedAsync(CancellationToken.None)).ShouldBeFalse();
            await Should.ThrowAsync<InvalidOperationException>(() => api.StartAsync(1000, (SandboxSetup.Key, "true")));
        }
        finally
        {
            await api.Db.ExecuteAsync("delete from registry.enterprise where id = $1", id);
        }
    }

    [Fact]
    public async Task The_table_of_cases_is_that_of_the_contract()
    {
        var table = Table();
        if (Environment.GetEnvironmentVariable("FP_WRITE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(s_document, table);
        }

        table.ShouldBe(await File.ReadAllTextAsync(s_document), "set FP_WRITE_OPENAPI=1 and run this test to write it again");
    }

    private static IEnumerable<JsonObject> Types() => ContractTests.Contract().Document["x-problem-types"]!.AsArray().Select(type => type!.AsObject());

    private static bool Documents(ApiOperation operation, JsonObject type)
    {
        var status = type["status"]!.GetValue<int>().ToString(CultureInfo.InvariantCulture);
        return operation.Responses[status] is JsonObject response
            && (response["$ref"] is not null ? ContractTests.Contract().Document["components"]!["responses"]![status]! : response)
                ["content"]!["application/problem+json"]!["schema"]!["properties"]!["code"]!["enum"]!.AsArray().Any(code => code!.GetValue<string>() == type["code"]!.GetValue<string>());
    }

    private static string Table()
    {
        var text = new StringBuilder(
            """
            # 沙箱用例 · Sandbox cases

            在沙箱里加上请求头 `Sandbox-Case: 编号`，操作即以该错误作答，与真实原因的答复相同，并带 `sandbox_case`；编号永不改变含义。令牌和证明照常需要。不是该操作可能的错误时答 `sandbox-case-unknown`；沙箱以外的主机一律拒绝此请求头，请求不会执行。
            沙箱的数据全部是虚构的：数据库中只要有一家非虚构企业，主机就不启动；每个答复带 `Sandbox: invented-data`。本表由测试从接口描述生成。

            In the sandbox, send the header `Sandbox-Case: NUMBER` and the operation answers with that problem as it would for the real cause, with `sandbox_case` beside it; numbers never change their meaning. Token and proof are needed as always. A problem that the operation never has is answered with `sandbox-case-unknown`; any other host refuses the header and does nothing.
            All data of a sandbox is invented: with one enterprise in the database that is not, the host does not start; every answer carries `Sandbox: invented-data`. A test makes this table from the API's description.

            | 用例 case | HTTP | `code` | 说明 | meaning |
            |---|---|---|---|---|

            """);
        foreach (var type in Types().OrderBy(type => type["sandbox_case"]!.GetValue<string>(), StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {type["sandbox_case"]} | {type["status"]} | `{type["code"]}` | {type["title_zh"]} | {type["title"]} |\n");
        }

        return text.ToString();
    }

    private async Task<HttpResponseMessage> AskAsync(GateCase bank, Uri address, string code)
    {
        using var request = api.Request(bank, HttpMethod.Get, "/v1/packs", address: address);
        request.Headers.Add(SandboxCases.Header, Types().Single(type => type["code"]!.GetValue<string>() == code)["sandbox_case"]!.GetValue<string>());
        return await api.Http.SendAsync(request);
    }

    private HttpRequestMessage Request(ApiOperation operation, GateCase bank, string department, Uri address, string number)
    {
        var path = operation.Path.Replace("{id}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{n}", "1", StringComparison.Ordinal).Replace("{noteNo}", "N", StringComparison.Ordinal);
        var (method, body) = (new HttpMethod(operation.Method), operation.BodyType is null ? null : "{}");
        var request = operation.ForDepartments ? api.DepartmentRequest(department, method, path, body, address: address) : api.Request(bank, method, path, body, address: address);
        if (operation.BodyType is { } mediaType)
        {
            request.Content!.Headers.ContentType = new(mediaType);
        }

        request.Headers.Add(SandboxCases.Header, number);
        return request;
    }

    private async Task<string> DepartmentAsync()
    {
        var client = "department-" + Guid.NewGuid().ToString("N");
        await api.Db.ExecuteAsync(
            "insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at, kind, items) values ($1, '11370900MB0000000G', '虚构局', '{}', clock_timestamp(), 'department', '{penalty}')",
            client);
        return client;
    }
}
