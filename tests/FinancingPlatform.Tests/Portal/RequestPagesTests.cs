using System.Net;
using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.Portal;

/// <summary>What banks ask for, as the enterprise sees it: answered by an authorisation of its own making, or declined.</summary>
public sealed class RequestPagesTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private const string List = "/enterprise/requests";

    [Fact]
    [Trait("rule", "A5")]
    public async Task A_request_leads_to_a_form_in_which_nothing_is_ticked()
    {
        using var passkey = new SoftwarePasskey();
        var (visitor, firm, uscc) = await portal.EnterpriseAsync(passkey);
        (await visitor.PageAsync(List)).ShouldContain("没有银行提出过申请");
        var id = await AskAsync(firm, uscc);

        var list = await visitor.PageAsync(List);
        list.ShouldContain("甲银行（虚构）");
        list.ShouldContain("销项发票");
        list.ShouldContain("待答复");
        var form = await visitor.PageAsync($"/enterprise/authorisations/new?request={id}");
        form.ShouldContain("甲银行（虚构）（泰山支行）申请");
        form.ShouldContain($"<option value=\"{PortalServer.BankA}\" selected");
        foreach (var name in new[] { "items", "purpose", "leg_look", "leg_return", "leg_training" })
        {
            form.Split('<').Where(tag => tag.Contains($"name=\"{name}\"", StringComparison.Ordinal)).ShouldAllBe(tag => !tag.Contains("checked", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task Declining_is_told_once_and_only_the_asked_may()
    {
        var (visitor, firm, uscc) = await portal.EnterpriseAsync();
        var id = await AskAsync(firm, uscc);
        var (stranger, _, _) = await portal.EnterpriseAsync();
        using var theirs = await stranger.PostFormAsync(List, List + "?handler=Decline", ("id", $"{id}"));
        theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.PageAsync($"/enterprise/authorisations/new?request={id}")).ShouldNotContain("泰山支行");

        using var declined = await visitor.PostFormAsync(List, List + "?handler=Decline", ("id", $"{id}"));
        declined.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.PageAsync(List)).ShouldContain("已拒绝");
        (await portal.Db.ScalarAsync<string>("select consent.request_of_bank($1, $2) ->> 'state'", PortalServer.BankA, id)).ShouldBe("declined");
        visitor.Speak("en");
        using var again = await visitor.PostFormAsync(List, List + "?handler=Decline", ("id", $"{id}"));
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.Content.ReadAsStringAsync()).ShouldContain("was answered, taken back, or has run out");
    }

    private async Task<Guid> AskAsync(long firm, string uscc)
    {
        var id = Guid.CreateVersion7();
        await portal.Db.ExecuteAsync(
            """
            insert into consent.authorisation_request
                (id, enterprise_id, uscc, bank_uscc, client_id, items, purpose, leg_look, leg_return, leg_training, days, max_uses, operator, branch, reference, asked_at, expires_at)
            values ($1, $2, $3, $4, 'c', array['invoice-sales'], 'loan-application', true, true, false, 45, 6, '信贷员甲', '泰山支行', 'R-1', clock_timestamp(), clock_timestamp() + interval '7 days')
            """,
            id, firm, uscc, PortalServer.BankA);
        return id;
    }
}
