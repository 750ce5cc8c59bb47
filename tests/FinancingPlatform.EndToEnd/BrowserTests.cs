using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FinancingPlatform.Cli;
using FinancingPlatform.Cli.Demo;
using FinancingPlatform.Support;
using Microsoft.Playwright;

namespace FinancingPlatform.EndToEnd;

/// <summary>A real browser with its own authenticator (over the Chrome DevTools Protocol): the pages' own scripts make and use the passkey.</summary>
public sealed partial class BrowserTests(RunningPlatform platform)
{
    private const string Phone = "19900001234";
    private const string OtherPhone = "19900001235";
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Fact]
    [Trait("rule", "A4")]
    public async Task A_person_registers_adds_a_passkey_verifies_and_authorises_in_the_real_pages()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await LaunchAsync(playwright);
        var (page, complaints, _) = await VerifiedAsync(browser, Phone);
        var address = await AuthoriseAsync(page);

        address.ShouldMatch("/enterprise/authorisations/[0-9a-f-]{36}");
        (await page.ContentAsync()).ShouldContain("虚构");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    [Trait("rule", "A4")]
    public async Task A_banks_own_client_asks_the_owner_signs_in_and_signs_in_the_browser_and_the_bank_pulls_the_score()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await LaunchAsync(playwright);
        var (page, complaints, firm) = await VerifiedAsync(browser, OtherPhone);
        using var bank = await BankAsync(firm);
        var asked = await bank.ReadAsync();
        asked.GetProperty("event").GetString().ShouldBe("authorize", asked.ToString());

        // The owner comes from the bank's page and is nobody here until the passkey says otherwise.
        await page.Context.ClearCookiesAsync();
        var answered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("https://*.example/**", route =>
        {
            answered.TrySetResult(route.Request.Url);
            return route.FulfillAsync(new RouteFulfillOptions { Status = 200, ContentType = "text/html", Body = "<!doctype html><title>bank</title>" });
        });
        await page.GotoAsync(asked.GetProperty("url").GetString()!);
        await page.WaitForURLAsync("**/account/sign-in?**");
        await page.ClickAsync("form[data-passkey=sign-in] button[type=submit]");
        await page.WaitForURLAsync("**/connect/authorize?**");
        (await page.TextContentAsync("dl.facts"))!.ShouldContain("销项发票");
        (await page.QuerySelectorAllAsync("input[name^=leg_]:checked")).ShouldBeEmpty();
        await page.CheckAsync("input[name=leg_look]");
        await page.CheckAsync("input[name=leg_return]");
        await page.ClickAsync("form[action=\"/connect/authorize\"] button[type=submit]");
        (await page.TextContentAsync("pre.letter"))!.ShouldContain(firm.Uscc);
        await page.ClickAsync("#sign button[type=submit]");
        await bank.WriteAsync(new JsonObject { ["callback"] = await answered.Task.WaitAsync(TimeSpan.FromSeconds(60)) });

        var end = await bank.ReadAsync();
        end.GetProperty("event").GetString().ShouldBe("done", end.ToString());
        end.GetProperty("details").GetProperty("uscc").GetString().ShouldBe(firm.Uscc);
        end.GetProperty("again").GetProperty("status").GetInt32().ShouldBe(200, end.ToString());
        end.GetProperty("again").GetProperty("body").GetProperty("uscc").GetString().ShouldBe(firm.Uscc);
        end.GetProperty("after_revocation").GetString().ShouldBe("invalid_grant");
        await page.GotoAsync("/enterprise/accesses");
        (await page.ContentAsync()).ShouldContain("officer-1");
        complaints.ShouldBeEmpty();
    }

    /// <summary>A bank's client that nobody here wrote, with the demonstration bank's key.</summary>
    private async Task<StrangersProgram> BankAsync(DemoEnterprise firm)
    {
        var credentials = JsonNode.Parse(new DemoFiles(Running.Read(platform.Data)!).BankCredentials())!;
        var client = credentials["client_id"]!.GetValue<string>();
        return await StrangersProgram.StartAsync("code-flow.mjs", new JsonObject
        {
            ["issuer"] = platform.Portal.GetLeftPart(UriPartial.Authority),
            ["audience"] = platform.BankApi.GetLeftPart(UriPartial.Authority),
            ["client_id"] = client,
            ["private_jwk"] = credentials["private_jwk"]!.DeepClone(),
            ["redirect_uri"] = DemoFiles.RedirectUri(client),
            ["details"] = new JsonObject
            {
                ["type"] = "credit-query", ["catalogue_version"] = "2024", ["items"] = new JsonArray("invoice-sales"), ["purpose"] = "loan-application",
                ["legs"] = new JsonArray("look", "return"), ["uscc"] = firm.Uscc, ["max_uses"] = 3,
                ["valid_to"] = TimeProvider.System.GetUtcNow().AddDays(20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            },
            ["pull_url"] = new Uri(platform.BankApi, "/v1/score-pulls").AbsoluteUri,
        });
    }

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Chromium(),
        // Tests may run as root in a container, where Chromium's sandbox can't.
        Args = ["--no-sandbox"],
    });

    /// <summary>A page whose person has registered a firm, holds a passkey and is verified.</summary>
    private async Task<(IPage Page, List<string> Complaints, DemoEnterprise Firm)> VerifiedAsync(IBrowser browser, string phone)
    {
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { BaseURL = platform.Portal.ToString(), Locale = "zh-CN" });
        var complaints = new List<string>();
        page.Console += (_, message) => Note(complaints, message);
        await AddAuthenticatorAsync(page);
        var firm = new DemoFiles(Running.Read(platform.Data)!).NextEnterprise();
        await RegisterAsync(page, firm, phone);
        await page.ClickAsync("form[data-passkey=add] button[type=submit]");
        await page.WaitForSelectorAsync("form[action*=\"handler=Remove\"]");
        await VerifyAsync(page, firm);
        return (page, complaints, firm);
    }

    private static string Chromium()
    {
        var found = Browsers.FirstOrDefault(File.Exists);
        if (found is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip("Chromium is not installed: apt-get install chromium");
        }

        return found ?? throw new InvalidOperationException("Chromium is not installed: apt-get install chromium");
    }

    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var cdp = await page.Context.NewCDPSessionAsync(page);
        await cdp.SendAsync("WebAuthn.enable");
        await cdp.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["options"] = new
            {
                protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true,
            },
        });
    }

    private async Task RegisterAsync(IPage page, DemoEnterprise firm, string phone)
    {
        await page.GotoAsync("/account/register");
        await page.FillAsync("#uscc", firm.Uscc);
        await page.FillAsync("#displayName", firm.LegalRepresentative);
        await page.FillAsync("#phone", phone);
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForSelectorAsync("#code");
        var message = await NewestAsync($"/sms?to={phone}");
        await page.FillAsync("#code", Digits().Match(message.GetProperty("text").GetString()!).Value);
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForURLAsync("**/account/passkeys");
    }

    private async Task VerifyAsync(IPage page, DemoEnterprise firm)
    {
        await page.GotoAsync("/account/verify");
        await page.ClickAsync("form[action*=\"handler=Start\"] button[type=submit]");
        await page.WaitForSelectorAsync("#answer");
        var notice = await NewestAsync($"/small-transfers?uscc={firm.Uscc}");
        await page.FillAsync("#answer", notice.GetProperty("amount").GetString()!);
        await page.ClickAsync("form[action*=\"handler=Confirm\"] button[type=submit]");
        await page.WaitForSelectorAsync("#level[data-level=\"1\"]");
    }

    private static async Task<string> AuthoriseAsync(IPage page)
    {
        await page.GotoAsync("/enterprise/authorisations/new");
        (await page.QuerySelectorAllAsync("input[name^=leg_]:checked")).ShouldBeEmpty();
        await page.SelectOptionAsync("#bank_uscc", new SelectOptionValue { Index = 1 });
        await page.CheckAsync("input[name=purpose][value=loan-application]");
        await page.CheckAsync("input[name=items][value=invoice-sales]");
        await page.CheckAsync("input[name=items][value=invoice-purchase]");
        await page.CheckAsync("input[name=leg_look]");
        await page.CheckAsync("input[name=leg_return]");
        await page.ClickAsync("main form[action=\"/enterprise/authorisations/new\"] button[type=submit]");
        await page.WaitForSelectorAsync("#sign");
        await page.ClickAsync("#sign button[type=submit]");
        await page.WaitForURLAsync(DetailAddress());
        return new Uri(page.Url).AbsolutePath;
    }

    private static void Note(List<string> complaints, IConsoleMessage message)
    {
        if (message.Type == "error")
        {
            complaints.Add(message.Text);
        }
    }

    private async Task<JsonElement> NewestAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = platform.Phone };
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var list = await http.GetFromJsonAsync<JsonElement>(path);
            if (list.GetArrayLength() > 0)
            {
                return list[0];
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"Nothing arrived at the phone: {path}");
    }

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    [GeneratedRegex("/enterprise/authorisations/[0-9a-f-]{36}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DetailAddress();
}
