using System.Net;
using FinancingPlatform.Tests.Portal;
using Microsoft.AspNetCore.WebUtilities;
using SoftwarePasskey = FinancingPlatform.Tests.Consent.SoftwarePasskey;

namespace FinancingPlatform.Tests.Identity.CodeFlow;

/// <summary>The consent page: what a bank pushed is played back, ticked, read, signed, and answered by a redirect.</summary>
public sealed class AuthorizeTests(CodeFlowWorld world) : IClassFixture<CodeFlowWorld>
{
    [Fact, Trait("clause", "RFC9126-4")]
    public async Task A_stranger_is_sent_to_sign_in_and_comes_back_to_the_request()
    {
        using var bank = await world.RegisterAsync();
        var reference = await world.PushedAsync(bank, CodeFlowWorld.NewVerifier());
        using var nobody = world.Portal.Visitor();
        using var answer = await nobody.GetAsync(CodeFlowWorld.Page(bank, reference));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var back = QueryHelpers.ParseQuery(new Uri(world.Portal.Address, answer.Headers.Location!).Query)["returnUrl"].ToString();
        back.ShouldContain(Uri.EscapeDataString(reference));
        using var staff = await world.Portal.StaffAsync("bank");
        using var refused = await staff.GetAsync(CodeFlowWorld.Page(bank, reference));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact, Trait("rule", "A5"), Trait("clause", "FAPI2-SP-FINAL-5.3.2.2-4")]
    public async Task The_page_plays_back_what_is_asked_ticks_nothing_and_may_be_read_again()
    {
        using var bank = await world.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        var (visitor, _, _) = await world.Portal.EnterpriseAsync(passkey);
        var reference = await world.PushedAsync(bank, CodeFlowWorld.NewVerifier());
        for (var reading = 0; reading < 3; reading++)
        {
            var page = WebUtility.HtmlDecode(await visitor.PageAsync(CodeFlowWorld.Page(bank, reference)));
            page.ShouldContain("甲银行（虚构）");
            page.ShouldContain("销项发票");
            page.ShouldContain("贷款申请");
            page.ShouldContain("bank.example");
            page.ShouldContain("name=\"leg_look\"");
            page.ShouldContain("name=\"leg_return\"");
            page.ShouldNotContain("name=\"leg_training\"", Case.Sensitive, "the bank did not ask for it");
            page.ShouldNotContain(" checked");
        }
    }

    [Fact, Trait("clause", "RFC9207-2"), Trait("rule", "A4")]
    public async Task Signing_answers_with_code_state_and_issuer_and_the_grant_is_the_signed_authorisation()
    {
        using var bank = await world.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        var (visitor, id, uscc) = await world.Portal.EnterpriseAsync(passkey);
        var reference = await world.PushedAsync(bank, CodeFlowWorld.NewVerifier());
        using var signed = await world.SignAsync(visitor, passkey, bank, reference, "look", "return");
        signed.StatusCode.ShouldBe(HttpStatusCode.Created, await signed.Content.ReadAsStringAsync());
        signed.Headers.Location!.GetLeftPart(UriPartial.Path).ShouldBe(CodeFlowWorld.RedirectUri);
        var answer = QueryHelpers.ParseQuery(signed.Headers.Location.Query);
        answer["iss"].ToString().ShouldBe(world.Issuer);
        answer["state"].ToString().ShouldBe(CodeFlowWorld.State);
        answer["code"].ToString().Length.ShouldBe(43, "256 bits");
        (await world.Portal.Db.ScalarAsync<string>(
            """
            select a.uscc || ' ' || a.bank_uscc || ' ' || array_to_string(a.items, ',') || ' ' || a.leg_look || a.leg_return || a.leg_training
            from identity.authorization_grant g join consent.authorisation a on a.id = g.authorisation_id where a.enterprise_id = $1
            """,
            id)).ShouldBe($"{uscc} {PortalServer.BankA} invoice-sales truetruefalse");
        (await world.Portal.Db.ScalarAsync<long>("select count(*) from identity.authorization_grant g where g::text like '%' || $1 || '%'", answer["code"].ToString())).ShouldBe(0, "codes lie as digests");

        await visitor.PageAsync(CodeFlowWorld.Page(bank, reference), HttpStatusCode.BadRequest);
        (await visitor.PageAsync(CodeFlowWorld.Page(bank, reference), HttpStatusCode.BadRequest)).ShouldContain("authorize-not-answered");
    }

    [Fact, Trait("rule", "A5")]
    public async Task The_enterprise_may_tick_fewer_legs_never_more_and_not_none()
    {
        using var bank = await world.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        var (visitor, id, _) = await world.Portal.EnterpriseAsync(passkey);
        var reference = await world.PushedAsync(bank, CodeFlowWorld.NewVerifier());
        foreach (var (leg, code) in new[] { ("leg_training", "authorize-leg"), ("leg_nothing", "no-leg") })
        {
            using var refused = await visitor.PostFormAsync(
                CodeFlowWorld.Page(bank, reference), "/connect/authorize", ("client_id", bank.ClientId), ("request_uri", reference), (leg, "true"));
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await refused.Content.ReadAsStringAsync()).ShouldContain($"data-code=\"{code}\"");
        }

        using var signed = await world.SignAsync(visitor, passkey, bank, reference, "look");
        signed.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await world.Portal.Db.ScalarAsync<string>("select authorization_details->0->>'legs' from identity.authorization_grant g join consent.authorisation a on a.id = g.authorisation_id where a.enterprise_id = $1", id))
            .ShouldBe("[\"look\"]");
    }

    [Fact, Trait("clause", "RFC6749-4.1.2.1"), Trait("clause", "RFC9700-4.12")]
    public async Task Saying_no_tells_the_bank_by_303_and_answers_the_request()
    {
        using var bank = await world.RegisterAsync();
        var (visitor, _, _) = await world.Portal.EnterpriseAsync();
        var reference = await world.PushedAsync(bank, CodeFlowWorld.NewVerifier());
        using var refused = await visitor.PostFormAsync(
            CodeFlowWorld.Page(bank, reference), "/connect/authorize?handler=Refuse", ("client_id", bank.ClientId), ("request_uri", reference));
        refused.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await refused.Content.ReadAsStringAsync());
        var answer = QueryHelpers.ParseQuery(refused.Headers.Location!.Query);
        (answer["error"].ToString(), answer["iss"].ToString(), answer["state"].ToString()).ShouldBe(("access_denied", world.Issuer, CodeFlowWorld.State));
        refused.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("form-action 'self' https://bank.example;");
        await visitor.PageAsync(CodeFlowWorld.Page(bank, reference), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("FAPI2-SP-FINAL-5.3.2.2-3", "no reference", "authorize-request-uri")]
    [InlineData("FAPI2-SP-FINAL-5.3.2.2-3", "parameters outside", "authorize-nothing-else")]
    [InlineData("RFC9126-2.2", "unknown reference", "authorize-pushed")]
    [InlineData("RFC9126-2.2", "another client", "authorize-client-same")]
    [InlineData("RFC9126-2.2", "expired", "authorize-not-expired")]
    [InlineData("RFC6749-3.1", "doubled", "authorize-parameters-once")]
    [InlineData("A6", "client disabled", "authorize-pushed")]
    [InlineData("RFC9396-2", "another enterprise", "authorize-enterprise")]
    public async Task A_request_that_does_not_hold_is_told_to_the_person_and_never_redirected(string clause, string what, string code)
    {
        using var bank = await world.RegisterAsync();
        var (visitor, _, _) = await world.Portal.EnterpriseAsync();
        var (_, _, anotherUscc) = await world.Portal.EnterpriseAsync();
        var details = new System.Text.Json.Nodes.JsonArray(CodeFlowWorld.Query(what == "another enterprise" ? anotherUscc : null)).ToJsonString();
        var reference = await world.PushedAsync(bank, CodeFlowWorld.NewVerifier(), new() { ["authorization_details"] = details });
        var page = CodeFlowWorld.Page(bank, reference);
        switch (what)
        {
            case "no reference": page = $"/connect/authorize?client_id={bank.ClientId}&response_type=code&redirect_uri=https://bank.example/callback"; break;
            case "parameters outside": page += "&redirect_uri=https%3A%2F%2Fevil.example"; break;
            case "unknown reference": page += "x"; break;
            case "another client": page = page.Replace(bank.ClientId, "someone-else", StringComparison.Ordinal); break;
            case "doubled": page += "&client_id=" + bank.ClientId; break;
            case "expired": await world.Portal.Db.ExecuteAsync("update identity.pushed_request set expires_at = clock_timestamp() where client_id = $1", bank.ClientId); break;
            case "client disabled": await world.Portal.Db.ExecuteAsync("update identity.client set disabled_at = clock_timestamp() where client_id = $1", bank.ClientId); break;
        }

        using var answer = await visitor.GetAsync(page);
        ((int)answer.StatusCode).ShouldBeInRange(400, 403, clause);
        answer.Headers.Location.ShouldBeNull();
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain($"data-code=\"{code}\"", Case.Sensitive, clause);
        text.ShouldNotContain("id=\"refuse\"", Case.Sensitive, "there is nothing to answer");
    }

    [Fact, Trait("rule", "A4")]
    public async Task What_is_signed_is_the_text_of_this_request_and_of_no_other()
    {
        using var bank = await world.RegisterAsync();
        using var other = await world.RegisterAsync(bank: PortalServer.BankB);
        using var passkey = new SoftwarePasskey();
        using var stranger = new SoftwarePasskey();
        var (visitor, id, _) = await world.Portal.EnterpriseAsync(passkey);
        var mine = await world.PushedAsync(bank, CodeFlowWorld.NewVerifier());
        var theirs = await world.PushedAsync(other, CodeFlowWorld.NewVerifier());

        // Another key signs nothing, and the request stays open for the right one.
        using var refused = await world.SignAsync(visitor, stranger, bank, mine, "look");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await world.Portal.Db.ScalarAsync<long>("select count(*) from consent.authorisation where enterprise_id = $1", id)).ShouldBe(0);

        // A request whose page was never read has no text: nothing can be signed for it.
        var page = await visitor.PageAsync(CodeFlowWorld.Page(other, theirs));
        using var unread = await visitor.PostJsonAsync(
            "/connect/authorize/sign",
            new { id = Guid.NewGuid(), client_id = other.ClientId, request_uri = theirs, credential_id = "AA", authenticator_data = "AA", client_data_json = "AA", signature = "AA" },
            PortalVisitor.TokenOf(page));
        unread.StatusCode.ShouldBe(HttpStatusCode.Gone);

        using var signed = await world.SignAsync(visitor, passkey, bank, mine, "look");
        signed.StatusCode.ShouldBe(HttpStatusCode.Created, await signed.Content.ReadAsStringAsync());
        (await world.Portal.Db.ScalarAsync<string>("select bank_uscc from consent.authorisation where enterprise_id = $1", id)).ShouldBe(PortalServer.BankA);
    }

    [Fact, Trait("rule", "A3")]
    public async Task An_enterprise_at_level_0_is_sent_to_verification()
    {
        using var bank = await world.RegisterAsync();
        var (visitor, _, _) = await world.Portal.EnterpriseAsync();
        var reference = await world.PushedAsync(bank, CodeFlowWorld.NewVerifier());
        (await visitor.PageAsync(CodeFlowWorld.Page(bank, reference))).ShouldContain("/account/verify");
        using var refused = await visitor.PostFormAsync(
            CodeFlowWorld.Page(bank, reference), "/connect/authorize", ("client_id", bank.ClientId), ("request_uri", reference), ("leg_look", "true"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
