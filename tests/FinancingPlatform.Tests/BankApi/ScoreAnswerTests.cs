using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>What a granted pull brings, and what it leaves behind.</summary>
public sealed class ScoreAnswerTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    [Fact]
    [Trait("rule", "A2")]
    [Trait("rule", "A6")]
    [Trait("trap", "11")]
    public async Task A_pull_brings_the_full_score_and_says_that_the_bank_decides()
    {
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync();
        await ScoreAsync(test, "public", null, 500);
        await ScoreAsync(test, "full", authorisation, 640);

        var answer = await api.PostAsync(test, "/v1/score-pulls", Pull(test));

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("kind").GetString().ShouldBe("full");
        answer.Json.GetProperty("points").GetInt32().ShouldBe(640);
        answer.Json.GetProperty("authorisation_id").GetGuid().ShouldBe(authorisation);
        answer.Json.GetProperty("demonstration").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("note").GetString().ShouldBe("参考，银行独立决策 / For reference; the bank decides independently");
        answer.Json.GetProperty("reasons")[0].GetProperty("zh").GetString().ShouldBe("开票稳定");
        var ticket = answer.Json.GetProperty("ticket").GetGuid();
        (await api.Db.ScalarAsync<string>("select operator || '|' || branch || '|' || reference || '|' || purpose from consent.access_record where ticket = $1", ticket))
            .ShouldBe("officer-07|泰安分行|APP-2026-0001|loan-application");
        (await api.Db.ScalarAsync<bool>("select read_at is not null from consent.access_record where ticket = $1", ticket)).ShouldBeTrue();
    }

    [Fact]
    [Trait("rule", "A6")]
    public async Task The_access_record_keeps_the_banks_own_signed_request()
    {
        var test = await api.CaseAsync();
        await test.AuthoriseAsync();
        using var request = api.Request(test, HttpMethod.Post, "/v1/score-pulls", System.Text.Json.JsonSerializer.Serialize(Pull(test)));
        var proof = request.Headers.GetValues("DPoP").Single();

        await api.SendAsync(request);

        (await api.Db.ScalarAsync<string>("select proof from consent.access_record where client_id = $1", test.Client)).ShouldBe(proof);
    }

    [Fact]
    [Trait("rule", "A2")]
    public async Task A_look_that_names_no_item_brings_the_public_score()
    {
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync();
        await ScoreAsync(test, "public", null, 500);
        await ScoreAsync(test, "full", authorisation, 640);
        var pull = Pull(test);
        pull["items"] = Array.Empty<string>();

        var answer = await api.PostAsync(test, "/v1/score-pulls", pull);

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("kind").GetString().ShouldBe("public");
    }

    [Fact]
    [Trait("rule", "A6")]
    public async Task An_enterprise_without_a_score_is_told_apart_from_a_refusal_and_the_look_costs_no_use()
    {
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync(uses: 1);

        (await api.PostAsync(test, "/v1/score-pulls", Pull(test))).ShouldBeProblem(404, "score-missing");

        (await test.UsesAsync(authorisation)).ShouldBe(0);
        var day = (await api.GetAsync(test, "/v1/usage")).Json.GetProperty("looks")[0];
        (day.GetProperty("granted").GetInt64(), day.GetProperty("refused").GetInt64(), day.GetProperty("nothing_shown").GetInt64()).ShouldBe((0, 0, 1));
        await ScoreAsync(test, "public", null, 500);
        (await api.PostAsync(test, "/v1/score-pulls", Pull(test))).Status.ShouldBe(200);
        (await test.UsesAsync(authorisation)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_pulls_that_come_at_the_same_time_those_without_a_score_cost_no_use()
    {
        var (without, with) = (await api.CaseAsync(), await api.CaseAsync());
        var (free, used) = (await without.AuthoriseAsync(uses: 40), await with.AuthoriseAsync(uses: 40));
        await ScoreAsync(with, "public", null, 500);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => n % 2 == 0 ? without : with).Select(test => api.PostAsync(test, "/v1/score-pulls", Pull(test))));

        answers.Count(answer => answer.Status == 404).ShouldBe(20);
        answers.Count(answer => answer.Status == 200).ShouldBe(20);
        (await without.UsesAsync(free)).ShouldBe(0);
        (await with.UsesAsync(used)).ShouldBe(20);
    }

    private static Dictionary<string, object> Pull(GateCase test) => new()
    {
        ["uscc"] = test.Uscc,
        ["purpose"] = "loan-application",
        ["operator"] = "officer-07",
        ["branch"] = "泰安分行",
        ["reference"] = "APP-2026-0001",
    };

    private Task<int> ScoreAsync(GateCase test, string kind, Guid? authorisation, int points) => api.Db.ExecuteAsync(
        """
        insert into scoring.score
            (enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade, demonstration,
             input_sha256, inputs, reasons)
        values ($1, $2, $3, $4, 'first', '1', 'x', '2026-11-01', clock_timestamp(), clock_timestamp(), 0.5, $5, 'B', true, sha256('x'), '{}',
            '[{"feature":"f","zh":"开票稳定","en":"Steady invoicing","points":12}]')
        """,
        test.EnterpriseId, kind, authorisation.HasValue ? authorisation.Value : DBNull.Value, kind == "full" ? ["invoice-purchase", "invoice-sales"] : Array.Empty<string>(), points);
}
