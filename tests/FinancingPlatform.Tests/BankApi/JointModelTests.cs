using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Scoring.Joint;
using FinancingPlatform.Scoring.Scorecards;
using FinancingPlatform.Tests.Consent;
using FinancingPlatform.Tests.Scoring.Register;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Rule C4 over real HTTP: a bank's own model, under its key alone, on features that an authorisation covers.</summary>
public sealed class JointModelTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private const string Models = "/v1/joint-models";
    private const int SimultaneousCalls = 5;
    private static readonly string[] s_items = ["invoice-sales", "invoice-purchase"];

    [Fact]
    [Trait("rule", "C4")]
    [Trait("trap", "24")]
    public async Task A_scorecard_runs_on_platform_and_own_features_after_two_operators_activated_it()
    {
        var (test, key, id) = await SubmittedAsync();
        (await CallAsync(test, id, key, 5)).ShouldBeProblem(409, "joint-model-not-active");
        (await Operators.AskAsync(api.Db, "anna", "select scoring.activate_joint_model($1)", id)).ShouldBeNull();
        (await Operators.AskAsync(api.Db, "anna", "select scoring.activate_joint_model($1)", id)).ShouldBe("second-person-needed");
        (await CallAsync(test, id, key, 5)).ShouldBeProblem(409, "joint-model-not-active");
        (await Operators.AskAsync(api.Db, "bo", "select scoring.activate_joint_model($1)", id)).ShouldBeNull();
        (await CallAsync(test, id, key, 5)).ShouldBeProblem(404, "joint-inputs-missing");
        (await api.Db.ScalarAsync<long>("select sum(uses) from consent.authorisation where bank_uscc = $1", test.Bank)).ShouldBe(0, "a call that brought nothing costs no look");
        await ReadyAsync(test);

        var answer = await CallAsync(test, id, key, 5);

        answer.Status.ShouldBe(200, answer.Text);
        // −1.5 + 0.25 (sales of 120,000 are above 100,000) + 0.75 (five late payments at the bank) = −0.5
        answer.Json.GetProperty("margin").GetDouble().ShouldBe(-0.5, 1e-9);
        answer.Json.GetProperty("probability").GetDouble().ShouldBe(0.3775407, 1e-6);
        answer.Json.GetProperty("is_within_cut_off").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("note").GetString()!.ShouldContain("银行独立决策");
        answer.Text.ShouldNotContain("120000", customMessage: "no feature of the platform leaves it");
        var ticket = answer.Json.GetProperty("ticket").GetGuid();
        (await api.Db.ScalarAsync<string[]>("select items from consent.access_record where ticket = $1", ticket)).ShouldBe(["invoice-sales"], "the owner sees what was read");
        (await api.Db.ScalarAsync<bool>("select own_sha256 is not null and margin is null from scoring.joint_call where ticket = $1", ticket))
            .ShouldBeTrue("own features as a digest only, and no result without a training leg");
        var list = (await api.SendAsync(api.Request(test, HttpMethod.Get, Models))).Json.GetProperty("items")[0];
        (list.GetProperty("state").GetString(), list.GetProperty("calls").GetInt64(), list.GetProperty("enterprises").GetInt64()).ShouldBe(("active", 1, 1));
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task Of_simultaneous_first_answers_each_is_counted_and_their_enterprise_once()
    {
        var (test, key, id) = await ActiveAsync();
        await ReadyAsync(test);

        var answers = await Task.WhenAll(Enumerable.Range(0, SimultaneousCalls).Select(_ => CallAsync(test, id, key, 5)));

        answers.ShouldAllBe(answer => answer.Status == 200);
        var list = (await api.SendAsync(api.Request(test, HttpMethod.Get, Models))).Json.GetProperty("items")[0];
        (list.GetProperty("calls").GetInt64(), list.GetProperty("enterprises").GetInt64()).ShouldBe((SimultaneousCalls, 1));
        (await api.Db.ScalarAsync<string>("select count(*) || ' ' || count(distinct enterprise_id) from scoring.joint_call where model_id = $1 and answered_at is not null", id))
            .ShouldBe($"{SimultaneousCalls} 1", "the tally is what the calls come to");
        (await Operators.AskAsync(api.Db, "anna", "select m.calls || ' ' || m.enterprises from scoring.operator_joint_models() m where m.id = $1", id)).ShouldBe($"{SimultaneousCalls} 1");
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task At_rest_the_model_is_sealed_and_opens_with_the_banks_key_alone()
    {
        var (test, key, id) = await ActiveAsync();
        await ReadyAsync(test);
        var rest = Encoding.UTF8.GetString(await api.Db.ScalarAsync<byte[]>("select sealed from scoring.joint_model where id = $1", id) ?? []);
        rest.ShouldNotContain("intercept");

        (await CallAsync(test, id, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), 5)).ShouldBeProblem(400, "joint-key-wrong");
        (await api.Db.ScalarAsync<long>("select count(*) from consent.access_record where client_id = $1", test.Client)).ShouldBe(0, "a wrong key opens no look");
        (await CallAsync(test, id, key, 5)).Status.ShouldBe(200);
        (await CallAsync(test, id, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), 5)).ShouldBeProblem(400, "joint-key-wrong");

        // Another bank's model put in this one's place does not open: the owner is bound in.
        var seal = ModelSeal.Seal(new byte[32], "x"u8, "A", "C", "1");
        ModelSeal.Open(new byte[32], seal, "A", "C", "1").ShouldNotBeNull();
        ModelSeal.Open(new byte[32], seal, "B", "C", "1").ShouldBeNull();
        seal[^1] ^= 1;
        ModelSeal.Open(new byte[32], seal, "A", "C", "1").ShouldBeNull();
    }

    [Fact]
    [Trait("rule", "A2")]
    [Trait("rule", "C4")]
    [Trait("trap", "2")]
    public async Task Without_a_live_authorisation_there_are_neither_features_nor_a_result_and_a_revocation_takes_both_away()
    {
        var (test, key, id) = await ActiveAsync(authorise: false);
        (await CallAsync(test, id, key, 5)).ShouldBeProblem(403, "no-authorisation");
        var narrow = await test.AuthoriseAsync(items: ["penalty"]);
        await ReadyAsync(test);
        (await CallAsync(test, id, key, 5)).ShouldBeProblem(403, "authorisation-too-narrow");
        (await api.Db.ScalarAsync<long>("select count(*) from scoring.joint_input where authorisation_id = $1", narrow)).ShouldBe(0);

        var wide = await test.AuthoriseAsync(items: s_items);
        await api.Db.ExecuteAsync("update consent.authorisation set leg_training = true where id = $1", wide);
        await ReadyAsync(test);
        (await CallAsync(test, id, key, 5)).Status.ShouldBe(200);
        (await api.Db.ScalarAsync<long>("select count(margin) from scoring.joint_call where authorisation_id = $1", wide)).ShouldBe(1, "a training leg allows the back-test");

        await api.Db.ExecuteAsync("update consent.authorisation set revoked_at = now(), revoke_reason = 'test' where id = $1", wide);
        (await api.Db.ScalarAsync<long>("select count(*) from scoring.joint_input where authorisation_id = $1", wide)).ShouldBe(0);
        (await api.Db.ScalarAsync<long>("select count(margin) from scoring.joint_call where authorisation_id = $1", wide)).ShouldBe(0);
        (await CallAsync(test, id, key, 5)).Status.ShouldBe(403);
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task Another_bank_sees_no_model_of_this_one_and_gets_no_features_of_its_authorisations()
    {
        var (test, key, id) = await ActiveAsync();
        var other = await api.CaseAsync();
        await test.AuthoriseAsync(items: s_items, bank: other.Bank);
        await ReadyAsync(test);

        (await CallAsync(other, id, key, 5, test.Uscc)).ShouldBeProblem(404, "joint-model-unknown");
        (await api.SendAsync(api.Request(other, HttpMethod.Get, Models))).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await api.Db.ScalarAsync<long>("select count(*) from scoring.joint_input i join consent.authorisation a on a.id = i.authorisation_id where a.bank_uscc = $1", other.Bank)).ShouldBe(0);
    }

    [Theory]
    [Trait("rule", "C4")]
    [InlineData("feature", "schema-unusable", "no_such_feature")]
    [InlineData("direction", "pack-not-monotone", "sales_12m")]
    [InlineData("order", "schema-unusable", "columns")]
    [InlineData("own", "schema-unusable", "own_features")]
    [InlineData("taken", "schema-unusable", "tax_paid_12m")]
    [InlineData("json", "model-malformed", "scorecard")]
    [InlineData("kind", "value-unknown", "kind")]
    [InlineData("key", "field-invalid", "model_key")]
    [InlineData("cut", "field-invalid", "cut_off")]
    public async Task A_model_that_cannot_be_is_refused_by_name_and_nothing_is_kept(string what, string code, string names)
    {
        var test = await api.CaseAsync();
        var submission = Submission(what);

        var answer = await api.PostAsync(test, Models, submission, Guid.NewGuid().ToString());

        answer.ShouldBeProblem(400, code);
        answer.Text.ShouldContain(names);
        (await api.Db.ScalarAsync<long>("select count(*) from scoring.joint_model where bank_uscc = $1", test.Bank)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task Own_features_are_named_exactly_and_a_wrong_name_uses_up_no_look()
    {
        var (test, key, id) = await ActiveAsync();
        await ReadyAsync(test);

        (await CallAsync(test, id, key, own: new Dictionary<string, double?>())).ShouldBeProblem(400, "field-invalid");
        (await CallAsync(test, id, key, own: new Dictionary<string, double?> { ["late_payments"] = 1, ["another"] = 1 })).ShouldBeProblem(400, "field-invalid");
        (await api.Db.ScalarAsync<long>("select count(*) from consent.access_record where client_id = $1", test.Client)).ShouldBe(0);
        var unknown = await CallAsync(test, id, key, own: new Dictionary<string, double?> { ["late_payments"] = null });
        unknown.Json.GetProperty("margin").GetDouble().ShouldBe(-1.25, 1e-9, "unknown has a bin of its own");
    }

    [Fact]
    [Trait("rule", "C4")]
    [Trait("rule", "D10")]
    public async Task A_back_test_below_the_smallest_group_gives_counts_only_and_a_version_is_handed_in_once()
    {
        var (test, _, id) = await ActiveAsync();
        var test2 = (await api.SendAsync(api.Request(test, HttpMethod.Get, $"{Models}/{id}/back-test"))).Json;
        test2.GetProperty("loans").GetInt64().ShouldBe(0);
        test2.GetProperty("auc").ValueKind.ShouldBe(JsonValueKind.Null);

        (await api.PostAsync(test, Models, Submission("good"), Guid.NewGuid().ToString())).ShouldBeProblem(409, "joint-version-taken");
    }

    [Fact]
    [Trait("rule", "A1")]
    [Trait("rule", "C4")]
    public async Task Opening_reading_and_rolling_back_gives_no_features_and_the_operator_sees_no_model()
    {
        var (test, _, id) = await ActiveAsync();
        await ReadyAsync(test);
        var ticket = Guid.NewGuid();
        await using var bank = await api.Db.OpenAsync("bank_api");
        await using var transaction = await bank.BeginTransactionAsync();
        await using (var open = new Npgsql.NpgsqlCommand("select outcome from consent.open_look($1, $2, $3, $4, $5, 'loan-application', 'op', 'b', 'r', 'p')", bank, transaction))
        {
            foreach (var value in new object[] { ticket, test.Client, test.Bank, test.Uscc, s_items })
            {
                open.Parameters.Add(new() { Value = value });
            }

            (await open.ExecuteScalarAsync()).ShouldBe("granted");
        }

        await using var read = new Npgsql.NpgsqlCommand("select refusal from scoring.read_joint_inputs($1, $2, $3)", bank, transaction) { Parameters = { new() { Value = ticket }, new() { Value = test.Client }, new() { Value = id } } };
        (await read.ExecuteScalarAsync()).ShouldBe("ticket-own-transaction");
        (await Operators.AskAsync(api.Db, "anna", "select string_agg(to_jsonb(m)::text, '') from scoring.operator_joint_models() m where m.id = $1", id))!.ShouldNotContain("sealed");
    }

    private async Task<(GateCase Test, string Key, Guid Id)> SubmittedAsync(bool authorise = true)
    {
        var test = await api.CaseAsync();
        if (authorise)
        {
            await test.AuthoriseAsync(items: s_items);
        }

        await api.Db.ExecuteAsync(
            """
            insert into credit.import_batch (item, source, file_name, file_sha256) select 'x', 'test', 'base', sha256('') where not exists (select 1 from credit.import_batch);
            """);
        await api.Db.ExecuteAsync(
            """
            insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, amount, code, counterparty, natural_key, version, batch_id, sha256)
            select $1, 'invoice-sales', 'test', $2, now(), 120000, 'valid', 'P', 'k', 1, min(b.id), sha256('') from credit.import_batch b
            """,
            test.EnterpriseId, China.Today(TimeProvider.System).AddDays(-20));
        var submission = Submission("good");
        var answer = await api.PostAsync(test, Models, submission, Guid.NewGuid().ToString());
        answer.Status.ShouldBe(201, answer.Text);
        return (test, (string)submission["model_key"], answer.Json.GetProperty("id").GetGuid());
    }

    private async Task<(GateCase Test, string Key, Guid Id)> ActiveAsync(bool authorise = true)
    {
        var submitted = await SubmittedAsync(authorise);
        await Operators.AskAsync(api.Db, "anna", "select scoring.activate_joint_model($1)", submitted.Id);
        await Operators.AskAsync(api.Db, "bo", "select scoring.activate_joint_model($1)", submitted.Id);
        return submitted;
    }

    /// <summary>What the worker does after a grant.</summary>
    private Task<long> ReadyAsync(GateCase test) => new JointInputs(api.Db.Source("worker"), TimeProvider.System).RunAsync([test.EnterpriseId]);

    private Task<BankAnswer> CallAsync(GateCase test, Guid id, string key, double late) => CallAsync(test, id, key, late, test.Uscc);

    private Task<BankAnswer> CallAsync(GateCase test, Guid id, string key, double late, string uscc) =>
        CallAsync(test, id, key, new Dictionary<string, double?> { ["late_payments"] = late }, uscc);

    private Task<BankAnswer> CallAsync(GateCase test, Guid id, string key, Dictionary<string, double?> own, string? uscc = null) => api.PostAsync(test, $"{Models}/{id}/scores", new
    {
        uscc = uscc ?? test.Uscc, purpose = "loan-application", @operator = "officer-07", branch = "泰安分行", reference = "APP-1", model_key = key, own_features = own,
    });

    private static Dictionary<string, object> Submission(string what)
    {
        var sales = new { name = "sales_12m", unknown = 0.5, bins = new object[] { new { below = 100_000, log_odds = what == "direction" ? 0.1 : 1.0 }, new { log_odds = 0.25 } } };
        var late = new { name = what == "taken" ? "tax_paid_12m" : "late_payments", unknown = 0.0, bins = new object[] { new { below = 3, log_odds = -0.5 }, new { log_odds = 0.75 } } };
        object[] features = what == "order" ? [late, sales] : [sales, late];
        var model = JsonSerializer.Serialize(new { format = Scorecard.CurrentFormat, intercept = -1.5, features });
        var columns = new List<object>
        {
            new { name = what == "feature" ? "no_such_feature" : "sales_12m", role = "feature", direction = -1 },
            new { name = what == "taken" ? "tax_paid_12m" : "late_payments", role = "feature", direction = 1 },
        };
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["contract_no"] = "HT-2026-001", ["version"] = "1.0", ["kind"] = what == "kind" ? "neural" : "scorecard",
            ["model"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(what == "json" ? "{\"scorecard\":1}" : model)),
            ["schema"] = new { columns },
            ["own_features"] = what switch { "own" => ["late_payments", "no_column"], "taken" => ["tax_paid_12m"], _ => new[] { "late_payments" } },
            ["model_key"] = what == "key" ? "short" : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)),
            ["cut_off"] = what == "cut" ? "1.5" : (0.20).ToString(CultureInfo.InvariantCulture),
        };
    }
}
