using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.Portal;

public sealed class AuthorisationPagesTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private const string New = "/enterprise/authorisations/new";

    private static string LastDay => TimeProvider.System.GetUtcNow().AddDays(20).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static (string, string)[] GoodForm =>
    [
        ("bank_uscc", PortalServer.BankA), ("catalogue_version", "2024"), ("items", "invoice-sales"), ("items", "penalty"), ("purpose", "loan-application"),
        ("leg_look", "true"), ("leg_return", "true"), ("valid_to", LastDay), ("max_uses", "5"),
    ];

    [Fact, Trait("rule", "A5")]
    public async Task No_leg_item_or_purpose_is_ticked_beforehand()
    {
        using var passkey = new SoftwarePasskey();
        var (visitor, _, _) = await portal.EnterpriseAsync(passkey);
        var page = await visitor.PageAsync(New);

        page.ShouldContain("name=\"leg_look\"");
        page.ShouldContain("name=\"leg_return\"");
        page.ShouldContain("name=\"leg_training\"");
        page.ShouldNotContain(" checked");
    }

    [Fact, Trait("rule", "A3")]
    public async Task An_enterprise_at_level_0_is_sent_to_verification_and_its_form_is_refused()
    {
        var (visitor, _, _) = await portal.EnterpriseAsync();
        (await visitor.PageAsync(New)).ShouldContain("/account/verify");

        using var refused = await visitor.PostFormAsync("/enterprise/authorisations/new", New, GoodForm);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("尚未完成实名认证");
    }

    [Theory]
    [InlineData("zh", "bank_uscc", "", "请填写")]
    [InlineData("en", "bank_uscc", "", "Fill this in")]
    [InlineData("zh", "bank_uscc", "91370900MA3NOBANKX", "请从列表中选择")]
    [InlineData("zh", "purpose", "training", "目的只能是")]
    [InlineData("en", "valid_to", "2020-01-01", "The last day must not lie before the first")]
    [InlineData("zh", "valid_to", "tomorrow", "请填写")]
    [InlineData("zh", "valid_to", "2099-01-01", "最长 90 天")]
    [InlineData("en", "max_uses", "0", "must lie between 1 and 100")]
    [InlineData("zh", "items", "no-such-item", "没有信息项")]
    [InlineData("zh", "catalogue_version", "1999", "没有这个版本")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_offered(string language, string field, string value, string words)
    {
        using var passkey = new SoftwarePasskey();
        var (visitor, id, _) = await portal.EnterpriseAsync(passkey);
        visitor.Speak(language);
        using var answer = await visitor.PostFormAsync(New, New, [.. GoodForm.Where(f => f.Item1 != field), (field, value)]);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, page);
        page.ShouldContain(words);
        page.ShouldContain($"id=\"{field}-error\"");
        (await portal.Db.ScalarAsync<long>("select count(*) from consent.pending_authorisation where enterprise_id = $1", id)).ShouldBe(0);
    }

    [Fact, Trait("rule", "A4"), Trait("rule", "A5")]
    public async Task A_passkey_signs_the_text_on_the_page_and_the_owner_withdraws_it_again()
    {
        using var passkey = new SoftwarePasskey();
        var (visitor, id, _) = await portal.EnterpriseAsync(passkey);
        using var reviewed = await visitor.PostFormAsync(New, New, GoodForm);
        var page = WebUtility.HtmlDecode(await reviewed.Content.ReadAsStringAsync());
        reviewed.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        page.ShouldContain("信用信息查询授权书");
        page.ShouldContain("销项发票");

        using var signed = await SignAsync(visitor, passkey, Guid.Parse(Data(page, "id")), Data(page, "challenge"), PortalVisitor.TokenOf(page));
        signed.StatusCode.ShouldBe(HttpStatusCode.Created, await signed.Content.ReadAsStringAsync());
        var detail = signed.Headers.Location!.OriginalString;
        (await visitor.PageAsync("/enterprise/authorisations")).ShouldContain("有效");
        (await visitor.PageAsync(detail)).ShouldContain("甲银行");

        var warning = await visitor.PageAsync(detail + "/revoke");
        warning.ShouldContain("合同");
        using var withdrawn = await visitor.PostFormAsync(detail + "/revoke", detail + "/revoke", ("reason", "不再需要"));
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.PageAsync(detail)).ShouldContain("不再需要");
        (await portal.Db.ScalarAsync<long>("select count(*) from consent.authorisation where enterprise_id = $1 and revoked_at is not null", id)).ShouldBe(1);
        (await portal.Db.ScalarAsync<long>("select count(*) from exchange.outbox")).ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact, Trait("rule", "A4")]
    public async Task The_JSON_options_give_what_the_page_gives_and_another_key_signs_nothing()
    {
        using var passkey = new SoftwarePasskey();
        using var stranger = new SoftwarePasskey();
        var (visitor, id, _) = await portal.EnterpriseAsync(passkey);
        var token = PortalVisitor.TokenOf(await visitor.PageAsync(New));
        using var options = await visitor.PostJsonAsync("/enterprise/authorisations/options", Request(), token);
        options.StatusCode.ShouldBe(HttpStatusCode.OK, await options.Content.ReadAsStringAsync());
        var offer = await options.Content.ReadFromJsonAsync<JsonElement>();
        offer.GetProperty("rp_id").GetString().ShouldBe("localhost");
        offer.GetProperty("credential_ids")[0].GetString().ShouldBe(Base64Url.EncodeToString(passkey.CredentialId));

        using var refused = await SignAsync(visitor, stranger, offer.GetProperty("id").GetGuid(), offer.GetProperty("challenge").GetString()!, token);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("unknown-credential");
        (await portal.Db.ScalarAsync<long>("select count(*) from consent.authorisation where enterprise_id = $1", id)).ShouldBe(0);
    }

    [Theory]
    [InlineData("/enterprise/authorisations/options")]
    [InlineData("/enterprise/authorisations/sign")]
    public async Task A_call_without_the_pages_token_changes_nothing(string path)
    {
        using var passkey = new SoftwarePasskey();
        var (visitor, _, _) = await portal.EnterpriseAsync(passkey);
        using var answer = await visitor.PostJsonAsync(path, Request(), token: null);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("antiforgery-token");
    }

    [Fact]
    public async Task An_answer_that_is_no_assertion_is_a_problem_in_both_languages()
    {
        using var passkey = new SoftwarePasskey();
        var (visitor, _, _) = await portal.EnterpriseAsync(passkey);
        var token = PortalVisitor.TokenOf(await visitor.PageAsync(New));
        using var answer = await visitor.PostJsonAsync("/enterprise/authorisations/sign", new { id = Guid.NewGuid(), credential_id = "%%%" }, token);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("title_zh").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact, Trait("rule", "A1")]
    public async Task Another_enterprises_authorisation_is_as_unknown_as_one_that_does_not_exist()
    {
        using var passkey = new SoftwarePasskey();
        var (owner, _, _) = await portal.EnterpriseAsync(passkey);
        var token = PortalVisitor.TokenOf(await owner.PageAsync(New));
        using var options = await owner.PostJsonAsync("/enterprise/authorisations/options", Request(), token);
        var offer = await options.Content.ReadFromJsonAsync<JsonElement>();
        using var signed = await SignAsync(owner, passkey, offer.GetProperty("id").GetGuid(), offer.GetProperty("challenge").GetString()!, token);
        var detail = signed.Headers.Location!.OriginalString;

        using var otherKey = new SoftwarePasskey();
        var (other, _, _) = await portal.EnterpriseAsync(otherKey);
        await other.PageAsync(detail, HttpStatusCode.NotFound);
        await other.PageAsync(detail + "/revoke", HttpStatusCode.NotFound);
        using var revoked = await other.PostFormAsync(New, detail + "/revoke", ("reason", "x"));
        revoked.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PageAsync("/enterprise/authorisations")).ShouldNotContain(detail);
        (await owner.PageAsync(detail)).ShouldContain("有效");
    }

    private static object Request() => new
    {
        bank_uscc = PortalServer.BankA,
        catalogue_version = "2024",
        items = new[] { "invoice-sales" },
        purpose = "loan-application",
        leg_look = true,
        leg_return = true,
        leg_training = false,
        valid_to = LastDay,
        max_uses = 5,
    };

    private Task<HttpResponseMessage> SignAsync(PortalVisitor visitor, SoftwarePasskey passkey, Guid id, string challenge, string token)
    {
        var assertion = passkey.Sign(Base64Url.DecodeFromChars(challenge), new RelyingParty(portal.Address.GetLeftPart(UriPartial.Authority)));
        return visitor.PostJsonAsync(
            "/enterprise/authorisations/sign",
            new
            {
                id,
                credential_id = Base64Url.EncodeToString(assertion.CredentialId),
                authenticator_data = Base64Url.EncodeToString(assertion.AuthenticatorData),
                client_data_json = Base64Url.EncodeToString(assertion.ClientDataJson),
                signature = Base64Url.EncodeToString(assertion.Signature),
            },
            token);
    }

    private static string Data(string page, string name) => page.Split($"data-{name}=\"")[1].Split('"')[0];
}
