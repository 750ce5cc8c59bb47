using System.Text.Json;
using FinancingPlatform.Tests.Consent;
using Npgsql;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Credit reports for banks, over real HTTP: under a live authorisation, of the items that are named, and each pull is one use.</summary>
public sealed class ReportPullTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private const string Path = "/v1/report-pulls";

    [Fact]
    [Trait("rule", "A1")]
    [Trait("rule", "B7")]
    [Trait("trap", "13")]
    public async Task A_bank_gets_the_public_part_and_of_the_rest_what_it_named_and_each_pull_is_a_use()
    {
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync(uses: 2);
        await RecordAsync(test, "penalty", "虚罚报告1号");
        await RecordAsync(test, "invoice-sales", "发票甲");
        await RecordAsync(test, "invoice-purchase", "发票乙");
        await RecordAsync(test, "utility-water", "水表");

        var open = await api.PostAsync(test, Path, Body(test));
        var named = await api.PostAsync(test, Path, Body(test, "invoice-sales"));

        open.Status.ShouldBe(200, open.Text);
        Items(open).ShouldBe(["penalty"]);
        named.Status.ShouldBe(200, named.Text);
        Items(named).ShouldBe(["penalty", "invoice-sales"]);
        named.Text.ShouldNotContain("水表");
        named.Text.ShouldNotContain("record_id");
        named.Json.GetProperty("digest").GetString()!.Length.ShouldBe(64);
        named.Json.GetProperty("digest").GetString().ShouldNotBe(open.Json.GetProperty("digest").GetString());
        named.Json.GetProperty("authorisation_id").GetGuid().ShouldBe(authorisation);
        named.Json.GetProperty("note").GetString()!.ShouldContain("银行独立决策");
        Block(named, "authorised", "tax").GetProperty("total").GetInt64().ShouldBe(1);
        Block(named, "public", "licences").GetProperty("total").ValueKind.ShouldBe(JsonValueKind.Null, "no information is not zero");
        (await test.UsesAsync(authorisation)).ShouldBe(2);
        (await api.PostAsync(test, Path, Body(test))).ShouldBeProblem(403, "authorisation-used-up");
        (await api.Db.ScalarAsync<string>("select string_agg(outcome || array_to_string(items, ','), ' ' order by at) from consent.access_record where uscc = $1", test.Uscc))
            .ShouldBe("granted grantedinvoice-sales refused");
    }

    [Fact]
    [Trait("rule", "B5")]
    [Trait("rule", "B1")]
    [Trait("trap", "14")]
    public async Task A_disputed_record_reaches_the_bank_with_its_mark_and_a_removed_one_does_not()
    {
        var test = await api.CaseAsync();
        await test.AuthoriseAsync();
        await RecordAsync(test, "penalty", "虚罚报告2号");
        await api.Db.ExecuteAsync(
            "insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, statement, needs_other_unit) values (gen_random_uuid(), $1, 'penalty', '虚罚报告2号', '虚构局', '不实', '已缴清（虚构）', true)", test.EnterpriseId);

        var disputed = Block(await api.PostAsync(test, Path, Body(test)), "public", "penalties").GetProperty("entries").EnumerateArray().ShouldHaveSingleItem();
        disputed.GetProperty("disputed").GetBoolean().ShouldBeTrue();
        disputed.GetProperty("statement").GetString().ShouldBe("已缴清（虚构）");

        await api.Db.ExecuteAsync("select credit.apply_decision('repair', '虚修2号', '信用中国', $1, 'penalty', '虚罚报告2号', date '2026-06-01', 'removed', '令36')", test.Uscc);
        var after = await api.PostAsync(test, Path, Body(test));
        Block(after, "public", "penalties").GetProperty("total").ValueKind.ShouldBe(JsonValueKind.Null);
        after.Text.ShouldNotContain("虚罚报告2号");
    }

    [Theory]
    [InlineData("no-authorisation")]
    [InlineData("authorisation-expired")]
    [InlineData("authorisation-revoked")]
    [InlineData("authorisation-too-narrow")]
    [InlineData("authorisation-wrong-purpose")]
    [Trait("rule", "A1")]
    [Trait("trap", "1")]
    public async Task A_pull_that_no_live_authorisation_covers_is_refused_by_name_and_recorded(string code)
    {
        var test = await api.CaseAsync();
        await RecordAsync(test, "invoice-sales", "发票甲");
        switch (code)
        {
            case "authorisation-expired":
                await test.AuthoriseAsync(from: -30, to: -1);
                break;
            case "authorisation-revoked":
                await api.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where id = $1", await test.AuthoriseAsync());
                break;
            case "authorisation-too-narrow":
                await test.AuthoriseAsync(items: ["invoice-purchase"]);
                break;
            case "authorisation-wrong-purpose":
                await test.AuthoriseAsync(purpose: "post-loan");
                break;
            default:
                break;
        }

        (await api.PostAsync(test, Path, Body(test, "invoice-sales"))).ShouldBeProblem(403, code);

        (await api.Db.ScalarAsync<string>("select refusal from consent.access_record where uscc = $1", test.Uscc)).ShouldBe(code);
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task The_database_gives_no_report_without_a_committed_look_nor_twice_nor_to_another()
    {
        var test = await api.CaseAsync();
        await test.AuthoriseAsync();
        await RecordAsync(test, "penalty", "虚罚报告4号");
        await using var connection = await api.Db.OpenAsync("bank_api");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            var own = await test.LookAsync(connection);
            (await RefusalAsync(connection, own.Ticket, test.Client)).ShouldBe("ticket-own-transaction");
        }

        var look = await test.LookAsync();
        (await RefusalAsync(connection, look.Ticket, "another-client")).ShouldBe("ticket-unknown");
        (await RefusalAsync(connection, look.Ticket, test.Client)).ShouldBeNull();
        (await RefusalAsync(connection, look.Ticket, test.Client)).ShouldBe("ticket-used");
    }

    [Theory]
    [InlineData("uscc", "123", "uscc-invalid")]
    [InlineData("purpose", "curiosity", "field-invalid")]
    [InlineData("operator", "", "field-invalid")]
    [InlineData("reference", "", "field-invalid")]
    [InlineData("colour", "red", "malformed-request")]
    public async Task A_request_at_fault_is_named_and_uses_nothing_up(string field, string value, string code)
    {
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync();
        var body = JsonSerializer.SerializeToNode(Body(test))!.AsObject();
        body[field] = value;

        (await api.PostAsync(test, Path, body.ToJsonString())).ShouldBeProblem(400, code);

        (await test.UsesAsync(authorisation)).ShouldBe(0);
    }

    private static object Body(GateCase test, params string[] items) => new
    {
        uscc = test.Uscc, purpose = "loan-application", @operator = "op", branch = "泰安分行", reference = "REF-1", items,
    };

    private static JsonElement Block(BankAnswer answer, string part, string block) =>
        answer.Json.GetProperty("parts").EnumerateArray().First(p => p.GetProperty("code").GetString() == part)
            .GetProperty("blocks").EnumerateArray().First(b => b.GetProperty("code").GetString() == block);

    private static List<string> Items(BankAnswer answer) =>
        [.. answer.Json.GetProperty("parts").EnumerateArray().SelectMany(p => p.GetProperty("blocks").EnumerateArray())
            .SelectMany(b => b.GetProperty("entries").EnumerateArray()).Select(e => e.GetProperty("item").GetString()!)];

    private static async Task<string?> RefusalAsync(NpgsqlConnection connection, Guid ticket, string client)
    {
        await using var read = new NpgsqlCommand("select refusal from credit.read_report($1, $2)", connection) { Parameters = { new() { Value = ticket }, new() { Value = client } } };
        return await read.ExecuteScalarAsync() as string;
    }

    private Task<int> RecordAsync(GateCase test, string item, string key) => api.Db.ExecuteAsync(
        """
        with batch as (
            insert into credit.import_batch (item, source, file_name, file_sha256) values ($2, '虚构局', 'invented.csv', sha256('x')) returning id
        )
        insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, natural_key, code, batch_id, sha256, invented)
        select $1, $2, '虚构局', date '2026-01-05', clock_timestamp(), $3, 'general', b.id, sha256('x'), true from batch b
        """,
        test.EnterpriseId, item, key);
}
