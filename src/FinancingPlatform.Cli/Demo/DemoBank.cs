using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Identity.Client;

namespace FinancingPlatform.Cli.Demo;

/// <summary>The bank's own system: it holds the bank's key, gets tokens, and signs each request (DPoP).</summary>
internal sealed class DemoBank : IDisposable
{
    /// <summary>Who looks, as the access list shows it (rule A6).</summary>
    public const string Operator = "demo-officer-07";

    private static readonly TimeSpan TermOfLine = TimeSpan.FromDays(360);
    private static readonly TimeSpan TermOfLoan = TimeSpan.FromDays(180);

    private readonly HttpClient _http;
    private readonly BankCredentials _credentials;
    private readonly BankTokenClient _tokens;
    private readonly Uri _api;
    private readonly TimeProvider _clock;

    public DemoBank(Running running, DemoFiles files, TimeProvider clock)
    {
        _http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        _api = running.UrlOf("bank-api");
        _clock = clock;
        _credentials = BankCredentials.FromJson(files.BankCredentials());
        _tokens = new BankTokenClient(_http, new Uri(running.Issuer), _credentials, clock);
    }

    public string BankUscc => _credentials.BankUscc;

    /// <summary>Pulls the score under the enterprise's authorisation.</summary>
    public Task<JsonElement> PullAsync(string uscc, CancellationToken cancel) => PostAsync(
        "/v1/score-pulls",
        new { uscc, purpose = "loan-application", @operator = Operator, branch = "Demo branch", reference = Reference("APP", uscc) },
        cancel);

    public Task<JsonElement> PostLineAsync(string uscc, string authorisationId, CancellationToken cancel)
    {
        var today = China.Today(_clock);
        return PostAsync(
            "/v1/credit-lines",
            new
            {
                uscc,
                line_no = Reference("LINE", uscc),
                authorisation_id = authorisationId,
                amount = Yuan("500000.00"),
                annual_rate_percent = "4.35",
                valid_from = Date(today),
                valid_to = Date(today.AddDays(TermOfLine.Days)),
                kind = "revolving",
            },
            cancel);
    }

    public Task<JsonElement> PostLoanAsync(string uscc, CancellationToken cancel)
    {
        var today = China.Today(_clock);
        return PostAsync(
            "/v1/loans",
            new
            {
                line_no = Reference("LINE", uscc),
                note_no = Reference("NOTE", uscc),
                amount = Yuan("200000.00"),
                disbursed_on = Date(today),
                due_on = Date(today.AddDays(TermOfLoan.Days)),
                annual_rate_percent = "4.35",
                loan_type = "credit",
                first_loan = true,
            },
            cancel);
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _credentials.Dispose();
        _http.Dispose();
    }

    /// <summary>The bank's own number: the same for the same firm, so a repeated post is the same post.</summary>
    private static string Reference(string kind, string uscc) => $"DEMO-{kind}-{uscc}";

    private static object Yuan(string value) => new { value, currency = "CNY" };

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_api, path)) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        await _tokens.AuthorizeAsync(request, cancel).ConfigureAwait(false);
        using var response = await _http.SendAsync(request, cancel).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new DemoException($"POST {path} answered {(int)response.StatusCode}: {text}");
    }
}
