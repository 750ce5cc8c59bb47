using System.Globalization;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Lending.Needs;
using FinancingPlatform.Tests.Consent;
using Npgsql;
using static FinancingPlatform.Tests.BankApi.BankPosts;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Products, needs, requests for authorisations, lists of public scores, and a bank's own use.</summary>
public sealed class MarketTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private static readonly Dictionary<string, object> s_product = new()
    {
        ["product_no"] = "P1", ["name"] = "泰信贷", ["loan_type"] = "credit", ["amount_from"] = Yuan("10000"), ["amount_to"] = Yuan("3000000"), ["months_from"] = 3,
        ["months_to"] = 36, ["rate_from_percent"] = "3.45", ["rate_to_percent"] = "5.2", ["audience"] = "小微企业", ["fees"] = Array.Empty<object>(),
    };

    [Fact]
    public async Task A_product_posted_again_is_its_next_version_and_one_without_declared_fees_is_refused()
    {
        var test = await api.CaseAsync();
        await api.OkAsync(test, "/v1/products", s_product);
        var second = await api.OkAsync(test, "/v1/products", s_product.With("fees", new[] { new { name = "担保费", charged_by = "担保公司", due = "放款时", percent = "0.5" } }));

        second.Json.GetProperty("version").GetInt32().ShouldBe(2);
        var listed = (await api.GetAsync(test, "/v1/products")).Json.GetProperty("items");
        listed.GetArrayLength().ShouldBe(1);
        listed[0].GetProperty("fees")[0].GetProperty("percent").GetString().ShouldBe("0.5");
        var silent = new Dictionary<string, object>(s_product);
        silent.Remove("fees");
        (await api.PostAsync(test, "/v1/products", silent, Key())).ShouldBeProblem(400, "malformed-request");
        (await api.PostAsync(test, "/v1/products", s_product.With("amount_to", Yuan("9999")), Key())).ShouldBeProblem(400, "range-reversed");
        (await api.PostAsync(test, "/v1/products", s_product.With("fees", new[] { new { name = "x", charged_by = "y", due = "z" } }), Key())).ShouldBeProblem(400, "fee-unclear");
    }

    [Fact]
    [Trait("rule", "C8")]
    public async Task The_pool_shows_no_name_until_the_owner_accepts_the_bank()
    {
        using var firm = await SignedInFirm.CreateAsync(api.Db);
        var need = await NeedAsync(firm, 987_654m);
        var bank = await api.CaseAsync();

        var open = await FindAsync(bank, need, "/v1/needs?amount_from=987654&amount_to=987654");
        open.GetProperty("state").GetString().ShouldBe("open");
        open.GetProperty("uscc").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var claim = await api.OkAsync(bank, $"/v1/needs/{need}/claim", new { @operator = "officer-1", branch = "泰山支行" });
        (await FindAsync(bank, need, "/v1/needs?mine=true")).GetProperty("enterprise_name").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await PortalAsync(firm, "select lending.accept_claim($1)", claim.Json.GetProperty("id").GetGuid())).ShouldBeTrue();

        (await FindAsync(bank, need, "/v1/needs?mine=true")).GetProperty("uscc").GetString().ShouldBe(firm.Case.Uscc);
        var picked = await NeedAsync(firm, 1_000m, bank.Bank);
        (await FindAsync(bank, picked, "/v1/needs")).GetProperty("uscc").GetString().ShouldBe(firm.Case.Uscc);
        var stranger = await api.CaseAsync();
        (await api.PostAsync(stranger, $"/v1/needs/{picked}/claim", new { @operator = "o", branch = "b" }, Key())).ShouldBeProblem(404, "need-unknown");
        (await api.GetAsync(stranger, "/v1/needs")).Text.ShouldNotContain(picked.ToString());
    }

    [Fact]
    [Trait("rule", "C12")]
    public async Task A_need_keeps_its_own_clock_through_release_and_claim()
    {
        using var firm = await SignedInFirm.CreateAsync(api.Db);
        var need = await NeedAsync(firm, 5_000m);
        var bank = await api.CaseAsync();
        var due = WorkingCalendar.Official.AddWorkingDays(China.Today(TimeProvider.System), 10).Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var first = await api.OkAsync(bank, $"/v1/needs/{need}/claim", new { @operator = "o", branch = "b" });
        await api.Db.ExecuteAsync("update lending.need set decide_by = decide_by - 30 where id = $1", need);
        await api.OkAsync(bank, $"/v1/needs/{need}/release", "{}");
        var again = await api.OkAsync(bank, $"/v1/needs/{need}/claim", new { @operator = "o", branch = "b" });
        var decided = await api.OkAsync(bank, $"/v1/needs/{need}/decision", new { decision = "refused", refusal_code = "debt-too-high" });

        first.Json.GetProperty("decide_by").GetString().ShouldBe(due);
        again.Json.GetProperty("decide_by").GetString().ShouldNotBe(due);
        decided.Json.GetProperty("late").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    [Trait("rule", "C6")]
    public async Task A_refusal_needs_a_code_that_tells_the_firm_what_to_do_and_takes_no_internal_note()
    {
        using var firm = await SignedInFirm.CreateAsync(api.Db);
        var need = await NeedAsync(firm, 6_000m);
        var bank = await api.CaseAsync();
        var decision = $"/v1/needs/{need}/decision";

        (await api.PostAsync(bank, decision, new { decision = "refused", refusal_code = "credit-record" }, Key())).ShouldBeProblem(409, "need-not-claimed");
        await api.OkAsync(bank, $"/v1/needs/{need}/claim", new { @operator = "o", branch = "b" });
        (await api.PostAsync(bank, decision, new { decision = "refused" }, Key())).ShouldBeProblem(400, "refusal-code-unknown");
        (await api.PostAsync(bank, decision, new { decision = "refused", refusal_code = "credit-record", note = "内部意见" }, Key())).ShouldBeProblem(400, "malformed-request");
        (await api.PostAsync(bank, decision, new { decision = "approved", amount = Yuan("1") }, Key())).ShouldBeProblem(400, "decision-contradicts");
        await api.OkAsync(bank, decision, new { decision = "refused", refusal_code = "not-disclosed-by-law" });
        (await api.PostAsync(bank, decision, new { decision = "refused", refusal_code = "credit-record" }, Key())).ShouldBeProblem(409, "need-decided");

        (await api.GetAsync(bank, "/v1/refusal-codes")).Json.EnumerateArray().Select(code => code.GetProperty("code").GetString()).ShouldContain("not-disclosed-by-law");
        RefusalCodes.All.ShouldAllBe(code => code.AdviceZh.Length > 8 && code.AdviceEn.Length > 8);
        (await PortalAsync(firm, "select exists (select from lending.need_claim where need_id = $1 and refusal_code = 'not-disclosed-by-law')", need)).ShouldBeTrue();
    }

    [Fact]
    public async Task Three_banks_at_a_time_hold_a_need_and_an_approval_closes_it()
    {
        using var firm = await SignedInFirm.CreateAsync(api.Db);
        var need = await NeedAsync(firm, 7_000m);
        var banks = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => api.CaseAsync()));

        var claims = await Task.WhenAll(banks.Select(bank => api.PostAsync(bank, $"/v1/needs/{need}/claim", new { @operator = "o", branch = "b" }, Key())));

        claims.Count(claim => claim.Status == 201).ShouldBe(3);
        claims.Where(claim => claim.Status != 201).ShouldAllBe(claim => claim.Code == "need-taken");
        var holder = banks[Array.FindIndex(claims, claim => claim.Status == 201)];
        var without = banks[Array.FindIndex(claims, claim => claim.Status != 201)];
        await api.OkAsync(holder, $"/v1/needs/{need}/decision", new { decision = "approved", amount = Yuan("7000.00"), annual_rate_percent = "4.1", months = 12 });
        (await api.PostAsync(without, $"/v1/needs/{need}/claim", new { @operator = "o", branch = "b" }, Key())).ShouldBeProblem(409, "need-closed");
    }

    [Fact]
    public async Task A_request_for_an_authorisation_is_granted_by_a_signature_declined_or_taken_back()
    {
        using var firm = await SignedInFirm.CreateAsync(api.Db);
        await RegisterAsync(firm.Case);
        var test = firm.Case;
        var first = (await api.OkAsync(test, "/v1/authorisation-requests", Ask(test))).Json.GetProperty("id").GetGuid();
        var second = (await api.OkAsync(test, "/v1/authorisation-requests", Ask(test).With("purpose", "post-loan").With("days", 300))).Json.GetProperty("id").GetGuid();
        var third = (await api.OkAsync(test, "/v1/authorisation-requests", Ask(test).With("purpose", "pre-credit"))).Json.GetProperty("id").GetGuid();
        (await StateAsync(test, first)).ShouldBe("pending");

        var granted = await firm.GrantAsync();
        (await PortalAsync(firm, "select consent.decline_request($1)", second)).ShouldBeTrue();
        await api.OkAsync(test, $"/v1/authorisation-requests/{third}/cancellation", "{}");

        (await StateAsync(test, first)).ShouldBe("granted");
        (await StateAsync(test, second)).ShouldBe("declined");
        (await StateAsync(test, third)).ShouldBe("cancelled");
        (await api.GetAsync(test, "/v1/authorisation-requests?uscc=" + test.Uscc)).Json.GetProperty("items").GetArrayLength().ShouldBe(3);
        var history = (await api.GetAsync(test, $"/v1/authorisations/{granted}/history")).Json;
        history.GetProperty("events")[0].GetProperty("kind").GetString().ShouldBe("granted");
        (await api.GetAsync(await api.CaseAsync(), $"/v1/authorisation-requests/{first}")).ShouldBeProblem(404, "request-unknown");
        (await api.GetAsync(await api.CaseAsync(), $"/v1/authorisations/{granted}/history")).ShouldBeProblem(404, "authorisation-unknown");
        (await api.PostAsync(test, "/v1/authorisation-requests", Ask(test).With("days", 91), Key())).ShouldBeProblem(400, "days-invalid");
        (await api.PostAsync(test, "/v1/authorisation-requests", Ask(test).With("items", new[] { "penalty" }), Key())).ShouldBeProblem(404, "item-unknown");
        await api.OkAsync(test, "/v1/authorisation-requests", Ask(test));
        await api.OkAsync(test, "/v1/authorisation-requests", Ask(test));
        (await api.PostAsync(test, "/v1/authorisation-requests", Ask(test), Key())).ShouldBeProblem(429, "asked-too-often");
    }

    [Fact]
    [Trait("rule", "A2")]
    [Trait("trap", "29")]
    public async Task Lists_hold_public_scores_only_best_first_page_by_page()
    {
        var bank = await api.CaseAsync();
        var firms = new List<GateCase>();
        for (var i = 0; i < 103; i++)
        {
            var firm = await GateCase.CreateAsync(api.Db);
            await api.Db.ExecuteAsync("update registry.enterprise set division = '370999' where id = $1", firm.EnterpriseId);
            await ScoreAsync(firm, "public", 600 + i, authorisation: null);
            firms.Add(firm);
        }

        var authorised = firms[0];
        await ScoreAsync(authorised, "full", 999, await authorised.AuthoriseAsync());
        var first = (await api.GetAsync(bank, "/v1/pre-credit?division=370999")).Json;
        var second = (await api.GetAsync(bank, "/v1/pre-credit?division=370999&after=" + first.GetProperty("next").GetString())).Json;

        var entries = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).ToList();
        entries.Select(entry => entry.GetProperty("points").GetInt32()).ShouldBe(Enumerable.Range(600, 103).Reverse());
        entries.Single(entry => entry.GetProperty("uscc").GetString() == authorised.Uscc).GetProperty("points").GetInt32().ShouldBe(600);
        (await api.GetAsync(bank, "/v1/pre-credit?division=370999&points_from=700")).Json.GetProperty("items").GetArrayLength().ShouldBe(3);
        (await api.GetAsync(bank, "/v1/pre-credit?division=%25")).ShouldBeProblem(400, "field-invalid");
        (await api.GetAsync(bank, "/v1/pre-credit?after=x")).ShouldBeProblem(400, "field-invalid");
    }

    [Fact]
    [Trait("rule", "A6")]
    public async Task A_bank_reads_its_own_use_its_quota_and_the_looks_that_led_to_nothing()
    {
        var test = await api.CaseAsync();
        await test.AuthoriseAsync(uses: 50);
        await test.LookAsync();
        await test.LookAsync(purpose: "post-loan");
        await api.Db.ExecuteAsync("update consent.access_record set at = at - interval '100 days' where bank_uscc = $1 and outcome = 'granted'", test.Bank);
        await test.LookAsync();

        var usage = (await api.GetAsync(test, "/v1/usage")).Json;

        usage.GetProperty("looks").EnumerateArray().Sum(day => day.GetProperty("granted").GetInt64()).ShouldBe(1);
        usage.GetProperty("looks").EnumerateArray().Sum(day => day.GetProperty("refused").GetInt64()).ShouldBe(1);
        usage.GetProperty("without_decision")[0].GetProperty("without_decision").GetInt64().ShouldBe(1);
        usage.GetProperty("limits").EnumerateArray().Select(limit => limit.GetProperty("operation").GetString()).ShouldBe(["look", "post", "batch", "read", "delivery"]);
        (await api.GetAsync(test, "/v1/usage?from=2026-01-01&to=2026-12-31")).ShouldBeProblem(400, "field-invalid");
    }

    private static Dictionary<string, object> Ask(GateCase test) => new()
    {
        ["uscc"] = test.Uscc, ["items"] = new[] { "invoice-sales" }, ["purpose"] = "loan-application", ["leg_look"] = true, ["leg_return"] = true, ["leg_training"] = false,
        ["days"] = 60, ["max_uses"] = 5, ["operator"] = "officer-1", ["branch"] = "泰山支行", ["reference"] = "APP-1",
    };

    private Task RegisterAsync(GateCase test) => api.Db.ExecuteAsync(
        "insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at) values ($1, $2, '测试银行', '{}', clock_timestamp())", test.Client, test.Bank);

    private async Task<string?> StateAsync(GateCase test, Guid request) => (await api.GetAsync(test, $"/v1/authorisation-requests/{request}")).Json.GetProperty("state").GetString();

    private async Task<System.Text.Json.JsonElement> FindAsync(GateCase bank, Guid need, string path) =>
        (await api.GetAsync(bank, path)).Json.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetGuid() == need);

    private static async Task<Guid> NeedAsync(SignedInFirm firm, decimal amount, params string[] banks)
    {
        var id = Guid.NewGuid();
        var posted = await firm.RunAsync((connection, transaction) => new NeedPosting(WorkingCalendar.Official, TimeProvider.System).PostAsync(
            connection, transaction, new Need(id, amount, 12, "购买原料", "credit", banks), CancellationToken.None));
        posted.IsOk.ShouldBeTrue();
        return id;
    }

    private static Task<bool> PortalAsync(SignedInFirm firm, string sql, Guid id) => firm.RunAsync(async (connection, transaction) =>
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new() { Value = id } } };
        return await command.ExecuteScalarAsync() is true;
    });

    private Task ScoreAsync(GateCase firm, string kind, int points, Guid? authorisation) => api.Db.ExecuteAsync(
        """
        insert into scoring.score
            (enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade, demonstration, input_sha256, inputs, reasons)
        values ($1, $2, nullif($3, '')::uuid, '{}', 'test', '1', 'x', current_date, now(), now(), 0, $4, 'B', true, sha256('x'), '{}', '[]')
        """,
        firm.EnterpriseId, kind, authorisation?.ToString() ?? string.Empty, points);
}
