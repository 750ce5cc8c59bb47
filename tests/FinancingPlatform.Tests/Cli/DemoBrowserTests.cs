using System.Net;
using FinancingPlatform.Cli.Demo;
using Microsoft.Extensions.Time.Testing;

namespace FinancingPlatform.Tests.Cli;

public sealed class DemoBrowserTests
{
    private const string Html = """
        <form method="get" action="/search"><input name="q"></form>
        <form action="/account/register" method="post" class="stack">
          <input type="hidden" name="__RequestVerificationToken" value="a&amp;b">
          <input name="Uscc" value="9137">
          <input type="checkbox" name="Legs" value="look"><input checked type="checkbox" name="Legs" value="return">
          <select name="Purpose"><option value="pre-credit">x</option><option selected value="loan-application">y</option></select>
          <textarea name="Note">one &lt; two</textarea>
          <button type="submit" name="go" value="1">Send</button>
        </form>
        """;

    [Fact]
    public void A_form_is_read_as_a_browser_would_send_it()
    {
        var form = HtmlForm.All(Html).ShouldHaveSingleItem();
        form.Action.ShouldBe("/account/register");
        form.Fields.Select(f => $"{f.Key}={f.Value}").ShouldBe(
            ["__RequestVerificationToken=a&b", "Uscc=9137", "Legs=return", "Purpose=loan-application", "Note=one < two"]);
        form.Names.ShouldContain("Legs");
    }

    [Fact]
    public void A_secure_cookie_goes_back_to_loopback_and_a_deleted_one_does_not()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var jar = new CookieJar(clock);
        using var first = new HttpResponseMessage(HttpStatusCode.OK);
        first.Headers.Add("Set-Cookie", "__Host-session=abc; path=/; secure; httponly");
        first.Headers.Add("Set-Cookie", "af=1; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT");
        jar.Take(first);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost:5080/");
        jar.PutOn(request);
        request.Headers.GetValues("Cookie").ShouldBe(["__Host-session=abc"]);
    }
}
