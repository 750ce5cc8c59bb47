using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Phone;
using FinancingPlatform.Phone.Journal;
using FinancingPlatform.Support;
using Microsoft.AspNetCore.Builder;

namespace FinancingPlatform.Tests.Identity;

/// <summary>The outside world's stand-in: where it may run, and what it never loses.</summary>
public sealed class PhoneTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-phone-").FullName;
    private readonly Uri _url = FreePort.Url();
    private readonly HttpClient _http = new();
    private WebApplication? _phone;

    public ValueTask InitializeAsync()
    {
        KeyDirectory.Ensure(_folder, "phone", "verifier", TimeProvider.System);
        _http.BaseAddress = _url;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_phone is not null)
        {
            await _phone.StopAsync();
            await _phone.DisposeAsync();
        }

        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Production", "true", "http://localhost:0")]
    [InlineData("Demonstration", "false", "http://localhost:0")]
    [InlineData("Demonstration", "true", "http://0.0.0.0:0")]
    public void It_starts_neither_in_production_nor_where_others_reach_it(string environment, string demonstration, string url) =>
        Should.Throw<InvalidOperationException>(() => PhoneHost.Build(Arguments(environment, demonstration, url)));

    [Fact]
    public async Task Its_page_shows_messages_and_notices_in_both_languages()
    {
        await StartAsync();
        (await _http.PostAsJsonAsync("/sms", new { to = "13800000000", text = "<b>验证码</b> 123456" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await MakeAsync(Guid.NewGuid());
        var page = await _http.GetStringAsync("/");
        page.ShouldContain("Short messages");
        page.ShouldContain("短信收件箱");
        page.ShouldContain("虚构商贸有限公司");
        page.ShouldContain("&lt;b&gt;验证码");
        (await _http.GetByteArrayAsync("/phone.css")).Length.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("abc", "x")]
    [InlineData("", "x")]
    [InlineData("13800000000", "")]
    public async Task A_malformed_message_is_refused(string to, string text)
    {
        await StartAsync();
        (await _http.PostAsJsonAsync("/sms", new { to, text })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_same_order_again_makes_no_second_transfer_and_another_under_its_id_is_refused()
    {
        await StartAsync();
        var id = Guid.NewGuid();
        (await MakeAsync(id)).ShouldBe(HttpStatusCode.Accepted);
        (await MakeAsync(id)).ShouldBe(HttpStatusCode.Accepted);
        (await MakeAsync(id, hash: new string('b', 64))).ShouldBe(HttpStatusCode.Conflict);
        (await _http.GetFromJsonAsync<JsonElement>("/small-transfers?uscc=91370900MA3C00000P")).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task The_right_amount_gives_the_same_statement_again_and_a_wrong_one_gives_none()
    {
        await StartAsync();
        var id = Guid.NewGuid();
        await MakeAsync(id);
        var amount = (await _http.GetFromJsonAsync<JsonElement>("/small-transfers"))[0].GetProperty("amount").GetString()!;
        var first = await ConfirmAsync(id, amount);
        (await ConfirmAsync(id, amount)).GetProperty("statement").GetString().ShouldBe(first.GetProperty("statement").GetString());
        (await ConfirmAsync(id, amount == "0.01" ? "0.02" : "0.01")).TryGetProperty("statement", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_line_that_a_crash_cut_short_was_never_acknowledged_and_goes()
    {
        var path = Path.Combine(_folder, "events.jsonl");
        using (var file = new EventFile(path))
        {
            file.Append(new SmsArrived(Guid.NewGuid(), "13800000000", "一", TimeProvider.System.GetUtcNow()));
        }

        File.AppendAllText(path, "{\"$type\":\"sms\",\"Id\":\"");
        using (var file = new EventFile(path))
        {
            file.Read().Count.ShouldBe(1);
            file.Append(new SmsArrived(Guid.NewGuid(), "13800000000", "二", TimeProvider.System.GetUtcNow()));
        }

        using var again = new EventFile(path);
        again.Read().Cast<SmsArrived>().Select(s => s.Text).ShouldBe(["一", "二"]);
    }

    private async Task StartAsync()
    {
        _phone = PhoneHost.Build(Arguments("Demonstration", "true", _url.OriginalString));
        await _phone.StartAsync();
    }

    private async Task<HttpStatusCode> MakeAsync(Guid id, string? hash = null) => (await _http.PostAsJsonAsync(
        "/small-transfers",
        new { transfer_id = id, uscc = "91370900MA3C00000P", account_name = "虚构商贸有限公司", credential_sha256 = hash ?? new string('a', 64) })).StatusCode;

    private async Task<JsonElement> ConfirmAsync(Guid id, string amount)
    {
        using var response = await _http.PostAsJsonAsync($"/small-transfers/{id}/confirm", new { amount });
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private string[] Arguments(string environment, string demonstration, string url) =>
    [
        $"--environment={environment}", $"--Platform:Demonstration={demonstration}", $"--urls={url}", "--Logging:LogLevel:Default=None",
        $"--Keys:Directory={Path.Combine(_folder, "phone")}",
    ];
}
