namespace FinancingPlatform.Tests.Identity.Strangers;

/// <summary>The client's script against the platform's own issuer.</summary>
public sealed class AssertionVerdictTests(ApiWorld world) : AssertionVerdicts(world), IClassFixture<ApiWorld>
{
    public static TheoryData<string, string, string?> Cases { get; } = [.. AssertionCases.All.Select(c => (c.Name, c.Clause, c.Check))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_assertion_is_refused_by_the_check_of_what_is_wrong_in_it(string name, string clause, string? check)
    {
        var verdict = await VerdictAsync(name);
        verdict.GetProperty("granted").GetBoolean().ShouldBe(check is null, $"{clause}: {verdict}");
        if (check is not null)
        {
            verdict.GetProperty("description").GetString().ShouldStartWith(check + ":", customMessage: clause);
        }
    }
}

/// <summary>The same script against oidc-provider: where the verdict is another one, the table says why.</summary>
public sealed class AssertionVerdictsOfAStrangerTests(StrangersIssuerWorld world) : AssertionVerdicts(world), IClassFixture<StrangersIssuerWorld>
{
    public static TheoryData<string, string, string?> Cases { get; } = [.. AssertionCases.All.Select(c => (c.Name, c.Clause, c.Stranger))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_stranger_says_what_the_table_says(string name, string clause, string? error)
    {
        var verdict = await VerdictAsync(name);
        verdict.GetProperty("granted").GetBoolean().ShouldBe(error is null, $"{clause}: {verdict}");
        if (error is not null)
        {
            verdict.GetProperty("error").GetString().ShouldBe(error, clause);
        }
    }
}
