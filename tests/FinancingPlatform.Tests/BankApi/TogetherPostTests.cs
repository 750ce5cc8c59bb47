using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FinancingPlatform.Data;
using FinancingPlatform.Tests.Consent;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Posts that share a transaction: each comes to what it comes to alone, and a server that dies in the middle loses and doubles none.</summary>
public sealed class TogetherPostTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private const string Loans = "/v1/loans";
    private static readonly DateOnly s_today = FinancingPlatform.Core.Calendar.China.Today(TimeProvider.System);

    /// <summary>Every way a loan can end, in the order in which they are posted; NAME is the note and the key where nothing else is said.</summary>
    private static readonly (string Name, Func<JsonObject, JsonObject> Change)[] s_posts =
    [
        ("plain", f => f),
        ("inclusive", f => With(f, "inclusive", true)),
        ("stock", f => With(With(With(With(f, "backfill", true), "disbursed_on", Day(-20)), "balance_yuan", 400), "line_no", "OLD")),
        ("not-stock", f => With(With(f, "backfill", true), "balance_yuan", 400)),
        ("no-line", f => With(f, "line_no", "NONE")),
        ("in-the-future", f => With(f, "disbursed_on", Day(1))),
        ("before-the-line", f => With(f, "disbursed_on", Day(-100))),
        ("no-return-leg", f => With(f, "line_no", "MUTE")),
        ("too-much", f => With(f, "amount_yuan", 2_000_000)),
        ("fills-single", f => With(With(f, "line_no", "SINGLE"), "amount_yuan", 600)),
        ("overfills-single", f => With(With(f, "line_no", "SINGLE"), "amount_yuan", 401)),
        ("fits-single", f => With(With(f, "line_no", "SINGLE"), "amount_yuan", 400)),
        ("same-note", f => With(f, "note_no", "plain")),
        ("same-note-other-line", f => With(With(f, "note_no", "plain"), "line_no", "SINGLE")),
        ("renewal", f => With(With(f, "renewal", "no-repayment"), "renewed_note_no", "inclusive")),
        ("renewal-of-nothing", f => With(With(f, "renewal", "after-repayment"), "renewed_note_no", "nothing")),
        ("correction", f => With(With(f, "note_no", "plain"), "correction", "录入错误")),
        ("correction-of-nothing", f => With(f, "correction", "录入错误")),
    ];

    [Fact]
    [Trait("rule", "C1")]
    public async Task Each_post_comes_together_to_what_it_comes_to_alone()
    {
        var (alone, together) = (await FirmAsync(), await FirmAsync());
        var posts = s_posts.Select(p => new Posted(p.Name, p.Change(Fact(p.Name)).ToJsonString())).ToList();
        // The same key again: the same request is answered alike, another one is refused.
        posts.Add(posts[0] with { Proof = "again" });
        posts.Add(posts[0] with { Proof = "other", Json = With(Fact("other"), "first_loan", true).ToJsonString() });

        var expected = new List<(string? Code, bool Replayed)>();
        foreach (var post in posts)
        {
            expected.AddRange((await PostAsync(alone, [post], together: false)).Select(a => (a.Code, a.Replayed)));
        }

        var answers = await PostAsync(together, posts, together: true);

        // In one transaction plain loans are written first: a renewal of one of them and whatever fills the same line comes after them either way.
        answers.Select(a => (a.Code, a.Replayed)).ShouldBe(expected);
        expected.Select(e => e.Code ?? "accepted").Distinct().Order().ShouldBe(
        [
            "accepted", "dates-out-of-order", "idempotency-key-reused", "line-exceeded", "line-unknown", "no-return-authorisation", "not-backfill",
            "note-already-posted", "note-unknown", "renewed-note-unknown",
        ]);
        (await StoredAsync(together)).ShouldBe(await StoredAsync(alone));
        await ChainHoldsAsync();
    }

    [Fact]
    public async Task A_proof_shown_twice_among_posts_that_come_together_is_taken_once()
    {
        var firm = await FirmAsync();
        Posted[] posts = [new("a", Fact("a").ToJsonString(), "same"), new("b", Fact("b").ToJsonString(), "same"), new("c", Fact("c").ToJsonString(), "own")];

        (await PostAsync(firm, posts, together: true)).Select(a => a.Code).ShouldBe([null, "proof-replayed", null]);
        (await PostAsync(firm, [new("d", Fact("d").ToJsonString(), "own"), new("e", Fact("e").ToJsonString())], together: true)).Select(a => a.Code)
            .ShouldBe(["proof-replayed", null]);
        (await api.Db.ScalarAsync<string[]>("select array_agg(note_no order by note_no) from lending.loan where enterprise_id = $1", firm.EnterpriseId)).ShouldBe(["a", "c", "e"]);
    }

    [Fact]
    [Trait("rule", "C1")]
    public async Task Many_posts_at_once_on_few_lines_never_overfill_one_and_leave_one_message_and_one_link_each()
    {
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync(from: -9);
        foreach (var line in new[] { "A", "B", "C" })
        {
            await api.OkAsync(test, "/v1/credit-lines", BankPosts.Line(test, authorisation, "1000.00", no: line));
        }

        // Each line has room for ten of twenty.
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            Task.Run(() => api.PostAsync(test, Loans, BankPosts.Loan($"N{i}", "100.00", line: "ABC"[i % 3].ToString()), BankPosts.Key()))));

        answers.Count(a => a.Status == 201).ShouldBe(30);
        answers.Where(a => a.Status != 201).ShouldAllBe(a => a.Code == "line-exceeded");
        (await api.Db.ScalarAsync<decimal[]>(
            "select array_agg(s.sum) from (select sum(balance_yuan) from lending.loan where enterprise_id = $1 group by credit_line_id) s", test.EnterpriseId))
            .ShouldBe([1000m, 1000m, 1000m]);
        (await MessagesAsync(test.Uscc)).ShouldBe(30);
        (await api.Db.ScalarAsync<long>("select count(*) from audit.event where subject = $1 and action = 'lending.loan' and outcome = 'accepted'", test.Uscc)).ShouldBe(30);
        (await api.Db.ScalarAsync<long>("select count(*) from audit.event where subject = $1 and action = 'lending.loan' and outcome = 'refused'", test.Uscc)).ShouldBe(30);
        await ChainHoldsAsync();
    }

    [Fact]
    public async Task Connections_that_die_in_the_middle_lose_no_answered_post_and_double_none_that_is_sent_again()
    {
        const int Posts = 240;
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync(from: -9);
        await api.OkAsync(test, "/v1/credit-lines", BankPosts.Line(test, authorisation, "90000000.00"));
        var answered = new ConcurrentDictionary<int, string>();
        using var done = new CancellationTokenSource();
        var killer = KillAsync(done.Token);

        await Parallel.ForEachAsync(Enumerable.Range(0, Posts), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var (loan, key) = (BankPosts.Loan($"K{i}"), BankPosts.Key());
            // As a bank does: the same request under the same key, with a proof of its own each time, until it is answered.
            for (var attempt = 1; ; attempt++)
            {
                attempt.ShouldBeLessThan(1000, $"post {i} was never answered");
                var answer = await api.PostAsync(test, Loans, loan, key);
                if (answer.Status == 201)
                {
                    answered[i] = answer.Json.GetProperty("id").GetString()!;
                    return;
                }

                answer.Status.ShouldBeOneOf(500, 503);
            }
        });
        await done.CancelAsync();
        (await killer).ShouldBeGreaterThan(0, "no connection was ended while posts were under way");

        answered.Count.ShouldBe(Posts);
        var stored = await api.Db.ScalarAsync<string[]>("select array_agg(id::text) from lending.loan where enterprise_id = $1", test.EnterpriseId);
        stored!.Order(StringComparer.Ordinal).ShouldBe(answered.Values.Order(StringComparer.Ordinal));
        (await MessagesAsync(test.Uscc)).ShouldBe(Posts);
        (await api.Db.ScalarAsync<long>("select count(*) from audit.event where subject = $1 and action = 'lending.loan'", test.Uscc)).ShouldBe(Posts);
        await ChainHoldsAsync();
    }

    // Ends the API's connections again and again; says how many of them were at work.
    private async Task<int> KillAsync(CancellationToken until)
    {
        await using var superuser = new NpgsqlConnection(api.Db.Superuser);
        await superuser.OpenAsync(CancellationToken.None);
        var ended = 0;
        while (!until.IsCancellationRequested)
        {
            await using var kill = new NpgsqlCommand(
                "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'city_bank_api' and state = 'active') k",
                superuser);
            ended += (int)(long)(await kill.ExecuteScalarAsync(CancellationToken.None))!;
            await Task.Delay(RandomNumberGenerator.GetInt32(20, 200), CancellationToken.None);
        }

        return ended;
    }

    private Task<long> MessagesAsync(string uscc) => api.Db.ScalarAsync<long>(
        "select count(*) from exchange.outbox where stream = 'enterprise:' || $1 and kind = 'loan' and destination = 'province'", uscc);

    // A firm with four lines: a wide one, an older one, a single one of 1,000 yuan, and one whose authorisation has no return leg.
    private async Task<GateCase> FirmAsync()
    {
        var test = await api.CaseAsync();
        var live = await test.AuthoriseAsync(from: -9, to: 30);
        await LineAsync(test, live, "L", 1_000_000, "revolving", -9);
        await LineAsync(test, live, "OLD", 1_000, "revolving", -60);
        await LineAsync(test, live, "SINGLE", 1_000, "single", -9);
        await LineAsync(test, await test.AuthoriseAsync(from: -9, to: 30, returns: false), "MUTE", 1_000, "revolving", -9);
        return test;
    }

    private Task LineAsync(GateCase test, Guid authorisation, string no, decimal amount, string kind, int from) => api.Db.ExecuteAsync(
        """
        insert into lending.credit_line
            (id, bank_uscc, legal_entity_uscc, enterprise_id, authorisation_id, line_no, amount_yuan, annual_rate_percent, valid_from, valid_to, kind, posted_at, posted_by)
        values (gen_random_uuid(), $1, $1, $2, $3, $4, $5, 4.35, $6, $6 + 365, $7, clock_timestamp(), 'test')
        """,
        test.Bank, test.EnterpriseId, authorisation, no, amount, s_today.AddDays(from), kind);

    private async Task<List<(string? Code, string Response, bool Replayed)>> PostAsync(GateCase test, IReadOnlyList<Posted> posts, bool together)
    {
        await using var connection = await api.Db.OpenAsync("bank_api");
        await using var command = new NpgsqlCommand(
            together
                ? "select code, response, replayed from lending.post_together($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) order by place"
                : "select code, response::text, replayed from lending.post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            connection);
        Add(test.Client);
        Add(test.Bank);
        Each(p => "key-" + p.Name);
        Each(p => SHA256.HashData(Encoding.UTF8.GetBytes(p.Json)));
        Each(_ => Guid.NewGuid());
        Each(_ => Guid.NewGuid());
        Add("loan");
        Each(p => p.Json, NpgsqlDbType.Jsonb);
        Add("thumbprint-of-" + test.Client);
        Each(p => SHA256.HashData(Encoding.UTF8.GetBytes(p.Proof ?? Guid.NewGuid().ToString())));
        Each(_ => TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1), NpgsqlDbType.TimestampTz);
        var answers = new List<(string?, string, bool)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            answers.Add((await reader.IsDBNullAsync(0) ? null : reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
        }

        return answers;

        void Add(string value) => Each(_ => value);

        void Each<T>(Func<Posted, T> value, NpgsqlDbType? type = null)
        {
            object all = together ? posts.Select(value).ToArray() : value(posts.Single())!;
            var parameter = new NpgsqlParameter { Value = all };
            if (type is { } known)
            {
                parameter.NpgsqlDbType = together ? NpgsqlDbType.Array | known : known;
            }

            command.Parameters.Add(parameter);
        }
    }

    // Everything that the posts left behind, without the ids and instants that differ between any two posts, and the firm's own code.
    private async Task<string> StoredAsync(GateCase test)
    {
        var stored = await api.Db.ScalarAsync<string>(
            """
            select string_agg(r.row, e'\n' order by r.row)
            from
            (
                select 'loan ' || (to_jsonb(n) - '{id,credit_line_id,enterprise_id,origin_loan_id,renewed_loan_id,posted_at}'::text[])::text as row
                from lending.loan n where n.enterprise_id = $1
                union all
                select 'kept ' || i.key || ' ' || (i.response - '{id,message_id}'::text[])::text from lending.idempotency i where i.client_id = $2
                union all
                select 'told ' || o.kind || ' ' || ((convert_from(o.payload, 'UTF8')::jsonb) - '{id,authorisation_id,credit_line_id,renewed_loan_id,posted_at}'::text[])::text
                from exchange.outbox o where o.stream = 'enterprise:' || $3
                union all
                select 'link ' || concat_ws('|', a.action, a.outcome, a.reason, a.request_id, encode(a.payload_sha256, 'hex'), a.purpose, a.db_role, a.consent_id is null)
                from audit.event a where a.actor = $2
            ) r
            """,
            test.EnterpriseId, test.Client, test.Uscc);
        return stored!.Replace(test.Uscc, "FIRM", StringComparison.Ordinal).Replace(test.Bank, "BANK", StringComparison.Ordinal)
            .Replace(test.Client, "CLIENT", StringComparison.Ordinal);
    }

    private async Task ChainHoldsAsync()
    {
        await using var connection = await api.Db.OpenAsync("worker");
        var evidence = await AuditEvidence.FromDatabaseAsync(connection, null, default);
        var result = await AuditVerifier.VerifyAsync(evidence, [], default);
        result.FirstBad.ShouldBeNull();
    }

    private static JsonObject Fact(string note) => new()
    {
        ["line_no"] = "L", ["note_no"] = note, ["amount_yuan"] = 1000, ["disbursed_on"] = Day(0), ["due_on"] = Day(180), ["annual_rate_percent"] = 4.35,
        ["loan_type"] = "credit", ["first_loan"] = false, ["inclusive"] = false, ["backfill"] = false,
    };

    private static JsonObject With(JsonObject fact, string name, JsonNode value)
    {
        fact[name] = value;
        return fact;
    }

    private static string Day(int days) => BankPosts.Day(days);

    /// <summary>A post: what its key is named by, its fact, and what its proof is made from when it matters.</summary>
    private sealed record Posted(string Name, string Json, string? Proof = null);
}
