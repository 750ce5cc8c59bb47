using System.Net;
using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.Portal;

/// <summary>Posting a need, following what banks do with it, and taking it back, over the portal's addresses.</summary>
public sealed class NeedPagesTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private const string Form = "/enterprise/needs/new";

    [Fact]
    [Trait("rule", "C6")]
    [Trait("rule", "C8")]
    [Trait("trap", "7")]
    public async Task A_need_is_posted_in_ten_thousands_taken_accepted_refused_with_advice_and_approved()
    {
        using var passkey = new SoftwarePasskey();
        var (visitor, _, _) = await portal.EnterpriseAsync(passkey);
        (await visitor.PageAsync("/enterprise/needs")).ShouldContain("还没有发布过融资需求");
        var page = await PostAsync(visitor, ("amount", "1,234.5"), ("months", " 18 "), ("purpose", "购买原料\r\n和设备"), ("loan_type", "credit"));

        var detail = await visitor.PageAsync(page);
        detail.ShouldContain("需求已发布");
        detail.ShouldContain("12,345,000.00");
        detail.ShouldContain("18 个月");
        detail.ShouldContain("购买原料 和设备");
        detail.ShouldContain("还没有银行认领");
        detail.ShouldContain("所有银行（不显示企业名称）");
        var need = Id(page);
        (await portal.Db.ScalarAsync<decimal>("select amount_yuan from lending.need where id = $1", need)).ShouldBe(12_345_000m);

        var claim = await ClaimAsync(need, PortalServer.BankA);
        var other = await ClaimAsync(need, PortalServer.BankB);
        detail = await visitor.PageAsync(page);
        detail.ShouldContain("甲银行（虚构）");
        detail.ShouldContain("不知道企业名称");
        using var accepted = await visitor.PostFormAsync(page, page + "?handler=Accept", ("claim", $"{claim}"));
        accepted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.Db.ScalarAsync<bool>("select accepted_at is not null from lending.need_claim where id = $1", claim)).ShouldBeTrue();
        (await portal.Db.ScalarAsync<bool>("select accepted_at is not null from lending.need_claim where id = $1", other)).ShouldBeFalse();
        (await visitor.PageAsync(page)).ShouldContain("已知道企业名称");

        await portal.Db.ExecuteAsync("update lending.need_claim set decided_at = clock_timestamp(), decision = 'refused', refusal_code = 'guarantee-missing' where id = $1", claim);
        await portal.Db.ExecuteAsync(
            "update lending.need_claim set decided_at = clock_timestamp(), decision = 'approved', amount_yuan = 500000, rate_percent = 3.95, months = 12 where id = $1", other);
        await portal.Db.ExecuteAsync("update lending.need set closed_at = clock_timestamp() where id = $1", need);
        visitor.Speak("en");
        detail = WebUtility.HtmlDecode(await visitor.PageAsync(page));
        detail.ShouldContain("The guarantee is not enough");
        detail.ShouldContain("Ask a public guarantee company");
        detail.ShouldContain("500,000.00 yuan at 3.95\u00A0% a year for 12 months");
        detail.ShouldNotContain("officer-of-the-test");
        detail.ShouldNotContain("handler=Withdraw");
        (await visitor.PageAsync("/enterprise/needs")).ShouldContain("mark-good\">Approved");
    }

    [Theory]
    [InlineData("amount", "fifty", "请填写金额")]
    [InlineData("amount", "0", "金额须大于零")]
    [InlineData("amount", "-5", "请填写金额")]
    [InlineData("amount", "0.0000001", "最多两位小数")]
    [InlineData("amount", "99999999999999999999", "请填写金额")]
    [InlineData("months", "1.5", "请填写期限")]
    [InlineData("months", "361", "期限须为 1 至 360 个月")]
    [InlineData("purpose", "   ", "请填写用途")]
    [InlineData("loan_type", "gold", "请选择担保方式")]
    [InlineData("banks", "91370900MA3CUNKNOW", "请从列表中选择银行")]
    public async Task A_form_that_cannot_be_taken_names_the_field_and_keeps_what_was_typed(string field, string value, string message)
    {
        using var passkey = new SoftwarePasskey();
        var (visitor, firm, _) = await portal.EnterpriseAsync(passkey);
        var good = new Dictionary<string, string>(StringComparer.Ordinal) { ["amount"] = "50", ["months"] = "12", ["purpose"] = "留住的用途", ["loan_type"] = "credit" };
        good[field] = value;

        using var answer = await visitor.PostFormAsync(Form, Form, [("id", $"{Guid.NewGuid()}"), .. good.Select(f => (f.Key, f.Value))]);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain($"id=\"{field}-error\"");
        page.ShouldContain(message);
        page.ShouldContain(field == "purpose" ? "value=\"50\"" : "留住的用途");
        (await portal.Db.ScalarAsync<long>("select count(*) from lending.need where enterprise_id = $1", firm)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A3")]
    public async Task Who_has_not_proved_who_it_is_posts_nothing()
    {
        var (visitor, firm, _) = await portal.EnterpriseAsync();

        (await visitor.PageAsync(Form)).ShouldContain("实名认证后才能发布");
        using var tried = await visitor.PostFormAsync(Form, Form, ("id", $"{Guid.NewGuid()}"), ("amount", "50"), ("months", "12"), ("purpose", "x"), ("loan_type", "any"));
        tried.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await portal.Db.ScalarAsync<long>("select count(*) from lending.need where enterprise_id = $1", firm)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task A_form_sent_twice_is_one_need_it_is_taken_back_once_and_nobody_else_reaches_it()
    {
        using var passkey = new SoftwarePasskey();
        var (visitor, firm, _) = await portal.EnterpriseAsync(passkey);
        var id = Guid.NewGuid();
        (string, string)[] fields = [("id", $"{id}"), ("amount", "50"), ("months", "12"), ("purpose", "周转"), ("loan_type", "any"), ("banks", PortalServer.BankA)];
        (await visitor.PostFormAsync(Form, Form, fields)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.PostFormAsync(Form, Form, fields)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.Db.ScalarAsync<long>("select count(*) from lending.need where enterprise_id = $1", firm)).ShouldBe(1);
        var page = $"/enterprise/needs/{id}";
        var detail = await visitor.PageAsync(page);
        detail.ShouldContain("<dd>甲银行（虚构）</dd>");

        var (stranger, _, _) = await portal.EnterpriseAsync();
        await stranger.PageAsync(page, HttpStatusCode.NotFound);
        using var theirs = await stranger.PostFormAsync("/enterprise/needs", page + "?handler=Withdraw");
        theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await visitor.PostFormAsync(page, page + "?handler=Withdraw")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        detail = await visitor.PageAsync(page);
        detail.ShouldContain("需求已撤回");
        detail.ShouldNotContain("handler=Withdraw");
        using var again = await visitor.PostFormAsync("/enterprise/needs", page + "?handler=Withdraw");
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.Content.ReadAsStringAsync()).ShouldContain("情况已变化");
    }

    private static async Task<string> PostAsync(PortalVisitor visitor, params (string, string)[] fields)
    {
        using var posted = await visitor.PostFormAsync(Form, Form, [("id", $"{Guid.NewGuid()}"), .. fields]);
        posted.StatusCode.ShouldBe(HttpStatusCode.Redirect, await posted.Content.ReadAsStringAsync());
        return posted.Headers.Location!.OriginalString;
    }

    private static Guid Id(string page) => Guid.Parse(page.Split('/')[^1]);

    private async Task<Guid> ClaimAsync(Guid need, string bank)
    {
        var id = Guid.NewGuid();
        await portal.Db.ExecuteAsync(
            """
            insert into lending.need_claim (id, need_id, enterprise_id, bank_uscc, legal_entity_uscc, client_id, operator, branch, claimed_at)
            select $1, n.id, n.enterprise_id, $3, $3, 'c', 'officer-of-the-test', 'b', clock_timestamp() from lending.need n where n.id = $2
            """,
            id, need, bank);
        return id;
    }
}
