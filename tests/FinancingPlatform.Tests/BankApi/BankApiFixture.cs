using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FinancingPlatform.BankApi;
using FinancingPlatform.Cli.Bench.ApiFuzz;
using FinancingPlatform.Cli.Bench.ScorePull;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Consent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>The real bank API on a free port, over a city's database of its own, trusting an issuer on loopback; called over real HTTP.</summary>
public sealed class BankApiFixture : IAsyncLifetime
{
    private LoopbackIssuer? _issuer;
    private WebApplication? _app;

    public CityDatabase Db { get; } = new();

    internal Uri Address { get; private set; } = new("http://localhost");

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(30) });

    internal string Issuer => _issuer!.Issuer;

    /// <summary>Every route that the running host answers.</summary>
    internal IEnumerable<Endpoint> Endpoints => _app!.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints);

    /// <summary>Where the fuzz knocks, with tokens of its seeded bank and department.</summary>
    internal FuzzDoor FuzzDoor => ApiFuzzBench.Door(_issuer!, Address);

    internal DpopProver Prover { get; } = new(TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        await Db.InitializeAsync();
        _issuer = await LoopbackIssuer.StartAsync(CancellationToken.None);
        (_app, Address) = await StartAsync(requestsPerSecond: 10_000);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }

        Http.Dispose();
        Prover.Dispose();
        await Db.DisposeAsync();
    }

    /// <summary>One more API over the same database.</summary>
    internal async Task<(WebApplication App, Uri Address)> StartAsync(int requestsPerSecond, params (string Name, string Value)[] settings)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Number()}");
        var app = BankApiHost.Build([], builder =>
        {
            builder.WebHost.UseUrls(url);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Platform"] = Db.As("bank_api"),
                ["Platform:Issuer"] = _issuer!.Issuer,
                ["Platform:BankApiUrl"] = url,
                ["Logging:LogLevel:Default"] = "None",
                [BankApiHost.RateKey] = requestsPerSecond.ToString(CultureInfo.InvariantCulture),
            });
            builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        });
        await app.StartAsync();
        return (app, new Uri(url));
    }

    /// <summary>An enterprise and a bank whose client is registered.</summary>
    internal async Task<GateCase> CaseAsync()
    {
        var test = await GateCase.CreateAsync(Db);
        await Db.ExecuteAsync(
            "insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at) values ($1, $2, '测试银行', '{}', clock_timestamp())", test.Client, test.Bank);
        return test;
    }

    internal string Token(GateCase test, Uri? address = null) => _issuer!.Token(
        test.Client, test.Bank, Prover.Thumbprint, (address ?? Address).GetLeftPart(UriPartial.Authority), TimeProvider.System.GetUtcNow());

    internal HttpRequestMessage Request(GateCase test, HttpMethod method, string path, string? body = null, string? key = null, Uri? address = null)
    {
        var target = new Uri(address ?? Address, path);
        var token = Token(test, address);
        var request = new HttpRequestMessage(method, target);
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        request.Headers.Add("DPoP", Prover.Prove(method.Method, target, token));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }

    /// <summary>A request of a department's client with a token of that scope.</summary>
    internal HttpRequestMessage DepartmentRequest(string client, HttpMethod method, string path, string? body, string type = "application/json", string scope = "deliver", string bank = "11370900MB0000000G", Uri? address = null)
    {
        var target = new Uri(address ?? Address, path);
        var token = _issuer!.Token(client, bank, Prover.Thumbprint, (address ?? Address).GetLeftPart(UriPartial.Authority), TimeProvider.System.GetUtcNow(), scope);
        var request = new HttpRequestMessage(method, target);
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        request.Headers.Add("DPoP", Prover.Prove(method.Method, target, token));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        return request;
    }

    internal Task<BankAnswer> PostAsync(GateCase test, string path, object body, string? key = null) =>
        SendAsync(Request(test, HttpMethod.Post, path, body as string ?? JsonSerializer.Serialize(body), key));

    /// <summary>
    /// Sends a body that is refused for its size. It asks first (RFC 9110 section 10.1.1): the server answers and closes, and a client that goes on
    /// writing may lose the answer with the connection.
    /// </summary>
    internal Task<BankAnswer> SendHugeAsync(HttpRequestMessage request)
    {
        request.Headers.ExpectContinue = true;
        return SendAsync(request);
    }

    internal async Task<BankAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await Http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            // Whatever a test asks about, the answer is what the contract says.
            if (Contract.ContractTests.Contract().Find(request.Method.Method, request.RequestUri!.AbsolutePath) is { } operation)
            {
                Contract.ContractTests.Contract().Fault(operation, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text).ShouldBeNull();
            }

            return new BankAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, response.Headers.WwwAuthenticate.ToString());
        }
    }
}

/// <summary>An answer of the API.</summary>
internal sealed record BankAnswer(int Status, string? MediaType, string Text, string Challenge)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public void ShouldBeProblem(int status, string code)
    {
        Status.ShouldBe(status, Text);
        MediaType.ShouldBe("application/problem+json");
        Code.ShouldBe(code);
        Json.GetProperty("type").GetString().ShouldBe("https://financing-platform.example/problems/" + code);
    }
}
