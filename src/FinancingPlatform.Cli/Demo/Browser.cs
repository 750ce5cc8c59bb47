using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinancingPlatform.Cli.Demo;

/// <summary>A page as it came.</summary>
internal sealed partial record Page(Uri Address, HttpStatusCode Status, string Html)
{
    /// <summary>The page's words without its tags, for messages.</summary>
    public string Text => TextOf(Html);

    /// <summary>The words of a piece of HTML.</summary>
    public static string TextOf(string html) => WebUtility.HtmlDecode(Blanks().Replace(Tags().Replace(html, " "), " ")).Trim();

    [GeneratedRegex("<(?<tag>script|style)\\b.*?</\\k<tag>>|<[^>]+>", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blanks();
}

/// <summary>One person's browser without a screen: cookies, redirects, the pages' own forms with their antiforgery tokens.</summary>
internal sealed class Browser(Uri origin, TimeProvider clock) : IDisposable
{
    private const int MostRedirects = 8;
    private const string AntiforgeryField = "__RequestVerificationToken";
    private const string AntiforgeryHeader = "X-Antiforgery";
    private const int WordsInMessage = 300;

    private readonly CookieJar _cookies = new(clock);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = origin, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Opens a page; anything but success is an error that names it.</summary>
    public async Task<Page> OpenAsync(string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(origin, path));
        return await ExpectAsync(request, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Fills in and sends the page's form that has all these fields. The fields that a person does not touch keep the page's values; the page
    /// that follows is returned.
    /// </summary>
    public async Task<Page> SubmitAsync(Page page, IReadOnlyList<KeyValuePair<string, string>> typed, CancellationToken cancel)
    {
        var form = HtmlForm.All(page.Html).FirstOrDefault(f => typed.All(t => f.Names.Contains(t.Key)))
            ?? throw new DemoException($"{page.Address.AbsolutePath} has no form with the fields {string.Join(", ", typed.Select(t => t.Key))}: {Shorten(page.Text)}");
        var fields = form.Fields.Where(f => typed.All(t => t.Key != f.Key)).Concat(typed);
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Action.Length == 0 ? page.Address : new Uri(page.Address, form.Action)) { Content = new FormUrlEncodedContent(fields) };
        return await ExpectAsync(request, cancel).ConfigureAwait(false);
    }

    /// <summary>Presses a button that the page's frame offers: the form that posts to this address.</summary>
    public async Task<Page> PostAsync(Page page, string action, CancellationToken cancel)
    {
        var form = HtmlForm.All(page.Html).FirstOrDefault(f => f.Action == action) ?? throw new DemoException($"{page.Address.AbsolutePath} has no form that posts to {action}.");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(origin, action)) { Content = new FormUrlEncodedContent(form.Fields) };
        return await ExpectAsync(request, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends JSON as the page's own script does, with the page's antiforgery token.</summary>
    public async Task<JsonElement> SendJsonAsync(Page page, string path, object body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(origin, path)) { Content = JsonContent.Create(body) };
        request.Headers.Add(AntiforgeryHeader, TokenOf(page));
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await SendAsync(request, cancel).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text.Length == 0 ? "{}" : text)
            : throw new DemoException($"POST {path} answered {(int)response.StatusCode}: {Shorten(text)}");
    }

    public void Dispose() => _http.Dispose();

    private static string TokenOf(Page page) => HtmlForm.All(page.Html).SelectMany(f => f.Fields).FirstOrDefault(f => f.Key == AntiforgeryField).Value
        ?? throw new DemoException($"{page.Address.AbsolutePath} has no form with an antiforgery token.");

    private async Task<Page> ExpectAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.Accept.ParseAdd("text/html");
        var response = await SendAsync(request, cancel).ConfigureAwait(false);
        var address = request.RequestUri!;
        for (var redirects = 0; response.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.Redirect && redirects < MostRedirects; redirects++)
        {
            address = new Uri(address, response.Headers.Location!);
            response.Dispose();
            using var next = new HttpRequestMessage(HttpMethod.Get, address);
            next.Headers.Accept.ParseAdd("text/html");
            response = await SendAsync(next, cancel).ConfigureAwait(false);
        }

        using (response)
        {
            var page = new Page(address, response.StatusCode, await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false));
            return response.IsSuccessStatusCode
                ? page
                : throw new DemoException($"{request.Method} {request.RequestUri!.AbsolutePath} answered {(int)response.StatusCode} at {address.AbsolutePath}: {Shorten(page.Text)}");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        _cookies.PutOn(request);
        request.Headers.AcceptLanguage.ParseAdd("zh-CN");
        var response = await _http.SendAsync(request, cancel).ConfigureAwait(false);
        _cookies.Take(response);
        return response;
    }

    private static string Shorten(string text) => text.Length <= WordsInMessage ? text : text[..WordsInMessage] + " ...";
}
