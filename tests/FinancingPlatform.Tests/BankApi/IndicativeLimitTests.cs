using System.Globalization;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Lending.Limits;
using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Indicative limits over real HTTP: with the score, by the bank's own policy, and never telling what other banks are owed.</summary>
public sealed class IndicativeLimitTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private static readonly DateOnly s_today = China.Today(TimeProvider.System);

    [Fact]
    [Trait("rule", "C3")]
    [Trait("trap", "26")]
    public async Task A_pull_brings_the_limit_of_the_banks_own_policy_with_its_life_and_the_sentence_that_the_bank_decides()
    {
        var test = await ScoredAsync("{\"sales_12m\": 1.0E7}");
        var set = await api.PostAsync(test, "/v1/limit-policies", Policy("v1"), Guid.NewGuid().ToString());
        set.Status.ShouldBe(201, set.Text);

        var limit = (await PullAsync(test)).GetProperty("limit");

        limit.GetProperty("status").GetString().ShouldBe("given");
        // 10,000,000 × 0.10 × 0.90
        limit.GetProperty("amount").GetProperty("value").GetString().ShouldBe("900000.00");
        limit.GetProperty("amount").GetProperty("currency").GetString().ShouldBe("CNY");
        limit.GetProperty("policy_version").GetString().ShouldBe("v1");
        limit.GetProperty("valid_until").GetString().ShouldBe(Day(LimitPolicy.ValidDays));
        limit.GetProperty("revenue_as_of").GetString().ShouldBe(Day(0));
        limit.GetProperty("invented").GetBoolean().ShouldBeTrue("the pack is a demonstration");
        limit.GetProperty("note").GetString()!.ShouldContain("银行独立决定");
        limit.GetRawText().ShouldNotContain("10000000", customMessage: "neither revenue nor balances leave with the limit");
    }

    [Fact]
    [Trait("rule", "C3")]
    [Trait("rule", "A5")]
    public async Task What_other_banks_are_owed_lowers_the_limit_and_is_not_told()
    {
        var test = await ScoredAsync("{\"sales_12m\": 1.0E7}");
        await api.PostAsync(test, "/v1/limit-policies", Policy("v1"), Guid.NewGuid().ToString());
        var other = await api.CaseAsync();
        var theirs = await test.AuthoriseAsync(bank: other.Bank);
        var line = await api.PostAsync(other, "/v1/credit-lines", Line(test.Uscc, theirs), Guid.NewGuid().ToString());
        line.Status.ShouldBe(201, line.Text);
        (await api.PostAsync(other, "/v1/loans", Loan(), Guid.NewGuid().ToString())).Status.ShouldBe(201);

        var limit = (await PullAsync(test)).GetProperty("limit");

        limit.GetProperty("amount").GetProperty("value").GetString().ShouldBe("588000.00");
        limit.GetRawText().ShouldNotContain("312");
    }

    [Theory]
    [Trait("rule", "C3")]
    [InlineData("{}", "revenue-unknown")]
    [InlineData("{\"sales_12m\": null}", "revenue-unknown")]
    [InlineData("{\"sales_12m\": 100000}", "below-floor")]
    [InlineData("{\"sales_12m\": 1.0E7, \"sales_looped_12m\": 9.9E6}", "below-floor")]
    public async Task Without_known_revenue_or_below_the_floor_there_is_no_limit(string inputs, string status)
    {
        var test = await ScoredAsync(inputs);
        await api.PostAsync(test, "/v1/limit-policies", Policy("v1"), Guid.NewGuid().ToString());

        var limit = (await PullAsync(test)).GetProperty("limit");

        limit.GetProperty("status").GetString().ShouldBe(status);
        limit.GetProperty("amount").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    [Trait("rule", "C3")]
    public async Task A_bank_without_a_policy_gets_the_references_limit_and_another_banks_policy_never()
    {
        await DemonstrationLimits.AddAsync(api.Db.Source("loader"), TimeProvider.System, CancellationToken.None);
        await DemonstrationLimits.AddAsync(api.Db.Source("loader"), TimeProvider.System, CancellationToken.None);
        var (test, other) = (await ScoredAsync("{\"sales_12m\": 1.0E7}"), await api.CaseAsync());
        await api.PostAsync(other, "/v1/limit-policies", Policy("theirs"), Guid.NewGuid().ToString());

        var limit = (await PullAsync(test)).GetProperty("limit");

        limit.GetProperty("policy_version").GetString().ShouldBe(DemonstrationLimits.Version);
        // G3: 10,000,000 × 0.20 × 0.65
        limit.GetProperty("amount").GetProperty("value").GetString().ShouldBe("1300000.00");
        (await api.Db.ScalarAsync<long>("select count(*) from lending.limit_policy where bank_uscc is null")).ShouldBe(1);
    }

    [Fact]
    [Trait("rule", "C3")]
    public async Task A_public_score_has_no_limit()
    {
        var test = await ScoredAsync("{\"sales_12m\": 1.0E7}");
        var pull = Pull(test);
        pull["items"] = Array.Empty<string>();

        var answer = await api.PostAsync(test, "/v1/score-pulls", pull);

        answer.Json.GetProperty("kind").GetString().ShouldBe("public");
        answer.Json.GetProperty("limit").GetProperty("status").GetString().ShouldBe("public-score");
    }

    [Fact]
    [Trait("rule", "C3")]
    public async Task A_policy_of_yesterday_a_version_twice_and_a_rising_factor_are_refused_and_change_nothing()
    {
        var test = await api.CaseAsync();
        (await api.PostAsync(test, "/v1/limit-policies", Policy("old", fromToday: -1), Guid.NewGuid().ToString())).ShouldBeProblem(400, "policy-in-the-past");
        (await api.PostAsync(test, "/v1/limit-policies", Policy("rising", second: "0.95"), Guid.NewGuid().ToString())).ShouldBeProblem(400, "policy-invalid");
        var key = Guid.NewGuid().ToString();
        (await api.PostAsync(test, "/v1/limit-policies", Policy("v1"), key)).Status.ShouldBe(201);
        (await api.PostAsync(test, "/v1/limit-policies", Policy("v1"), key)).Status.ShouldBe(201, "the same key and body get the same answer");
        (await api.PostAsync(test, "/v1/limit-policies", Policy("v1"), Guid.NewGuid().ToString())).ShouldBeProblem(409, "policy-version-taken");

        (await api.Db.ScalarAsync<long>("select count(*) from lending.limit_policy where bank_uscc = $1", test.Bank)).ShouldBe(1);
    }

    private async Task<GateCase> ScoredAsync(string inputs)
    {
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync();
        foreach (var (kind, id) in new[] { ("public", (Guid?)null), ("full", authorisation) })
        {
            await api.Db.ExecuteAsync(
                """
                insert into scoring.score
                    (enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade, demonstration,
                     input_sha256, inputs, reasons)
                values ($1, $2, $3, $4, 'first', '1', 'x', $5, clock_timestamp(), clock_timestamp(), 0.5, 600, 'G3', true, sha256(convert_to($2, 'UTF8')), $6::jsonb, '[]')
                """,
                test.EnterpriseId, kind, id.HasValue ? id.Value : DBNull.Value, kind == "full" ? ["invoice-purchase", "invoice-sales"] : Array.Empty<string>(), s_today, inputs);
        }

        return test;
    }

    private async Task<System.Text.Json.JsonElement> PullAsync(GateCase test)
    {
        var answer = await api.PostAsync(test, "/v1/score-pulls", Pull(test));
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json;
    }

    private static Dictionary<string, object> Pull(GateCase test) => new()
    {
        ["uscc"] = test.Uscc, ["purpose"] = "loan-application", ["operator"] = "officer-07", ["branch"] = "泰安分行", ["reference"] = "APP-2026-0001",
    };

    private static object Policy(string version, int fromToday = 0, string second = "0.90") => new
    {
        version, valid_from = Day(fromToday), product_cap = Money("2000000.00"), floor = Money("50000.00"), revenue_share = "0.10",
        bands = new[] { new { grade = "G2", factor = "0.92" }, new { grade = "G3", factor = second } },
    };

    private static object Line(string uscc, Guid authorisation) => new
    {
        uscc, line_no = "LIMIT-1", authorisation_id = authorisation, amount = Money("500000.00"), annual_rate_percent = "4.35",
        valid_from = Day(0), valid_to = Day(300), kind = "revolving",
    };

    private static object Loan() => new
    {
        line_no = "LIMIT-1", note_no = "N-1", amount = Money("312000.00"), disbursed_on = Day(0), due_on = Day(30), annual_rate_percent = "4.35",
        loan_type = "credit", first_loan = false,
    };

    private static object Money(string value) => new { value, currency = "CNY" };

    private static string Day(int fromToday) => s_today.AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
