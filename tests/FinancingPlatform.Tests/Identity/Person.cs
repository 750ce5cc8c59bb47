using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FinancingPlatform.Identity.Client;

namespace FinancingPlatform.Tests.Identity;

/// <summary>Somebody with a browser and a telephone: real pages, real forms, real antiforgery tokens.</summary>
internal sealed partial class Person : IDisposable
{
    private readonly PortalWorld _world;
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public Person(PortalWorld world)
    {
        _world = world;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = world.Issuer };
    }

    public string? Session => _cookies.GetValueOrDefault("__Host-session");

    public void Dispose() => _http.Dispose();

    public async Task<Page> GetAsync(string path) => await SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public async Task<Page> PostAsync(string path, Page from, params (string Name, string Value)[] fields) => await SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("__RequestVerificationToken", from.Token)]),
    });

    public async Task<Page> PostJsonAsync(string path, Page from, string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("X-Antiforgery", from.Token);
        return await SendAsync(request);
    }

    public async Task<string> SmsCodeAsync(string phone)
    {
        using var http = new HttpClient { BaseAddress = _world.Phone };
        var messages = await http.GetFromJsonAsync<JsonElement>($"/sms?to={phone}");
        messages.GetArrayLength().ShouldBeGreaterThan(0, "no message arrived");
        return Digits().Match(messages[0].GetProperty("text").GetString()!).Value;
    }

    public async Task RegisterAsync(Firm firm)
    {
        var first = await GetAsync("/account/register");
        var second = await PostAsync("/account/register", first, ("uscc", firm.Uscc), ("displayName", "李四"), ("phone", firm.Phone));
        second.Failure.ShouldBeNull();
        var done = await PostAsync("/account/register?handler=Code", second, ("codeId", second.Hidden("codeId")), ("code", await SmsCodeAsync(firm.Phone)));
        done.Location.ShouldBe("/account/passkeys");
    }

    public async Task<SoftwarePasskey> AddPasskeyAsync()
    {
        var passkey = new SoftwarePasskey(_world.Issuer);
        var page = await GetAsync("/account/passkeys");
        using var options = JsonDocument.Parse((await PostJsonAsync("/account/passkeys?handler=Options", page, "{}")).Body);
        var credential = passkey.Create(options.RootElement.GetProperty("options").GetRawText());
        var added = await PostJsonAsync(
            "/account/passkeys?handler=Add", page, $$"""{"ceremony":"{{options.RootElement.GetProperty("ceremony").GetString()}}","credential":{{credential}},"name":"测试"}""");
        added.Status.ShouldBe(HttpStatusCode.OK, added.Body);
        return passkey;
    }

    public async Task<(string Ceremony, string Answer)> PasskeyAnswerAsync(SoftwarePasskey passkey, Page page)
    {
        using var options = JsonDocument.Parse((await PostJsonAsync("/account/sign-in?handler=PasskeyOptions", page, "{}")).Body);
        var ceremony = options.RootElement.GetProperty("ceremony").GetString()!;
        var credential = passkey.Get(options.RootElement.GetProperty("options").GetRawText());
        return (ceremony, $$"""{"ceremony":"{{ceremony}}","credential":{{credential}}}""");
    }

    private async Task<Page> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (_cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
            }

            request.Headers.Accept.ParseAdd("text/html, application/json");
            using var response = await _http.SendAsync(request);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set)
                {
                    var pair = cookie.Split(';')[0].Split('=', 2);
                    _cookies[pair[0]] = pair[1];
                }
            }

            return new Page(response.StatusCode, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync());
        }
    }

    [GeneratedRegex(@"\d{6}", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}

/// <summary>What came back.</summary>
internal sealed partial record Page(HttpStatusCode Status, string? Location, string Body)
{
    public string Token => TokenInput().Match(Body).Groups[1].Value;

    /// <summary>Stable code of the error shown on the page; null when none is.</summary>
    public string? Failure => FailureCode().Match(Body) is { Success: true } match ? match.Groups[1].Value : null;

    public string Hidden(string name) => Regex.Match(Body, $"name=\"{name}\" value=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex TokenInput();

    [GeneratedRegex("id=\"failure\" data-code=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex FailureCode();
}
