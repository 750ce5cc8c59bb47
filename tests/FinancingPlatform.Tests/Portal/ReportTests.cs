using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FinancingPlatform.Tests.Portal;

/// <summary>The credit report and its verification, over the portal's addresses. Layouts, records and objections are inserted here.</summary>
public sealed partial class ReportTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private const string PenaltyLayout =
        """
        {"code":"penalty","revision":1,"name":{"zh":"行政处罚","en":"Administrative penalties"},"mode":"public","report":"penalties","subject":"uscc",
         "key":["document_no"],"occurred_on":"decided_on","valid_until":"publish_until","fields":[
          {"name":"uscc","zh":"统一社会信用代码","en":"Code","type":"uscc"},
          {"name":"document_no","zh":"决定书文号","en":"Document number","type":"text"},
          {"name":"kind","zh":"处罚程度","en":"Severity","type":"enum","slot":"code","values":{"general":["一般"]}},
          {"name":"fine","zh":"罚款金额","en":"Fine","type":"money","slot":"amount"},
          {"name":"representative","zh":"法定代表人","en":"Representative","type":"person"},
          {"name":"id_no","zh":"证件号码","en":"Identity number","type":"personal-id"},
          {"name":"basis","zh":"处罚依据","en":"Basis","type":"text"},
          {"name":"decided_on","zh":"决定日期","en":"Decided on","type":"date"},
          {"name":"publish_until","zh":"公示截止期","en":"Published until","type":"date"}]}
        """;

    [Fact, Trait("rule", "B7")]
    public async Task Page_JSON_and_PDF_carry_one_digest_and_the_PDF_is_small_and_Chinese()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await PenaltyAsync(id, "虚罚字〔2026〕1号");
        var code = await IssueAsync(visitor);
        var page = await visitor.PageAsync("/enterprise/report");
        var json = await JsonAsync(visitor, code);
        using var answer = await visitor.GetAsync("/enterprise/report.pdf?code=" + code);
        var pdf = await answer.Content.ReadAsByteArrayAsync();
        using var again = await visitor.GetAsync("/enterprise/report.pdf?code=" + code);

        var digest = DigestOnPage().Match(page).Groups[1].Value;
        digest.Length.ShouldBe(64);
        json["digest"]!.GetValue<string>().ShouldBe(digest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        pdf.Length.ShouldBeLessThan(500_000);
        (await again.Content.ReadAsByteArrayAsync()).ShouldBe(pdf, "the same report is the same file");
        var text = await PdfText.OfAsync(pdf);
        text.ShouldContain("公共信用信息报告");
        text.ShouldContain("2022 版（重构稿）");
        text.ShouldContain("– 暂无信息");
        text.ShouldContain("1/2");
        text.ShouldContain("虚罚字〔2026〕1号");
        text.ShouldContain(digest);
        text.ShouldContain(code);
    }

    [Fact, Trait("rule", "trap 15")]
    public async Task What_is_unknown_is_a_dash_and_never_zero_and_no_personal_field_is_printed()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await PenaltyAsync(id, "虚罚字〔2026〕2号");
        var code = await IssueAsync(visitor);
        var json = await JsonAsync(visitor, code);
        var page = await visitor.PageAsync("/enterprise/report");

        var entry = Block(json, "public", "penalties")["entries"]![0]!;
        Value(entry, "fine").ShouldBeNull();
        Value(entry, "document_no").ShouldBe("虚罚字〔2026〕2号");
        Value(entry, "basis").ShouldBe("虚构条例");
        Block(json, "public", "licences")["total"].ShouldBeNull();
        page.ShouldMatch("– 暂无信息：[^<]*罚款金额");
        page.ShouldContain("<dd>一般</dd>");
        page.ShouldMatch("– 暂无信息（不等于没有）：[^<]*行政许可");
        page.ShouldMatch("行政许可</th>\\s*<td class=\"num\">–</td>");
        page.ShouldNotContain("张三");
        (json.ToJsonString() + page).ShouldNotContain("representative");
    }

    [Fact, Trait("rule", "trap 13")]
    public async Task The_public_part_holds_public_items_only()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await PenaltyAsync(id, "虚罚字〔2026〕3号");
        await RecordAsync(id, "invoice-sales", "k1", amount: 777.77m);
        await RecordAsync(id, "not-on-the-list", "k2", amount: 888.88m);
        var json = await JsonAsync(visitor, await IssueAsync(visitor));

        Items(json, "public").ShouldBe(["penalty"]);
        Items(json, "authorised").ShouldBe(["invoice-sales", "not-on-the-list"], ignoreOrder: true);
    }

    [Fact, Trait("rule", "trap 14")]
    public async Task A_disputed_record_stays_and_is_marked_with_the_subjects_statement()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await PenaltyAsync(id, "虚罚字〔2026〕4号");
        (await visitor.PageAsync("/enterprise/report")).ShouldNotContain("有异议");
        await portal.Db.ExecuteAsync(
            "insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, statement, needs_other_unit) values (gen_random_uuid(), $1, 'penalty', '虚罚字〔2026〕4号', '虚构局', '已撤销', '罚款已撤销（虚构）', true)", id);
        var page = await visitor.PageAsync("/enterprise/report");
        var json = await JsonAsync(visitor, await IssueAsync(visitor));

        page.ShouldContain("有异议，处理中");
        page.ShouldContain("罚款已撤销（虚构）");
        Block(json, "public", "penalties")["entries"]![0]!["disputed"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact, Trait("rule", "B7"), Trait("rule", "B1")]
    public async Task A_removed_record_is_absent_and_the_old_code_answers_withdrawn()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await PenaltyAsync(id, "虚罚字〔2026〕5号");
        var code = await IssueAsync(visitor);
        (await StateAsync(code)).ShouldBe("valid");
        await portal.Db.ExecuteAsync(
            """
            select credit.apply_decision('repair', '虚修〔2026〕5号', '虚构信用办', e.uscc, 'penalty', '虚罚字〔2026〕5号', date '2026-06-01', 'removed', '发展改革委令第36号')
            from registry.enterprise e where e.id = $1
            """,
            id);

        (await StateAsync(code)).ShouldBe("withdrawn");
        (await visitor.PageAsync("/enterprise/report")).ShouldNotContain("虚罚字〔2026〕5号");
        using var old = await visitor.GetAsync("/enterprise/report.json?code=" + code);
        old.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Many_entries_of_an_item_are_a_table_on_page_and_paper_and_a_dispute_stands_beside_its_row()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        for (var i = 1; i <= 60; i++)
        {
            await RecordAsync(id, "invoice-sales", $"虚票{i}号", amount: i * 1000m);
        }

        await portal.Db.ExecuteAsync(
            "insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, statement, needs_other_unit) values (gen_random_uuid(), $1, 'invoice-sales', '虚票7号', '虚构局', '不实', '已红冲（虚构）', true)", id);
        var page = await visitor.PageAsync("/enterprise/report");
        using var answer = await visitor.GetAsync("/enterprise/report.pdf?code=" + await IssueAsync(visitor));
        var text = await PdfText.OfAsync(await answer.Content.ReadAsByteArrayAsync());

        page.ShouldNotContain("<article class=\"report-entry\">");
        page.ShouldContain("60,000.00 元");
        page.ShouldContain("已红冲（虚构）");
        text.ShouldContain("60,000.00 元");
        text.ShouldContain("已红冲（虚构）");
        System.Text.RegularExpressions.Regex.Count(text, @"提供单位\s*平台收到时间").ShouldBeGreaterThan(1, "the header comes again on the next page");
    }

    [Fact, Trait("rule", "B7")]
    public async Task The_page_shows_the_QR_code_of_each_issued_report()
    {
        var (visitor, _, _) = await portal.EnterpriseAsync();
        var code = await IssueAsync(visitor);

        (await visitor.PageAsync("/enterprise/report")).ShouldContain($"src=\"/verify/{code}.png\"");
        using var stranger = portal.Visitor();
        using var image = await stranger.GetAsync($"/verify/{code}.png", "image/png");
        image.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await image.Content.ReadAsByteArrayAsync()).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        using var none = await stranger.GetAsync("/verify/nonsense.png", "image/png");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact, Trait("rule", "B7")]
    public async Task A_new_record_makes_the_old_code_superseded_and_the_old_report_still_prints()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await PenaltyAsync(id, "虚罚字〔2026〕6号");
        var code = await IssueAsync(visitor);
        await PenaltyAsync(id, "虚罚字〔2026〕7号");

        (await StateAsync(code)).ShouldBe("superseded");
        (await JsonAsync(visitor, code)).ToJsonString().ShouldNotContain("7号");
        (await StateAsync(await IssueAsync(visitor))).ShouldBe("valid");
    }

    [Fact, Trait("rule", "A1")]
    public async Task Nobody_else_reads_the_report_and_verification_shows_no_content()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync(name: "保密虚构企业");
        var (other, _, _) = await portal.EnterpriseAsync();
        await PenaltyAsync(id, "虚罚字〔2026〕8号");
        var code = await IssueAsync(visitor);
        using var theirs = await other.GetAsync("/enterprise/report.json?code=" + code);
        using var stranger = portal.Visitor();
        var page = await stranger.PageAsync("/verify/" + code);

        theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PageAsync("/enterprise/report")).ShouldNotContain("8号");
        page.ShouldContain("data-state=\"valid\"");
        page.ShouldNotContain("保密虚构企业");
        page.ShouldNotContain("8号");
        (await stranger.PageAsync("/verify/" + new string('0', 32), HttpStatusCode.NotFound)).ShouldContain("没有这个核验码");
    }

    [Fact, Trait("rule", "B7")]
    public async Task The_digest_on_paper_is_compared_and_the_use_is_counted()
    {
        var (visitor, _, _) = await portal.EnterpriseAsync();
        var code = await IssueAsync(visitor);
        var digest = (await JsonAsync(visitor, code))["digest"]!.GetValue<string>();
        using var stranger = portal.Visitor();
        var before = await UsesAsync("tender", "verification");
        using var used = await stranger.PostFormAsync("/verify/" + code, "/verify/" + code, ("use", "tender"));

        (await stranger.PageAsync($"/verify/{code}?digest={digest.ToUpperInvariant()}")).ShouldContain("摘要一致");
        (await stranger.PageAsync($"/verify/{code}?digest={new string('a', 64)}")).ShouldContain("摘要不一致");
        used.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await UsesAsync("tender", "verification")).ShouldBe(before + 1);
    }

    [Fact, Trait("rule", "B7")]
    public async Task A_one_time_code_gives_a_department_the_report_once_with_its_use_stated()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await PenaltyAsync(id, "虚罚字〔2026〕9号");
        var code = await IssueAsync(visitor);
        using var made = await visitor.PostFormAsync("/enterprise/report", "/enterprise/report?handler=Ticket", ("code", code));
        var secret = SecretOnPage().Match(await made.Content.ReadAsStringAsync()).Groups[1].Value;
        using var department = portal.Visitor();
        var before = await UsesAsync("funds", "interface");

        using var unstated = await department.PostJsonAsync($"/verify/{code}/use", new { oneTimeCode = secret, use = "curiosity" }, null);
        using var first = await department.PostJsonAsync($"/verify/{code}/use", new { oneTimeCode = secret, use = "funds" }, null);
        using var second = await department.PostJsonAsync($"/verify/{code}/use", new { oneTimeCode = secret, use = "funds" }, null);

        unstated.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await first.Content.ReadAsStringAsync()).ShouldContain("digest");
        second.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await UsesAsync("funds", "interface")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_one_time_code_ends_after_seven_days()
    {
        var (visitor, _, _) = await portal.EnterpriseAsync();
        var code = await IssueAsync(visitor);
        using var made = await visitor.PostFormAsync("/enterprise/report", "/enterprise/report?handler=Ticket", ("code", code));
        var secret = SecretOnPage().Match(await made.Content.ReadAsStringAsync()).Groups[1].Value;
        await portal.Db.ExecuteAsync("update credit.report_ticket set expires_at = clock_timestamp() - interval '1 second' where code = $1", code);
        using var department = portal.Visitor();
        using var late = await department.PostJsonAsync($"/verify/{code}/use", new { oneTimeCode = secret, use = "funds" }, null);

        late.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<string> IssueAsync(PortalVisitor visitor)
    {
        using var issued = await visitor.PostFormAsync("/enterprise/report", "/enterprise/report?handler=Issue");
        issued.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var newest = await visitor.GetAsync("/enterprise/report.json", "application/json");
        return JsonNode.Parse(await newest.Content.ReadAsStringAsync())!["code"]!.GetValue<string>();
    }

    private static async Task<JsonNode> JsonAsync(PortalVisitor visitor, string code)
    {
        using var answer = await visitor.GetAsync("/enterprise/report.json?code=" + code, "application/json");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static JsonNode Part(JsonNode report, string part) => report["parts"]!.AsArray().First(p => p!["part"]!.GetValue<string>() == part)!;

    private static JsonNode Block(JsonNode report, string part, string block) =>
        Part(report, part)["blocks"]!.AsArray().First(b => b!["block"]!.GetValue<string>() == block)!;

    private static List<string> Items(JsonNode report, string part) =>
        [.. Part(report, part)["blocks"]!.AsArray().SelectMany(b => b!["entries"]!.AsArray()).Select(e => e!["item"]!.GetValue<string>())];

    private static string? Value(JsonNode entry, string name) =>
        entry["fields"]!.AsArray().First(f => f!["name"]!.GetValue<string>() == name)!["value"]?.GetValue<string>();

    private async Task<string> StateAsync(string code)
    {
        using var stranger = portal.Visitor();
        using var answer = await stranger.GetAsync("/verify/" + code, "application/json");
        using var named = await stranger.GetAsync($"/verify/{code}.json", "application/json");
        var body = await answer.Content.ReadAsStringAsync();
        (await named.Content.ReadAsStringAsync()).ShouldBe(body);
        return JsonNode.Parse(body)!["state"]!.GetValue<string>();
    }

    private Task<long> UsesAsync(string purpose, string channel) => portal.Db.ScalarAsync<long>(
        "select coalesce(sum(uses), 0)::bigint from credit.report_use where purpose = $1 and channel = $2", purpose, channel);

    private async Task PenaltyAsync(long enterprise, string documentNo)
    {
        await portal.Db.ExecuteAsync(
            "insert into credit.item_layout (code, revision, layout) values ('penalty', 1, $1::jsonb) on conflict (code) do update set layout = excluded.layout", PenaltyLayout);
        await RecordAsync(enterprise, "penalty", documentNo, code: "general", payload: """{"basis":"虚构条例","representative":"张三","id_no":"330203************"}""");
    }

    private Task RecordAsync(long enterprise, string item, string key, decimal? amount = null, string? code = null, string? payload = null) => portal.Db.ExecuteAsync(
        """
        with batch as (
            insert into credit.import_batch (item, source, file_name, file_sha256) values ($2, '虚构局', 'invented.csv', sha256('x')) returning id
        )
        insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, natural_key, amount, code, payload, batch_id, sha256, invented)
        select $1, $2, '虚构局', date '2026-01-05', clock_timestamp(), $3, $4::numeric, $5::text, $6::jsonb, b.id, sha256('x'), true from batch b
        """,
        enterprise, item, key, amount, code, payload);

    [GeneratedRegex("id=\"digest\">([0-9a-f]{64})<", RegexOptions.None, 1000)]
    private static partial Regex DigestOnPage();

    [GeneratedRegex("id=\"one-time-code\">([0-9a-f]{32})<", RegexOptions.None, 1000)]
    private static partial Regex SecretOnPage();
}
