using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FinancingPlatform.Cli;
using FinancingPlatform.Cli.Demo;
using Microsoft.Playwright;

namespace FinancingPlatform.EndToEnd;

/// <summary>A real browser with its own authenticator (over the Chrome DevTools Protocol): the pages' own scripts make and use the passkey.</summary>
public sealed partial class BrowserTests(RunningPlatform platform)
{
    private const string Phone = "19900001234";
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Fact]
    [Trait("rule", "A4")]
    public async Task A_person_registers_adds_a_passkey_verifies_and_authorises_in_the_real_pages()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium(),
            // Tests may run as root in a container, where Chromium's sandbox can't.
            Args = ["--no-sandbox"],
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { BaseURL = platform.Portal.ToString(), Locale = "zh-CN" });
        var complaints = new List<string>();
        page.Console += (_, message) => Note(complaints, message);
        await AddAuthenticatorAsync(page);

        var firm = new DemoFiles(Running.Read(platform.Data)!).NextEnterprise();
        await RegisterAsync(page, firm);
        await page.ClickAsync("form[data-passkey=add] button[type=submit]");
        await page.WaitForSelectorAsync("form[action*=\"handler=Remove\"]");
        await VerifyAsync(page, firm);
        var address = await AuthoriseAsync(page);

        address.ShouldMatch("/enterprise/authorisations/[0-9a-f-]{36}");
        (await page.ContentAsync()).ShouldContain("虚构");
        complaints.ShouldBeEmpty();
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

    private async Task RegisterAsync(IPage page, DemoEnterprise firm)
    {
        await page.GotoAsync("/account/register");
        await page.FillAsync("#uscc", firm.Uscc);
        await page.FillAsync("#displayName", firm.LegalRepresentative);
        await page.FillAsync("#phone", Phone);
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForSelectorAsync("#code");
        var message = await NewestAsync($"/sms?to={Phone}");
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
