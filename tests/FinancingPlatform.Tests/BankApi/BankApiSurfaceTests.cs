using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>What the API shows of itself, and to whom.</summary>
public sealed class BankApiSurfaceTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    [Fact]
    public async Task A_bank_lists_its_own_authorisations_and_no_others_page_by_page()
    {
        var test = await api.CaseAsync();
        var other = await api.CaseAsync();
        var mine = await test.AuthoriseAsync();
        await test.AuthoriseAsync(bank: other.Bank);

        var answer = await api.SendAsync(api.Request(test, HttpMethod.Get, "/v1/authorisations?uscc=" + test.Uscc));
        var bad = await api.SendAsync(api.Request(test, HttpMethod.Get, "/v1/authorisations?after=nonsense"));

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ShouldBe([mine]);
        answer.Json.GetProperty("next").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        bad.ShouldBeProblem(400, "field-invalid");
    }

    [Fact]
    public async Task The_next_page_begins_where_the_last_one_ended()
    {
        var test = await api.CaseAsync();
        for (var i = 0; i < 101; i++)
        {
            await test.AuthoriseAsync();
        }

        var first = (await api.SendAsync(api.Request(test, HttpMethod.Get, "/v1/authorisations"))).Json;
        var second = (await api.SendAsync(api.Request(test, HttpMethod.Get, "/v1/authorisations?after=" + first.GetProperty("next").GetString()))).Json;

        var ids = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(item => item.GetProperty("id").GetGuid()).ToList();
        ids.Count.ShouldBe(101);
        ids.Distinct().Count().ShouldBe(101);
    }

    [Fact]
    public async Task The_description_names_every_operation_and_is_open_to_all()
    {
        var answer = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(api.Address, "/openapi/v1.json")));

        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal)
            .ShouldBe(
            [
                "/v1/alerts", "/v1/authorisation-requests", "/v1/authorisation-requests/{id}", "/v1/authorisation-requests/{id}/cancellation",
                "/v1/authorisations", "/v1/authorisations/{id}/history", "/v1/batches", "/v1/classifications", "/v1/credit-lines",
                "/v1/deliveries/use", "/v1/deliveries/{id}", "/v1/deliveries/{id}/chunks/{n}", "/v1/deliveries/{id}/complete",
                "/v1/deliveries/{id}/rejections", "/v1/events", "/v1/extensions", "/v1/joint-models", "/v1/joint-models/{id}/back-test",
                "/v1/joint-models/{id}/scores", "/v1/limit-policies", "/v1/loans", "/v1/loans/{noteNo}", "/v1/needs", "/v1/needs/{id}/claim",
                "/v1/needs/{id}/decision", "/v1/needs/{id}/release", "/v1/objections", "/v1/objections/{id}/answer", "/v1/overdues", "/v1/pack-pins",
                "/v1/packs", "/v1/pre-credit", "/v1/products", "/v1/refusal-codes", "/v1/repayments", "/v1/report-pulls", "/v1/score-overrides",
                "/v1/score-pulls", "/v1/usage", "/v1/webhooks", "/v1/webhooks/{id}/disabling", "/v1/write-offs",
            ]);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_is_open_to_all(string path)
    {
        var answer = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(api.Address, path)));

        answer.Status.ShouldBe(200, answer.Text);
    }

    [Fact]
    public async Task No_operation_of_the_contract_lets_strangers_in()
    {
        var (app, _) = await api.StartAsync(requestsPerSecond: 10);
        await using (app)
        {
            var open = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
                .Select(endpoint => endpoint.RoutePattern.RawText);
            open.ShouldAllBe(route => !route!.StartsWith("/v1", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_bank_that_asks_too_often_is_told_so_and_others_are_not()
    {
        var (app, address) = await api.StartAsync(requestsPerSecond: 1);
        await using (app)
        {
            var test = await api.CaseAsync();
            var statuses = new List<int>();
            for (var i = 0; i < 5; i++)
            {
                using var request = api.Request(test, HttpMethod.Get, "/v1/authorisations", address: address);
                statuses.Add((await api.SendAsync(request)).Status);
            }

            statuses.ShouldContain(200);
            statuses.ShouldContain(429);
            var other = await api.CaseAsync();
            using var calm = api.Request(other, HttpMethod.Get, "/v1/authorisations", address: address);
            (await api.SendAsync(calm)).Status.ShouldBe(200);
        }
    }
}
