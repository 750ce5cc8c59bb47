using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting;
using FinancingPlatform.Hosting.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FinancingPlatform.Tests.Hosting;

public sealed class PlatformHostingTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Platform:Demonstration"] = "true",
            ["Logging:LogLevel:Default"] = "None",
            ["ConnectionStrings:Platform"] = "Host=127.0.0.1;Port=1;Database=city;Username=city_portal;Password=secret-of-the-test;Timeout=1",
        });
        builder.AddPlatformHosting("portal", o => o.ErrorPage = "/error");
        _app = builder.Build();
        _app.UsePlatformHosting();
        _app.MapGet("/boom", void () => throw new InvalidOperationException("hunter2 sleeps in table 7"));
        _app.MapGet("/refused", () => new Error(ErrorKind.Forbidden, "no-authorisation", "没有授权", "No authorisation") { Field = "uscc" }.ToProblem());
        _app.MapGet("/busy", () => new Error(ErrorKind.TooMany, "too-many", "过多", "Too many") { RetryAfterSeconds = 7 }.ToProblem());
        _app.MapGet("/reused", () => new Error(ErrorKind.Invalid, "idempotency-key-reused", "重复", "Reused").ToProblem());
        _app.MapPost("/echo", (JsonElement body) => Results.Ok(body));
        _app.MapGet("/error", () => Results.Text("<h1>出错了 Something went wrong</h1>", "text/html"));
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task An_expected_failure_becomes_a_problem_in_both_languages()
    {
        var response = await _client.GetAsync("/refused");
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("type").GetString().ShouldBe("https://financing-platform.example/problems/no-authorisation");
        problem.GetProperty("title").GetString().ShouldBe("No authorisation");
        problem.GetProperty("title_zh").GetString().ShouldBe("没有授权");
        problem.GetProperty("field").GetString().ShouldBe("uscc");
        problem.GetProperty("correlation_id").GetString().ShouldBe(response.Headers.GetValues("X-Correlation-Id").Single());
    }

    [Fact]
    public async Task An_unexpected_exception_tells_nothing_but_a_correlation_id()
    {
        var response = await _client.GetAsync("/boom");
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldContain("internal-error");
        body.ShouldNotContain("hunter2");
        body.ShouldNotContain("InvalidOperation");
    }

    [Fact]
    public async Task A_person_gets_the_hosts_own_page_instead()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/boom");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");
        var response = await _client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldContain("出错了");
    }

    [Fact]
    public async Task Waiting_time_and_semantic_errors_have_their_own_marks()
    {
        var busy = await _client.GetAsync("/busy");
        busy.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        busy.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        (await _client.GetAsync("/reused")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Malformed_huge_and_lost_requests_get_their_problem()
    {
        await ExpectAsync(await _client.PostAsync("/echo", new StringContent("{", Encoding.UTF8, "application/json")), 400, "malformed-request");
        var huge = new StringContent("\"" + new string('x', 2_000_000) + "\"", Encoding.UTF8, "application/json");
        await ExpectAsync(await _client.PostAsync("/echo", huge), 413, "body-too-large");
        await ExpectAsync(await _client.GetAsync("/nowhere"), 404, "not-found");
    }

    [Theory]
    [InlineData("abc-12345678", true)]
    [InlineData("short", false)]
    [InlineData("line\tbreak-and-more", false)]
    [InlineData("20261126184455123456", true)]
    [InlineData("370902199001011235", false)]
    [InlineData("call-13905380001", false)]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiJ4In0.c2ln", false)]
    public async Task A_wellformed_correlation_id_is_kept_and_another_is_replaced(string offered, bool kept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/refused");
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", offered);
        var id = (await _client.SendAsync(request)).Headers.GetValues("X-Correlation-Id").Single();
        (id == offered).ShouldBe(kept);
    }

    [Fact]
    public async Task A_trace_parent_becomes_the_correlation_id()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/refused");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        (await _client.SendAsync(request)).Headers.GetValues("X-Correlation-Id").Single().ShouldBe("0af7651916cd43dd8448eb211c80319c");
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        var response = await _client.GetAsync("/refused");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Live_is_not_ready_while_the_database_is_away()
    {
        (await _client.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ready = await _client.GetAsync("/readyz");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var body = await ready.Content.ReadAsStringAsync();
        body.ShouldContain("not reachable");
        body.ShouldNotContain("secret-of-the-test");
    }

    [Fact]
    public async Task A_demonstration_answers_only_by_a_loopback_name()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Host = "platform.example.org";
        (await _client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://localhost:5080;http://192.168.1.5:5081")]
    public void A_demonstration_does_not_start_on_an_address_that_others_reach(string urls)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Platform:Demonstration"] = "true", ["urls"] = urls });
        Should.Throw<InvalidOperationException>(() => builder.AddPlatformHosting("portal")).Message.ShouldContain("not loopback");
    }

    private static async Task ExpectAsync(HttpResponseMessage response, int status, string code)
    {
        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain(code);
    }
}
