using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using FinancingPlatform.BankApi;
using FinancingPlatform.BankApi.Limits;
using FinancingPlatform.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static FinancingPlatform.Tests.BankApi.BankPosts;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Limits per bank and operation, correlation, and what never reaches a log.</summary>
public sealed class LimitTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    [Fact]
    public async Task Posts_without_end_leave_a_bank_its_looks_and_say_when_to_come_again()
    {
        var (app, address) = await api.StartAsync(requestsPerSecond: 2);
        await using (app)
        {
            var test = await api.CaseAsync();
            var posts = new List<(int Status, string? RetryAfter)>();
            for (var i = 0; i < 8; i++)
            {
                using var request = api.Request(test, HttpMethod.Post, "/v1/loans", "{}", Key(), address);
                using var response = await api.Http.SendAsync(request);
                posts.Add(((int)response.StatusCode, response.Headers.RetryAfter?.ToString()));
            }

            posts.ShouldContain(post => post.Status == 400);
            posts.Where(post => post.Status == 429).ShouldNotBeEmpty();
            posts.Where(post => post.Status == 429).ShouldAllBe(post => int.Parse(post.RetryAfter!, CultureInfo.InvariantCulture) >= 1);
            var body = JsonSerializer.Serialize(new { uscc = test.Uscc, purpose = "loan-application", @operator = "o", branch = "b", reference = "R" });
            (await api.SendAsync(api.Request(test, HttpMethod.Post, "/v1/score-pulls", body, address: address))).ShouldBeProblem(403, "no-authorisation");
        }
    }

    [Theory]
    [InlineData("POST", "/v1/score-pulls", OperationLimits.Look)]
    [InlineData("POST", "/v1/report-pulls", OperationLimits.Look)]
    [InlineData("POST", "/v1/loans", OperationLimits.Post)]
    [InlineData("POST", "/v1/batches", OperationLimits.Batch)]
    [InlineData("GET", "/v1/needs", OperationLimits.Read)]
    [InlineData("PUT", "/v1/deliveries/x", OperationLimits.Delivery)]
    public void A_request_is_of_one_sort(string method, string path, string sort) => OperationLimits.Of(method, path).ShouldBe(sort);

    [Fact]
    public async Task An_answer_carries_the_callers_correlation_id()
    {
        var test = await api.CaseAsync();
        using var request = api.Request(test, HttpMethod.Post, "/v1/loans", "{}", Key());
        request.Headers.Add("X-Correlation-Id", "bank-trace-0001");
        var answer = await api.SendAsync(request);

        answer.Json.GetProperty("correlation_id").GetString().ShouldBe("bank-trace-0001");
    }

    [Fact]
    [Trait("rule", "A6")]
    public async Task A_pull_that_does_not_name_operator_branch_purpose_and_reference_is_refused()
    {
        var test = await api.CaseAsync();
        var whole = new Dictionary<string, object> { ["uscc"] = test.Uscc, ["purpose"] = "loan-application", ["operator"] = "o", ["branch"] = "b", ["reference"] = "R" };
        foreach (var name in new[] { "purpose", "operator", "branch", "reference" })
        {
            var without = new Dictionary<string, object>(whole);
            without.Remove(name);
            (await api.PostAsync(test, "/v1/score-pulls", without)).Status.ShouldBe(400, name);
            (await api.PostAsync(test, "/v1/score-pulls", whole.With(name, " "))).Status.ShouldBe(400, name);
        }
    }

    [Fact]
    public async Task No_token_proof_key_or_persons_number_reaches_a_log()
    {
        // Invented: the check character of the identity number is right, the person is nobody.
        const string Person = "370902199001010018";
        const string Phone = "13800138000";
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Number()}");
        using var lines = new Lines();
        await using var app = BankApiHost.Build([], builder =>
        {
            builder.WebHost.UseUrls(url);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Platform"] = api.Db.As("bank_api"), ["Platform:Issuer"] = api.Issuer, ["Platform:BankApiUrl"] = url, ["Logging:LogLevel:Default"] = "Trace",
            });
        });
        // After the host's own set-up, which clears what stood before it.
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        await app.StartAsync();
        var test = await api.CaseAsync();
        var address = new Uri(url);
        var key = "key-" + Person;
        var secrets = new List<string> { Person, Phone, key, "张三" };
        string[] bodies =
        [
            JsonSerializer.Serialize(new { uscc = test.Uscc, purpose = "loan-application", @operator = Person, branch = Phone, reference = "张三" }),
            JsonSerializer.Serialize(new { uscc = Person, purpose = Phone }), $"{{\"{Person}\":1}}", "{", JsonSerializer.Serialize(Loan(Person)),
            JsonSerializer.Serialize(Repayment(Person, Phone, "1.00", "1.00")), JsonSerializer.Serialize(new { url = $"https://bank.example/{Person}" }),
        ];
        foreach (var path in new[] { "/v1/score-pulls", "/v1/loans", "/v1/repayments", "/v1/webhooks", "/v1/nowhere/" + Person, "/v1/batches" })
        {
            foreach (var body in bodies)
            {
                using var request = api.Request(test, HttpMethod.Post, path, body, key, address);
                secrets.Add(request.Headers.Authorization!.Parameter!);
                secrets.Add(request.Headers.GetValues("DPoP").Single());
                using var answer = await api.Http.SendAsync(request);
                ((int)answer.StatusCode).ShouldBeLessThan(500, path);
            }
        }

        foreach (var query in new[] { "/v1/loans?uscc=" + Person, "/v1/loans/" + Person, "/v1/events?after=" + Phone, "/v1/authorisations?access_token=" + Phone })
        {
            using var answer = await api.Http.SendAsync(api.Request(test, HttpMethod.Get, query, address: address));
            ((int)answer.StatusCode).ShouldBeLessThan(500, query);
        }

        await app.StopAsync();
        // Not an empty log that says nothing: every request has its line.
        lines.All.Count(line => line.Contains("/v1/loans", StringComparison.Ordinal)).ShouldBeGreaterThan(bodies.Length);
        foreach (var secret in secrets)
        {
            lines.All.Where(line => line.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty(secret);
        }
    }

    /// <summary>Every line that any category writes, with its scopes and exceptions.</summary>
    private sealed class Lines : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
            // Nothing to let go.
        }

        private sealed class Logger(Lines lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var scopes = new List<string?>();
                lines._scopes?.ForEachScope((scope, list) => list.Add(scope?.ToString()), scopes);
                lines.All.Enqueue($"{category} {formatter(state, exception)} {state} {exception} {string.Join(' ', scopes)}");
            }
        }
    }
}
