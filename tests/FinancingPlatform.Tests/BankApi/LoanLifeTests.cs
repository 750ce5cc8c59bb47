using FinancingPlatform.Tests.Consent;
using static FinancingPlatform.Tests.BankApi.BankPosts;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>What becomes of a loan after it was paid out, over real HTTP.</summary>
public sealed class LoanLifeTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    [Fact]
    [Trait("rule", "C1")]
    public async Task Repayments_free_a_revolving_line_and_not_a_single_one()
    {
        foreach (var (kind, status) in new[] { ("revolving", 201), ("single", 409) })
        {
            var test = await api.LineAsync("100000.00", kind);
            await api.OkAsync(test, "/v1/loans", Loan("N1"));
            (await api.PostAsync(test, "/v1/loans", Loan("N2", "60000.00"), Key())).ShouldBeProblem(409, "line-exceeded");

            var repaid = await api.OkAsync(test, "/v1/repayments", Repayment("N1", "R1", "60000.00", "40000.00"));

            repaid.Json.GetProperty("balance").GetProperty("value").GetString().ShouldBe("40000.00");
            (await api.PostAsync(test, "/v1/loans", Loan("N2", "60000.00"), Key())).Status.ShouldBe(status, kind);
        }
    }

    [Fact]
    [Trait("rule", "C1")]
    public async Task A_repayment_whose_balance_does_not_add_up_or_exceeds_the_debt_is_refused()
    {
        var test = await api.LineAsync();
        await api.OkAsync(test, "/v1/loans", Loan("N1"));

        (await api.PostAsync(test, "/v1/repayments", Repayment("N1", "R1", "60000.00", "40000.01"), Key())).ShouldBeProblem(409, "balance-mismatch");
        (await api.PostAsync(test, "/v1/repayments", Repayment("N1", "R1", "100000.01", "0.00"), Key())).ShouldBeProblem(409, "balance-exceeded");
        (await api.PostAsync(test, "/v1/repayments", Repayment("N9", "R1", "1.00", "1.00"), Key())).ShouldBeProblem(404, "note-unknown");
        (await api.PostAsync(test, "/v1/repayments", Repayment("N1", "R1", "1.00", "99999.00", on: 1), Key())).ShouldBeProblem(422, "dates-out-of-order");
        (await api.PostAsync(test, "/v1/repayments", Repayment("N1", "R1", "1.00", "99999.00", on: -2), Key())).ShouldBeProblem(422, "dates-out-of-order");
        (await api.Db.ScalarAsync<decimal>("select balance_yuan from lending.loan where bank_uscc = $1", test.Bank)).ShouldBe(100_000m);
    }

    [Fact]
    [Trait("trap", "20")]
    public async Task An_event_sent_again_under_another_key_counts_once_and_a_correction_keeps_the_earlier_version()
    {
        var test = await api.LineAsync();
        await api.OkAsync(test, "/v1/loans", Loan("N1"));
        await api.OkAsync(test, "/v1/repayments", Repayment("N1", "R1", "30000.00", "70000.00", on: -1));
        await api.OkAsync(test, "/v1/repayments", Repayment("N1", "R2", "10000.00", "60000.00"));

        (await api.PostAsync(test, "/v1/repayments", Repayment("N1", "R1", "30000.00", "70000.00"), Key())).ShouldBeProblem(409, "event-already-posted");
        (await api.PostAsync(test, "/v1/repayments", Repayment("N1", "R3", "1.00", "1.00").Corrects(), Key())).ShouldBeProblem(404, "event-unknown");
        await api.OkAsync(test, "/v1/repayments", Repayment("N1", "R1", "20000.00", "80000.00", on: -1).Corrects());
        var withdrawn = await api.OkAsync(test, "/v1/repayments", Repayment("N1", "R2", "10000.00", "60000.00").Corrects(withdrawn: true));

        withdrawn.Json.GetProperty("balance").GetProperty("value").GetString().ShouldBe("80000.00");
        var file = (await api.GetAsync(test, "/v1/loans/N1")).Json;
        file.GetProperty("balance").GetProperty("value").GetString().ShouldBe("80000.00");
        file.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("version").GetInt32()).ShouldBe([2, 2]);
        file.GetProperty("superseded").EnumerateArray().Select(s => s.GetProperty("facts").GetProperty("principal_yuan").GetDecimal()).ShouldBe([30000m, 10000m]);
    }

    [Fact]
    public async Task Overdue_class_write_off_and_extension_stand_in_the_loans_file_as_the_bank_said()
    {
        var test = await api.CaseAsync();
        await StockAsync(test);

        await api.OkAsync(test, "/v1/overdues", new { note_no = "N1", event_no = "O1", occurred_on = Day(-1), overdue_days = 95, principal = Yuan("50000.00"), interest = Yuan("900.00") });
        await api.OkAsync(test, "/v1/classifications", new { note_no = "N1", event_no = "C1", occurred_on = Day(-1), five_class = "substandard" });
        await api.OkAsync(test, "/v1/extensions", new { note_no = "N1", event_no = "E1", occurred_on = Day(0), due_on = Day(400), distress = true });
        await api.OkAsync(test, "/v1/write-offs", new { note_no = "N1", event_no = "W1", occurred_on = Day(0), principal = Yuan("50000.00") });

        var file = (await api.GetAsync(test, "/v1/loans/N1")).Json;
        file.GetProperty("overdue_days").GetInt32().ShouldBe(95);
        file.GetProperty("five_class").GetString().ShouldBe("substandard");
        file.GetProperty("due_on").GetString().ShouldBe(Day(400));
        file.GetProperty("written_off").GetProperty("value").GetString().ShouldBe("50000.00");
        file.GetProperty("balance").GetProperty("value").GetString().ShouldBe("50000.00");
        (await api.PostAsync(test, "/v1/write-offs", new { note_no = "N1", event_no = "W2", occurred_on = Day(0), principal = Yuan("0.01") }, Key())).ShouldBeProblem(409, "balance-exceeded");
        (await api.PostAsync(test, "/v1/classifications", new { note_no = "N1", event_no = "C2", occurred_on = Day(0), five_class = "bad" }, Key())).ShouldBeProblem(400, "value-unknown");
        (await api.PostAsync(test, "/v1/overdues", new { note_no = "N1", event_no = "O2", occurred_on = Day(0), overdue_days = 0, principal = Yuan("1.00"), interest = Yuan("0") }, Key())).ShouldBeProblem(400, "overdue-invalid");
        var kinds = await api.Db.ScalarAsync<string[]>("select array_agg(kind order by stream_seq) from exchange.outbox where stream = 'enterprise:' || $1", test.Uscc);
        kinds.ShouldBe(["credit-line", "loan", "overdue", "classification", "extension", "write-off"]);
    }

    [Fact]
    [Trait("rule", "C1")]
    public async Task Stock_is_what_began_before_the_consent_and_says_what_is_owed()
    {
        var test = await api.CaseAsync();
        await StockAsync(test);
        var line = await test.AuthoriseAsync();

        (await api.PostAsync(test, "/v1/credit-lines", Line(test, line, no: "L2", from: 0).With("backfill", true), Key())).ShouldBeProblem(409, "not-backfill");
        (await api.PostAsync(test, "/v1/loans", Loan("N2", disbursed: 0).With("backfill", true).With("balance", Yuan("1.00")), Key())).ShouldBeProblem(409, "not-backfill");
        (await api.PostAsync(test, "/v1/loans", Loan("N2", disbursed: -100).With("backfill", true), Key())).ShouldBeProblem(400, "backfill-incomplete");
        var file = (await api.GetAsync(test, "/v1/loans/N1")).Json;
        file.GetProperty("new_money").GetBoolean().ShouldBeFalse();
        file.GetProperty("balance").GetProperty("value").GetString().ShouldBe("50000.00");
    }

    [Fact]
    [Trait("trap", "8")]
    public async Task A_renewal_without_repayment_settles_the_old_note_and_is_no_new_money()
    {
        foreach (var kind in new[] { "revolving", "single" })
        {
            var test = await api.LineAsync("100000.00", kind);
            await api.OkAsync(test, "/v1/loans", Loan("N1"));
            var renewal = Loan("N2", disbursed: 0).With("renewal", new { kind = "no-repayment", note_no = "N1" });

            (await api.PostAsync(test, "/v1/loans", renewal.With("amount", Yuan("100000.01")), Key())).ShouldBeProblem(409, "renewal-exceeds-balance");
            (await api.PostAsync(test, "/v1/loans", renewal.With("first_loan", true), Key())).ShouldBeProblem(400, "renewal-not-first");
            (await api.PostAsync(test, "/v1/loans", renewal.With("renewal", new { kind = "after-repayment", note_no = "N1" }), Key())).ShouldBeProblem(409, "renewed-note-open");
            (await api.PostAsync(test, "/v1/loans", renewal.With("renewal", new { kind = "no-repayment", note_no = "N7" }), Key())).ShouldBeProblem(404, "renewed-note-unknown");
            await api.OkAsync(test, "/v1/loans", renewal);

            var old = (await api.GetAsync(test, "/v1/loans/N1")).Json;
            old.GetProperty("balance").GetProperty("value").GetString().ShouldBe("0.00");
            old.GetProperty("settled_on").GetString().ShouldBe(Day(0));
            (await api.GetAsync(test, "/v1/loans/N2")).Json.GetProperty("new_money").GetBoolean().ShouldBeFalse();
            (await api.Db.ScalarAsync<bool>("select count(distinct origin_loan_id) = 1 from lending.loan where bank_uscc = $1", test.Bank)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_note_that_has_all_of_its_events_refuses_another_one_and_a_renewal_and_takes_corrections()
    {
        var test = await api.LineAsync("200000.00");
        await api.OkAsync(test, "/v1/loans", Loan("N1"));
        await api.OkAsync(test, "/v1/classifications", new { note_no = "N1", event_no = "C1", occurred_on = Day(0), five_class = "normal" });
        await api.Db.ExecuteAsync(
            """
            insert into lending.loan_event (id, loan_id, enterprise_id, bank_uscc, seq, event_no, kind, occurred_on, five_class, posted_at, posted_by)
            select gen_random_uuid(), e.loan_id, e.enterprise_id, e.bank_uscc, n, 'C' || n, e.kind, e.occurred_on, e.five_class, e.posted_at, e.posted_by
            from lending.loan_event e
            cross join generate_series(2, 5000) n
            where e.bank_uscc = $1
            """,
            test.Bank);

        (await api.PostAsync(test, "/v1/repayments", Repayment("N1", "R1", "1.00", "99999.00"), Key())).ShouldBeProblem(409, "note-full");
        (await api.PostAsync(test, "/v1/loans", Loan("N2", disbursed: 0).With("renewal", new { kind = "no-repayment", note_no = "N1" }), Key())).ShouldBeProblem(409, "note-full");
        (await api.Db.ScalarAsync<long>("select count(*) from lending.loan where bank_uscc = $1", test.Bank)).ShouldBe(1, "the renewal that could not settle the old note is not there");
        await api.OkAsync(test, "/v1/classifications", new Dictionary<string, object> { ["note_no"] = "N1", ["event_no"] = "C5000", ["occurred_on"] = Day(0), ["five_class"] = "special-mention" }.Corrects());
        (await api.GetAsync(test, "/v1/loans/N1")).Json.GetProperty("five_class").GetString().ShouldBe("special-mention");
    }

    [Fact]
    [Trait("trap", "19")]
    public async Task A_branch_posts_under_its_own_code_and_a_note_is_one_within_the_legal_entity()
    {
        var head = await api.LineAsync();
        var branch = await api.CaseAsync();
        await api.Db.ExecuteAsync("update lending.bank set head_office_uscc = $1 where uscc = $2", head.Bank, branch.Bank);

        await api.OkAsync(branch, "/v1/loans", Loan("N1"));

        (await api.PostAsync(head, "/v1/loans", Loan("N1"), Key())).ShouldBeProblem(409, "note-already-posted");
        var entry = (await api.GetAsync(head, "/v1/loans")).Json.GetProperty("items")[0];
        entry.GetProperty("bank_uscc").GetString().ShouldBe(branch.Bank);
        entry.GetProperty("legal_entity_uscc").GetString().ShouldBe(head.Bank);
        (await api.GetAsync(await api.CaseAsync(), "/v1/loans/N1")).ShouldBeProblem(404, "note-unknown");
    }

    [Fact]
    public async Task A_correction_of_line_or_note_is_a_new_version_that_must_still_fit()
    {
        var test = await api.CaseAsync();
        var authorisation = await test.AuthoriseAsync();
        await api.OkAsync(test, "/v1/credit-lines", Line(test, authorisation, "100000.00"));
        await api.OkAsync(test, "/v1/loans", Loan("N1", "80000.00"));
        await api.OkAsync(test, "/v1/repayments", Repayment("N1", "R1", "30000.00", "50000.00"));

        (await api.PostAsync(test, "/v1/credit-lines", Line(test, authorisation, "49999.99").Corrects(), Key())).ShouldBeProblem(409, "line-exceeded");
        (await api.PostAsync(test, "/v1/loans", Loan("N1", "29999.99").Corrects(), Key())).ShouldBeProblem(409, "balance-exceeded");
        (await api.PostAsync(test, "/v1/loans", Loan("N1", "130000.01").Corrects(), Key())).ShouldBeProblem(409, "line-exceeded");
        (await api.PostAsync(test, "/v1/loans", Loan("N8").Corrects(), Key())).ShouldBeProblem(404, "note-unknown");
        var line = await api.OkAsync(test, "/v1/credit-lines", Line(test, authorisation, "50000.00").Corrects());
        var loan = await api.OkAsync(test, "/v1/loans", Loan("N1", "70000.00").Corrects());

        line.Json.GetProperty("version").GetInt32().ShouldBe(2);
        loan.Json.GetProperty("version").GetInt32().ShouldBe(2);
        var file = (await api.GetAsync(test, "/v1/loans/N1")).Json;
        file.GetProperty("balance").GetProperty("value").GetString().ShouldBe("40000.00");
        file.GetProperty("superseded")[0].GetProperty("facts").GetProperty("amount_yuan").GetDecimal().ShouldBe(80000m);
    }

    [Fact]
    [Trait("rule", "C1")]
    public async Task Taking_a_repayment_back_is_refused_when_its_room_was_lent_on()
    {
        var test = await api.LineAsync("100000.00");
        await api.OkAsync(test, "/v1/loans", Loan("N1"));
        await api.OkAsync(test, "/v1/repayments", Repayment("N1", "R1", "60000.00", "40000.00"));
        await api.OkAsync(test, "/v1/loans", Loan("N2", "60000.00"));

        (await api.PostAsync(test, "/v1/repayments", Repayment("N1", "R1", "60000.00", "40000.00").Corrects(withdrawn: true), Key())).ShouldBeProblem(409, "line-exceeded");

        (await api.Db.ScalarAsync<decimal>("select balance_yuan from lending.loan where bank_uscc = $1 and note_no = 'N1'", test.Bank)).ShouldBe(40_000m);
        (await api.Db.ScalarAsync<long>("select count(*) from lending.superseded s join lending.loan n on n.enterprise_id = s.enterprise_id where n.bank_uscc = $1", test.Bank)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A5")]
    public async Task After_the_return_leg_is_withdrawn_nothing_more_is_taken()
    {
        var test = await api.LineAsync();
        await api.OkAsync(test, "/v1/loans", Loan("N1"));
        await api.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where enterprise_id = $1", test.EnterpriseId);

        (await api.PostAsync(test, "/v1/repayments", Repayment("N1", "R1", "1.00", "99999.00"), Key())).ShouldBeProblem(403, "no-return-authorisation");
    }

    [Fact]
    public async Task A_proof_is_spent_once_also_by_a_post()
    {
        var test = await api.LineAsync();
        var request = api.Request(test, HttpMethod.Post, "/v1/loans", System.Text.Json.JsonSerializer.Serialize(Loan("N1")), Key());
        var proof = request.Headers.GetValues("DPoP").Single();
        var token = request.Headers.Authorization;
        (await api.SendAsync(request)).Status.ShouldBe(201);

        using var again = api.Request(test, HttpMethod.Post, "/v1/loans", System.Text.Json.JsonSerializer.Serialize(Loan("N2")), Key());
        again.Headers.Remove("DPoP");
        again.Headers.Add("DPoP", proof);
        again.Headers.Authorization = token;
        var answer = await api.SendAsync(again);

        answer.ShouldBeProblem(401, "invalid-dpop-proof");
        answer.Challenge.ShouldContain("invalid_dpop_proof");
    }

    private async Task StockAsync(GateCase test)
    {
        await api.OkAsync(test, "/v1/credit-lines", Line(test, await test.AuthoriseAsync(), from: -300).With("backfill", true));
        await api.OkAsync(test, "/v1/loans", Loan("N1", disbursed: -200, due: 30).With("backfill", true).With("balance", Yuan("50000.00")));
    }
}
