using System.Net;
using FinancingPlatform.Data;

namespace FinancingPlatform.Tests.Portal.Operator;

/// <summary>Looks without a decision: who is alarmed and who is not, and how an alarm is closed (rule A6).</summary>
public sealed class BrowsingPageTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private const string Page = "/operator/browsing";

    [Fact]
    [Trait("rule", "A6")]
    public async Task An_officer_who_only_looks_is_alarmed_and_one_who_decides_or_looked_lately_is_not()
    {
        await LooksAsync("只看不办", PortalServer.BankA, 6, daysAgo: 120);
        await LooksAsync("看得不多", PortalServer.BankA, 4, daysAgo: 120);
        await LooksAsync("最近才看", PortalServer.BankA, 9, daysAgo: 30);
        await LooksAsync("贷后查看", PortalServer.BankA, 9, daysAgo: 120, purpose: "post-loan");
        await LooksAsync("看后审批", PortalServer.BankA, 9, daysAgo: 120, decidedAfterDays: 60);
        await LooksAsync("三月以后", PortalServer.BankA, 9, daysAgo: 120, decidedAfterDays: 95);
        await LooksAsync("大多办结", PortalServer.BankB, 6, daysAgo: 120);
        await LooksAsync("大多办结", PortalServer.BankB, 7, daysAgo: 120, decidedAfterDays: 5);

        (await RaiseAsync()).ShouldBe(2);
        (await RaiseAsync()).ShouldBe(0, "an alarm stands once");

        using var visitor = await portal.StaffAsync("operator");
        var list = await visitor.PageAsync(Page);
        foreach (var (officer, isAlarmed) in new[] { ("只看不办", true), ("看得不多", false), ("最近才看", false), ("贷后查看", false), ("看后审批", false), ("三月以后", true), ("大多办结", false) })
        {
            list.Contains(officer, StringComparison.Ordinal).ShouldBe(isAlarmed, officer);
        }

        using var csv = await visitor.GetAsync(Page + "?handler=Csv&state=open");
        (await csv.Content.ReadAsStringAsync()).ShouldContain("甲银行（虚构）,只看不办,");
        (await portal.Db.ScalarAsync<long>("select count(*) from audit.event where action = 'lending.browsing' and outcome = 'alarmed'")).ShouldBe(2);
        await CloseAsync(visitor);
    }

    /// <summary>What was closed stays closed for the looks that it was about, and later looks raise a new one.</summary>
    private async Task CloseAsync(PortalVisitor visitor)
    {
        var id = await portal.Db.ScalarAsync<Guid>("select id from lending.browsing_alarm where operator = '只看不办'");
        using var empty = await visitor.PostFormAsync(Page, Page + "?handler=Close", ("id", $"{id}"), ("outcome", "  "));
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await empty.Content.ReadAsStringAsync()).ShouldContain("请填写处理结果");
        using var bank = await portal.StaffAsync("bank");
        using var refused = await bank.PostFormAsync("/bank", Page + "?handler=Close", ("id", $"{id}"), ("outcome", "x"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var closed = await visitor.PostFormAsync(Page, Page + "?handler=Close", ("id", $"{id}"), ("outcome", "银行已核实并问责（虚构）"));
        closed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.PageAsync(Page + "?state=closed")).ShouldContain("银行已核实并问责（虚构）");
        (await visitor.PageAsync(Page + "?state=open")).ShouldNotContain("只看不办");
        visitor.Speak("en");
        using var twice = await visitor.PostFormAsync(Page, Page + "?handler=Close", ("id", $"{id}"), ("outcome", "again"));
        twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await twice.Content.ReadAsStringAsync()).ShouldContain("closed by someone else");

        (await RaiseAsync()).ShouldBe(0);
        await LooksAsync("只看不办", PortalServer.BankA, 5, daysAgo: 100);
        (await RaiseAsync()).ShouldBe(1);
        (await portal.Db.ScalarAsync<int>("select looks from lending.browsing_alarm where operator = '只看不办' and closed_at is null")).ShouldBe(5);
    }

    private async Task<int> RaiseAsync()
    {
        await using var source = PlatformDataServices.Source(portal.Db.As("worker"));
        await using var command = source.CreateCommand("select lending.raise_browsing_alarms()");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>An officer's looks at as many firms, each with a bank's decision so many days later when one is said.</summary>
    private Task LooksAsync(string officer, string bank, int looks, int daysAgo, string purpose = "loan-application", int? decidedAfterDays = null) => portal.Db.ExecuteAsync(
        """
        with firm as
        (
            insert into registry.enterprise (uscc, name, status, in_city, row_sha256, invented)
            select 'B' || upper(substr(md5(random()::text), 1, 17)), '虚构被查企业', 'active', true, sha256('x'), true from generate_series(1, $3)
            returning id, uscc
        ),
        look as
        (
            insert into consent.access_record
                (ticket, at, enterprise_id, uscc, authorisation_id, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, opened_xid, proof)
            select gen_random_uuid(), clock_timestamp() - make_interval(days => $4), f.id, f.uscc, gen_random_uuid(), $2, 'c', $1, 'b', $5, 'R', '{}', 'granted', '1'::xid8, 'p'
            from firm f
            returning enterprise_id, at
        ),
        need as
        (
            insert into lending.need (id, need_no, enterprise_id, amount_yuan, months, purpose, loan_type, source, posted_at, decide_by)
            select gen_random_uuid(), gen_random_uuid()::text, l.enterprise_id, 1, 1, 'x', 'any', 'platform', l.at, current_date from look l where $6 >= 0
            returning id, enterprise_id, posted_at
        )
        insert into lending.need_claim
            (id, need_id, enterprise_id, bank_uscc, legal_entity_uscc, client_id, operator, branch, claimed_at, decided_at, decision, refusal_code)
        select gen_random_uuid(), n.id, n.enterprise_id, $2, $2, 'c', $1, 'b', n.posted_at, n.posted_at + make_interval(days => $6), 'refused', 'debt-too-high' from need n
        """,
        officer, bank, looks, daysAgo, purpose, decidedAfterDays ?? -1);
}
