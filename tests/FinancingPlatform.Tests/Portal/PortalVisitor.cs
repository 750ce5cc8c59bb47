using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace FinancingPlatform.Tests.Portal;

/// <summary>A browser without a screen: keeps cookies as browsers do on loopback, accepts pages, follows no redirect.</summary>
internal sealed partial class PortalVisitor(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    public void Speak(string language) => Cookies["lang"] = language;

    public Task<HttpResponseMessage> GetAsync(string path, string accept = "text/html") => SendAsync(HttpMethod.Get, path, null, accept);

    public async Task<string> PageAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, page);
        return page;
    }

    /// <summary>Opens a page, fills in its form and sends it, with the antiforgery token that the page holds.</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = TokenOf(await PageAsync(page));
        var form = fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).Append(KeyValuePair.Create("__RequestVerificationToken", token));
        return await SendAsync(HttpMethod.Post, action, new FormUrlEncodedContent(form), "text/html");
    }

    /// <summary>Opens a page and sends a file with its form.</summary>
    public async Task<HttpResponseMessage> PostFileAsync(string page, string action, string field, string fileName, byte[] content)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(TokenOf(await PageAsync(page))), "__RequestVerificationToken" },
            { new ByteArrayContent(content), field, fileName },
        };
        return await SendAsync(HttpMethod.Post, action, form, "text/html");
    }

    public Task<HttpResponseMessage> PostJsonAsync(string path, object body, string? token) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body), "application/json", token);

    public static string TokenOf(string page) => Token().Match(page) is { Success: true } found
        ? found.Groups[1].Value
        : throw new InvalidOperationException("The page holds no antiforgery token.");

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string accept, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Accept", accept);
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        if (token is not null)
        {
            request.Headers.Add("X-Antiforgery", token);
        }

        var answer = await _http.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            Cookies[pair[0]] = pair[1];
        }

        return answer;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
