using System.Globalization;
using FinancingPlatform.BankApi.Versions;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>A version or an operation that will end says so on every answer, lives its 180 days, and then says that it ended.</summary>
public sealed class VersionNoticeTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private static readonly DateOnly s_today = FinancingPlatform.Core.Calendar.China.Today(TimeProvider.System);

    [Fact]
    public async Task Answers_carry_the_day_of_the_notice_and_of_the_end()
    {
        var (app, address) = await api.StartAsync(1000, Notice("v1", -10, 200, "https://bank-api.example/openapi/v2.json"));
        await using var running = app;
        using var request = api.Request(await api.CaseAsync(), HttpMethod.Get, "/v1/packs", address: address);
        using var answer = await api.Http.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(200);
        var noticed = DateTimeOffset.FromUnixTimeSeconds(long.Parse(answer.Headers.GetValues("Deprecation").Single().TrimStart('@'), CultureInfo.InvariantCulture));
        DateOnly.FromDateTime(noticed.ToOffset(TimeSpan.FromHours(8)).DateTime).ShouldBe(s_today.AddDays(-10), "RFC 9745 section 2.1: @ and seconds");
        var sunset = DateTimeOffset.ParseExact(answer.Headers.GetValues("Sunset").Single(), "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        DateOnly.FromDateTime(sunset.ToOffset(TimeSpan.FromHours(8)).DateTime).ShouldBe(s_today.AddDays(200), "RFC 8594 section 3: an HTTP date");
        var links = string.Join(", ", answer.Headers.GetValues("Link"));
        links.ShouldContain("rel=\"deprecation\"");
        links.ShouldContain("rel=\"sunset\"");
        links.ShouldContain("<https://bank-api.example/openapi/v2.json>; rel=\"successor-version\"");
    }

    [Fact]
    public async Task A_notice_of_one_operation_is_on_that_one_alone()
    {
        var (app, address) = await api.StartAsync(1000, Notice("ListPacks", -10, 200));
        await using var running = app;
        var test = await api.CaseAsync();
        using var noticed = api.Request(test, HttpMethod.Get, "/v1/packs", address: address);
        using var other = api.Request(test, HttpMethod.Get, "/v1/events", address: address);
        using var first = await api.Http.SendAsync(noticed);
        using var second = await api.Http.SendAsync(other);

        first.Headers.Contains("Sunset").ShouldBeTrue();
        second.Headers.Contains("Sunset").ShouldBeFalse();
    }

    [Fact]
    public async Task From_its_last_day_on_it_says_that_it_ended()
    {
        var (app, address) = await api.StartAsync(1000, Notice("ListPacks", -200, 0));
        await using var running = app;
        using var request = api.Request(await api.CaseAsync(), HttpMethod.Get, "/v1/packs", address: address);

        (await api.SendAsync(request)).ShouldBeProblem(410, "version-ended");
    }

    [Fact]
    public async Task The_host_does_not_start_with_an_end_before_180_days()
    {
        var fault = await Should.ThrowAsync<InvalidOperationException>(() => api.StartAsync(1000, Notice("v1", 0, VersionNotice.LivesDays - 1)));

        fault.Message.ShouldContain("less than 180 days");
    }

    [Fact]
    public async Task The_host_does_not_start_with_a_notice_of_what_is_no_operation()
    {
        var fault = await Should.ThrowAsync<InvalidOperationException>(() => api.StartAsync(1000, Notice("ListPakcs", 0, 200)));

        fault.Message.ShouldContain("ListPakcs is neither v1 nor an operation");
    }

    private static (string Name, string Value)[] Notice(string scope, int noticed, int sunset, string? successor = null) =>
    [
        (VersionNotices.Key + ":0:Scope", scope), (VersionNotices.Key + ":0:NoticedOn", Day(noticed)), (VersionNotices.Key + ":0:SunsetOn", Day(sunset)),
        (VersionNotices.Key + ":0:Successor", successor ?? ""),
    ];

    private static string Day(int days) => s_today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
