using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using FinancingPlatform.Portal.Security;

namespace FinancingPlatform.Tests.Portal;

public sealed partial class FrameTests(PortalServer portal) : IClassFixture<PortalServer>
{
    [Fact]
    public async Task The_first_page_is_Chinese_and_a_button_makes_it_English()
    {
        using var visitor = portal.Visitor();
        (await visitor.PageAsync("/")).ShouldContain("凭信用融资");

        using var switched = await visitor.PostFormAsync("/", "/language", ("to", "en"), ("back", "/account/register"));
        switched.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        switched.Headers.Location!.OriginalString.ShouldBe("/account/register");

        var english = await visitor.PageAsync("/");
        english.ShouldContain("<html lang=\"en\">");
        english.ShouldContain("Borrow on credit");
    }

    [Fact]
    public async Task The_language_switch_never_leads_to_another_site()
    {
        using var visitor = portal.Visitor();
        using var switched = await visitor.PostFormAsync("/", "/language", ("to", "en"), ("back", "//evil.example/"));

        switched.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task The_language_switch_without_the_forms_token_is_refused_in_words()
    {
        using var visitor = portal.Visitor();
        using var client = new HttpClient { BaseAddress = portal.Address };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var refused = await client.PostAsync("/language", new FormUrlEncodedContent([KeyValuePair.Create("to", "en")]));

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("请求无法处理");
    }

    [Theory]
    [InlineData("/lib/tabler.min.css", 100_000)]
    [InlineData("/lib/htmx.min.js", 10_000)]
    [InlineData("/lib/echarts.common.min.js", 100_000)]
    [InlineData("/css/site.css", 1_000)]
    [InlineData("/js/sign-authorisation.js", 500)]
    public async Task Every_file_of_the_front_end_has_bytes_and_may_be_kept(string path, int atLeast)
    {
        using var visitor = portal.Visitor();
        using var answer = await visitor.GetAsync(path + "?v=1", "*/*");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeGreaterThan(atLeast);
        answer.Headers.CacheControl!.ToString().ShouldContain("max-age=31536000");
    }

    [Fact]
    public async Task Every_page_carries_the_policy_the_banner_and_nothing_inline()
    {
        var (enterprise, _, _) = await portal.EnterpriseAsync();
        var pages = new List<(PortalVisitor Visitor, string Path)>
        {
            (portal.Visitor(), "/"), (portal.Visitor(), "/account/register"), (portal.Visitor(), "/account/sign-in"), (portal.Visitor(), "/account/staff-sign-in"),
            (enterprise, "/enterprise"), (enterprise, "/enterprise/authorisations"), (enterprise, "/enterprise/authorisations/new"), (enterprise, "/enterprise/accesses"),
            (enterprise, "/account/passkeys"), (enterprise, "/account/verify"),
            (await portal.StaffAsync("bank"), "/bank"), (await portal.StaffAsync("regulator"), "/regulator"), (await portal.StaffAsync("operator"), "/operator"),
        };
        foreach (var (visitor, path) in pages)
        {
            using var answer = await visitor.GetAsync(path);
            var page = await answer.Content.ReadAsStringAsync();

            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldBe(ContentPolicy.Policy);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
            page.ShouldContain("演示数据，均为虚构");
            page.ShouldContain("Demonstration: all data is invented");
            Inline().Matches(page).Select(m => m.Value).ShouldBeEmpty(path);
        }
    }

    [Theory]
    [InlineData("zh", "页面不存在")]
    [InlineData("en", "Page not found")]
    public async Task A_wrong_address_is_explained_in_the_visitors_language(string language, string words)
    {
        using var visitor = portal.Visitor();
        visitor.Speak(language);

        (await visitor.PageAsync("/no-such-page", HttpStatusCode.NotFound)).ShouldContain(words);
    }

    [Fact]
    public async Task A_script_gets_problem_details_instead_of_a_page()
    {
        using var visitor = portal.Visitor();
        using var answer = await visitor.GetAsync("/no-such-page", "application/json");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    // A script with a body, a style element or attribute, an event handler: each would be dead under the policy.
    [GeneratedRegex("<script(?![^>]*src=)|<style|\\sstyle=\"|\\son[a-z]+=\"|javascript:", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Inline();
}
