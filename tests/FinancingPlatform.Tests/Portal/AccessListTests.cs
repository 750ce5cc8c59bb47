using System.Net;
using FinancingPlatform.Portal.Csv;

namespace FinancingPlatform.Tests.Portal;

public sealed class AccessListTests(PortalServer portal) : IClassFixture<PortalServer>
{
    [Fact, Trait("rule", "A6")]
    public async Task Every_look_is_listed_refused_ones_too_and_only_the_owners()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        var (other, _, _) = await portal.EnterpriseAsync();
        await LookAsync(id, "refused", "客户经理甲", "REF-2");
        var page = await visitor.PageAsync("/enterprise/accesses");

        page.ShouldContain("客户经理甲");
        page.ShouldContain("REF-2");
        page.ShouldContain("没有授权");
        (await other.PageAsync("/enterprise/accesses")).ShouldNotContain("客户经理甲");
        (await visitor.PageAsync("/enterprise/accesses?outcome=granted")).ShouldNotContain("客户经理甲");
        (await visitor.PageAsync("/enterprise/accesses?outcome=refused")).ShouldContain("客户经理甲");
    }

    [Fact, Trait("rule", "A6")]
    public async Task A_look_that_showed_nothing_is_listed_as_one_that_is_not_counted()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await LookAsync(id, "nothing-shown", "客户经理乙", "REF-3", "score-missing");

        var page = await visitor.PageAsync("/enterprise/accesses?outcome=nothing-shown");

        page.ShouldContain("客户经理乙");
        page.ShouldContain("未显示数据，不计次数");
        page.ShouldContain("暂无评分");
        (await visitor.PageAsync("/enterprise/accesses?outcome=granted")).ShouldNotContain("客户经理乙");
    }

    [Fact]
    public async Task Forty_five_looks_take_three_pages_and_each_shows_once()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        for (var i = 0; i < 45; i++)
        {
            await LookAsync(id, "refused", "op", $"REF-{i:D3}-");
        }

        var seen = new List<string>();
        var path = "/enterprise/accesses";
        for (var pages = 1; ; pages++)
        {
            var page = await visitor.PageAsync(path);
            seen.AddRange(Enumerable.Range(0, 45).Select(i => $"REF-{i:D3}-").Where(page.Contains));
            if (!page.Contains("rel=\"next\"", StringComparison.Ordinal))
            {
                pages.ShouldBe(3);
                break;
            }

            path = WebUtility.HtmlDecode(page.Split("rel=\"next\"")[0].Split("href=\"")[^1].Split('"')[0]);
        }

        seen.Count.ShouldBe(45);
        seen.Distinct().Count().ShouldBe(45);
    }

    [Theory]
    [InlineData("not-a-cursor")]
    [InlineData("AAAA")]
    [InlineData("%27%3B--")]
    public async Task A_spoiled_cursor_starts_from_the_top(string cursor)
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await LookAsync(id, "refused", "op", "REF-TOP");

        (await visitor.PageAsync("/enterprise/accesses?after=" + cursor)).ShouldContain("REF-TOP");
    }

    [Fact]
    public async Task The_export_says_that_it_is_invented_and_runs_no_formula()
    {
        var (visitor, id, _) = await portal.EnterpriseAsync();
        await LookAsync(id, "refused", "=HYPERLINK(\"http://evil\")", "@SUM(1)");
        using var answer = await visitor.GetAsync("/enterprise/accesses?handler=Csv");
        var csv = await answer.Content.ReadAsStringAsync();

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        csv.ShouldContain("演示数据，均为虚构 / Demonstration: all data is invented");
        csv.ShouldContain("'@SUM(1)");
        csv.ShouldContain("\"'=HYPERLINK(\"\"http://evil\"\") / 泰山支行\"");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("＝1", "'＝1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("平常", "平常")]
    [InlineData(null, "")]
    public void A_cell_is_shown_and_never_run(string? value, string cell) => CsvCells.Cell(value).ShouldBe(cell);

    private Task LookAsync(long enterprise, string outcome, string @operator, string reference, string refusal = "no-authorisation") => portal.Db.ExecuteAsync(
        """
        insert into consent.access_record
            (ticket, at, enterprise_id, uscc, authorisation_id, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, refusal, opened_xid, proof)
        select gen_random_uuid(), clock_timestamp(), e.id, e.uscc, gen_random_uuid(), $2, 'made-up', $4, '泰山支行', 'loan-application', $5, '{invoice-sales}', $3, $6, pg_current_xact_id(), 'made-up'
        from registry.enterprise e where e.id = $1
        """,
        enterprise, PortalServer.BankA, outcome, @operator, reference, refusal);
}
