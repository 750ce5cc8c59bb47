using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Departments fetch the objections to what they supplied, and answer them.</summary>
public sealed class ObjectionApiTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    [Fact]
    [Trait("rule", "B5")]
    public async Task A_department_fetches_what_was_forwarded_to_it_and_its_answer_takes_effect_at_once()
    {
        var (client, source) = await DepartmentAsync("penalty");
        var (enterprise, id) = await ForwardedAsync(source, "penalty", "虚罚接口1号");

        var page = await SendAsync(client, HttpMethod.Get, "/v1/objections", null);

        page.Status.ShouldBe(200, page.Text);
        var message = page.Json.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        message.GetProperty("id").GetGuid().ShouldBe(id);
        message.GetProperty("uscc").GetString().ShouldBe(enterprise.Uscc);
        message.GetProperty("key").GetString().ShouldBe("虚罚接口1号");
        message.GetProperty("reason").GetString().ShouldBe("不实");
        message.GetProperty("occurred_on").GetString().ShouldBe("2026-01-05");
        message.GetProperty("due_on").GetString().ShouldNotBeNull();
        (await api.Db.ScalarAsync<string>("select fetched_by from credit.objection where id = $1", id)).ShouldBe(client);

        var answer = await SendAsync(client, HttpMethod.Post, $"/v1/objections/{id}/answer", Answer("removed", "虚决1号"));
        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("state").GetString().ShouldBe("closed");
        (await api.Db.ScalarAsync<long>("select count(*) from credit.credit_record where enterprise_id = $1 and removed_at is null", enterprise.EnterpriseId)).ShouldBe(0);
        (await api.Db.ScalarAsync<string>("select concat_ws(' ', answered_through, answered_by) from credit.objection where id = $1", id)).ShouldBe("interface " + client);
        (await SendAsync(client, HttpMethod.Post, $"/v1/objections/{id}/answer", Answer("removed", "虚决1号"))).Status.ShouldBe(200, "the same answer is acknowledged again");
        (await SendAsync(client, HttpMethod.Post, $"/v1/objections/{id}/answer", Answer("maintained", "虚决2号"))).ShouldBeProblem(409, "objection-closed");
        (await SendAsync(client, HttpMethod.Get, "/v1/objections", null)).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task Nobody_sees_or_answers_an_objection_to_anothers_record()
    {
        var (client, source) = await DepartmentAsync("penalty");
        var (stranger, _) = await DepartmentAsync("penalty");
        var (narrow, _) = await DepartmentAsync("licence", source);
        var (_, id) = await ForwardedAsync(source, "penalty", "虚罚接口3号");
        var bank = await api.CaseAsync();

        foreach (var other in new[] { stranger, narrow })
        {
            (await SendAsync(other, HttpMethod.Get, "/v1/objections", null)).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
            (await SendAsync(other, HttpMethod.Post, $"/v1/objections/{id}/answer", Answer("removed", "x"))).ShouldBeProblem(404, "objection-unknown");
        }

        (await api.SendAsync(api.Request(bank, HttpMethod.Get, "/v1/objections"))).ShouldBeProblem(403, "insufficient-scope");
        await api.Db.ExecuteAsync("update identity.client set disabled_at = clock_timestamp() where client_id = $1", client);
        (await api.Db.ScalarAsync<long>("select count(*) from credit.objections_for($1, null, null, 10)", client)).ShouldBe(0);
    }

    [Theory]
    [InlineData("pardoned", "虚决", "", "field-invalid")]
    [InlineData("maintained", "", "", "field-invalid")]
    [InlineData("maintained", "虚决", "2020-01-01", "field-invalid")]
    [InlineData("maintained", "虚决", "2999-01-01", "field-invalid")]
    [InlineData("maintained", "虚决", "yesterday", "malformed-request")]
    public async Task An_answer_at_fault_is_named_and_changes_nothing(string outcome, string number, string day, string code)
    {
        var (client, source) = await DepartmentAsync("penalty");
        var (_, id) = await ForwardedAsync(source, "penalty", "虚罚接口4号");

        (await SendAsync(client, HttpMethod.Post, $"/v1/objections/{id}/answer", Answer(outcome, number, day))).ShouldBeProblem(400, code);

        (await api.Db.ScalarAsync<string>("select state from credit.objection where id = $1", id)).ShouldBe("forwarded");
    }

    [Fact]
    [Trait("rule", "B5")]
    [Trait("trap", "14")]
    public async Task A_banks_score_marks_the_reason_that_rests_on_a_disputed_record()
    {
        var test = await api.CaseAsync();
        await test.AuthoriseAsync();
        var city = new Scoring.ScoringCity(api.Db);
        await city.PrepareAsync();
        await city.RecordAsync(test.EnterpriseId, "penalty", Scoring.ScoringCity.Today.AddDays(-9), 1, code: "general", key: "虚罚接口9号");
        await city.Run.ForEnterpriseAsync(test.EnterpriseId);
        var body = new { uscc = test.Uscc, purpose = "loan-application", @operator = "op", branch = "泰安分行", reference = "REF-1", items = new[] { "invoice-sales" } };
        (await api.PostAsync(test, "/v1/score-pulls", body)).Text.ShouldNotContain("disputed");
        await api.Db.ExecuteAsync(
            "insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, needs_other_unit) values (gen_random_uuid(), $1, 'penalty', '虚罚接口9号', '虚构局', '不实', true)", test.EnterpriseId);

        var answer = await api.PostAsync(test, "/v1/score-pulls", body);

        answer.Status.ShouldBe(200, answer.Text);
        var marked = answer.Json.GetProperty("reasons").EnumerateArray().Where(reason => reason.TryGetProperty("disputed", out var mark) && mark.GetBoolean()).ToList();
        marked.ShouldHaveSingleItem().GetProperty("feature").GetString().ShouldBe("penalties_36m");
    }

    [Fact]
    public async Task The_list_pages_oldest_first()
    {
        var (client, source) = await DepartmentAsync("penalty");
        for (var i = 0; i < 101; i++)
        {
            await ForwardedAsync(source, "penalty", $"虚罚分页{i}号");
        }

        var first = (await SendAsync(client, HttpMethod.Get, "/v1/objections", null)).Json;
        var second = (await SendAsync(client, HttpMethod.Get, "/v1/objections?after=" + first.GetProperty("next").GetString(), null)).Json;

        first.GetProperty("items").GetArrayLength().ShouldBe(100);
        second.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("key").GetString().ShouldBe("虚罚分页100号");
        (await SendAsync(client, HttpMethod.Get, "/v1/objections?after=nonsense", null)).ShouldBeProblem(400, "field-invalid");
    }

    private static string Answer(string outcome, string number, string day = "") =>
        $$"""{"outcome":"{{outcome}}","decision_no":"{{number}}","decided_on":"{{(day.Length == 0 ? Scoring.ScoringCity.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : day)}}","law":"山东省社会信用条例第39条"}""";

    private Task<BankAnswer> SendAsync(string client, HttpMethod method, string path, string? body) => api.SendAsync(api.DepartmentRequest(client, method, path, body));

    private async Task<(string Client, string Source)> DepartmentAsync(string item, string? source = null)
    {
        var client = "department-" + Guid.NewGuid().ToString("N");
        var name = source ?? "虚构局" + Guid.NewGuid().ToString("N");
        await api.Db.ExecuteAsync(
            "insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at, kind, items) values ($1, '11370900MB0000000G', $2, '{}', clock_timestamp(), 'department', array[$3])",
            client, name, item);
        return (client, name);
    }

    /// <summary>A record of that source, and an objection to it that was forwarded.</summary>
    private async Task<(GateCase Enterprise, Guid Id)> ForwardedAsync(string source, string item, string key)
    {
        var enterprise = await GateCase.CreateAsync(api.Db);
        await api.Db.ExecuteAsync(
            """
            with batch as (
                insert into credit.import_batch (item, source, file_name, file_sha256) values ($2, $3, 'invented.csv', sha256('x')) returning id
            )
            insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, natural_key, code, batch_id, sha256, invented)
            select $1, $2, $3, date '2026-01-05', clock_timestamp(), $4, 'general', b.id, sha256('x'), true from batch b
            """,
            enterprise.EnterpriseId, item, source, key);
        var id = await api.Db.ScalarAsync<Guid>(
            """
            insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, needs_other_unit, state, submitted_at, accepted_at, due_on)
            select gen_random_uuid(), $1, $2, $4, $3, '不实', true, 'forwarded', clock_timestamp(), clock_timestamp(), (now() at time zone 'Asia/Shanghai')::date + 7
            returning id
            """,
            enterprise.EnterpriseId, item, source, key);
        return (enterprise, id);
    }
}
