using System.Globalization;
using System.Text;
using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Lines and loans over real HTTP.</summary>
public sealed class LendingPostTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private const string Lines = "/v1/credit-lines";
    private const string Loans = "/v1/loans";
    private static readonly DateOnly s_today = FinancingPlatform.Core.Calendar.China.Today(TimeProvider.System);

    [Fact]
    [Trait("rule", "A5")]
    public async Task A_line_and_a_loan_are_kept_and_sent_up_in_order()
    {
        var (test, line) = await LineAsync();
        line.Status.ShouldBe(201, line.Text);

        var loan = await api.PostAsync(test, Loans, Loan("N1", "200000.00"), Key());

        loan.Status.ShouldBe(201, loan.Text);
        var kinds = await api.Db.ScalarAsync<string[]>(
            "select array_agg(kind order by stream_seq) from exchange.outbox where stream = 'enterprise:' || $1 and destination = 'province'", test.Uscc);
        kinds.ShouldBe(["credit-line", "loan"]);
        var payload = await api.Db.ScalarAsync<byte[]>("select payload from exchange.outbox where stream = 'enterprise:' || $1 and kind = 'loan'", test.Uscc);
        Encoding.UTF8.GetString(payload!).ShouldContain("\"amount_yuan\": \"200000.00\"");
    }

    [Fact]
    [Trait("trap", "20")]
    public async Task The_same_key_and_body_get_the_same_answer_and_post_once()
    {
        var (test, _) = await LineAsync();
        var key = Key();

        var first = await api.PostAsync(test, Loans, Loan("N1"), key);
        var again = await api.PostAsync(test, Loans, Loan("N1"), key);
        var other = await api.PostAsync(test, Loans, Loan("N2"), key);

        again.Status.ShouldBe(201);
        again.Text.ShouldBe(first.Text);
        other.ShouldBeProblem(422, "idempotency-key-reused");
        (await CountLoansAsync(test)).ShouldBe(1);
    }

    [Fact]
    [Trait("trap", "20")]
    public async Task A_note_posted_again_under_another_key_is_not_counted_twice()
    {
        var (test, _) = await LineAsync();
        await api.PostAsync(test, Loans, Loan("N1"), Key());

        (await api.PostAsync(test, Loans, Loan("N1"), Key())).ShouldBeProblem(409, "note-already-posted");
        (await CountLoansAsync(test)).ShouldBe(1);
    }

    [Fact]
    [Trait("rule", "C1")]
    public async Task A_loan_above_its_line_is_refused_and_the_rest_of_the_line_still_works()
    {
        var (test, _) = await LineAsync("500000.00");

        (await api.PostAsync(test, Loans, Loan("N1", "500000.01"), Key())).ShouldBeProblem(409, "line-exceeded");
        (await api.PostAsync(test, Loans, Loan("N2", "300000.00"), Key())).Status.ShouldBe(201);
        (await api.PostAsync(test, Loans, Loan("N3", "200000.01"), Key())).ShouldBeProblem(409, "line-exceeded");
        (await api.PostAsync(test, Loans, Loan("N4", "200000.00"), Key())).Status.ShouldBe(201);
    }

    [Theory]
    [InlineData("revolving")]
    [InlineData("single")]
    [Trait("rule", "C1")]
    public async Task Simultaneous_loans_never_exceed_the_line_together(string kind)
    {
        var (test, _) = await LineAsync("500000.00", kind);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => api.PostAsync(test, Loans, Loan($"N{i}", "200000.00"), Key())));

        answers.Count(answer => answer.Status == 201).ShouldBe(2);
        answers.Where(answer => answer.Status != 201).ShouldAllBe(answer => answer.Code == "line-exceeded");
        (await api.Db.ScalarAsync<decimal>("select sum(amount_yuan) from lending.loan where bank_uscc = $1", test.Bank)).ShouldBe(400_000m);
    }

    [Fact]
    [Trait("rule", "C1")]
    public async Task A_simultaneous_resend_is_answered_alike_and_posted_once()
    {
        var (test, _) = await LineAsync();
        var key = Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.PostAsync(test, Loans, Loan("N1"), key)));

        answers.ShouldAllBe(answer => answer.Status == 201);
        answers.Select(answer => answer.Text).Distinct().Count().ShouldBe(1);
        (await CountLoansAsync(test)).ShouldBe(1);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("look-only")]
    [InlineData("revoked")]
    [InlineData("expired")]
    [InlineData("another-bank")]
    [Trait("rule", "A5")]
    public async Task A_line_without_a_live_return_leg_is_refused(string why)
    {
        var test = await api.CaseAsync();
        var id = why switch
        {
            "none" => Guid.NewGuid(),
            "look-only" => await test.AuthoriseAsync(returns: false),
            "expired" => await test.AuthoriseAsync(from: -30, to: -1),
            "another-bank" => await test.AuthoriseAsync(bank: InventedCodes.Next()),
            _ => await test.AuthoriseAsync(),
        };
        if (why == "revoked")
        {
            await api.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where id = $1", id);
        }

        (await api.PostAsync(test, Lines, Line(test, id), Key())).ShouldBeProblem(403, "no-return-authorisation");
        (await api.Db.ScalarAsync<long>("select count(*) from exchange.outbox where stream = 'enterprise:' || $1", test.Uscc)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A5")]
    public async Task A_loan_after_the_withdrawal_of_the_return_leg_is_refused()
    {
        var (test, _) = await LineAsync();
        await api.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where enterprise_id = $1", test.EnterpriseId);

        (await api.PostAsync(test, Loans, Loan("N1"), Key())).ShouldBeProblem(403, "no-return-authorisation");
    }

    [Fact]
    public async Task A_refused_post_may_be_sent_again_under_its_key_once_the_cause_is_mended()
    {
        var test = await api.CaseAsync();
        var key = Key();
        (await api.PostAsync(test, Loans, Loan("N1"), key)).ShouldBeProblem(404, "line-unknown");
        (await api.PostAsync(test, Lines, Line(test, await test.AuthoriseAsync()), Key())).Status.ShouldBe(201);

        (await api.PostAsync(test, Loans, Loan("N1"), key)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_post_needs_an_idempotency_key()
    {
        var test = await api.CaseAsync();

        (await api.PostAsync(test, Lines, Line(test, Guid.NewGuid()))).ShouldBeProblem(400, "idempotency-key-required");
        (await api.PostAsync(test, Loans, Loan("N1"), new string('k', 129))).ShouldBeProblem(400, "idempotency-key-required");
    }

    [Theory]
    [InlineData("0", "amount-invalid")]
    [InlineData("-1", "field-invalid")]
    [InlineData("1.001", "amount-invalid")]
    [InlineData("1e6", "field-invalid")]
    [InlineData("1,000", "field-invalid")]
    [InlineData("99999999999", "amount-invalid")]
    public async Task An_amount_is_a_plain_decimal_above_zero(string amount, string code)
    {
        var test = await api.CaseAsync();

        (await api.PostAsync(test, Loans, Loan("N1", amount), Key())).ShouldBeProblem(400, code);
    }

    [Fact]
    public async Task Dates_out_of_order_are_refused()
    {
        var (test, _) = await LineAsync();

        (await api.PostAsync(test, Loans, Loan("N1", disbursed: 0, due: 0), Key())).ShouldBeProblem(422, "dates-out-of-order");
        (await api.PostAsync(test, Loans, Loan("N1", disbursed: 1, due: 9), Key())).ShouldBeProblem(422, "dates-out-of-order");
        (await api.PostAsync(test, Loans, Loan("N1", disbursed: -9, due: 9), Key())).ShouldBeProblem(422, "dates-out-of-order");
    }

    [Fact]
    public async Task Another_currency_is_refused()
    {
        var (test, _) = await LineAsync();
        var loan = Loan("N1");
        loan["amount"] = new { value = "100.00", currency = "USD" };

        (await api.PostAsync(test, Loans, loan, Key())).ShouldBeProblem(400, "field-invalid");
    }

    [Fact]
    public async Task A_line_number_belongs_to_its_bank_alone()
    {
        var (test, _) = await LineAsync();
        var other = await api.CaseAsync();

        (await api.PostAsync(other, Loans, Loan("N1"), Key())).ShouldBeProblem(404, "line-unknown");
        (await api.PostAsync(test, Lines, Line(test, await test.AuthoriseAsync()), Key())).ShouldBeProblem(409, "line-already-posted");
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private static string Day(int days) => s_today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Dictionary<string, object> Line(GateCase test, Guid authorisation, string amount = "500000.00", string kind = "revolving") => new()
    {
        ["uscc"] = test.Uscc,
        ["line_no"] = "L1",
        ["authorisation_id"] = authorisation,
        ["amount"] = new { value = amount, currency = "CNY" },
        ["annual_rate_percent"] = "4.35",
        ["valid_from"] = Day(0),
        ["valid_to"] = Day(365),
        ["kind"] = kind,
    };

    private static Dictionary<string, object> Loan(string note, string amount = "100000.00", int disbursed = 0, int due = 180) => new()
    {
        ["line_no"] = "L1",
        ["note_no"] = note,
        ["amount"] = new { value = amount, currency = "CNY" },
        ["disbursed_on"] = Day(disbursed),
        ["due_on"] = Day(due),
        ["annual_rate_percent"] = "4.35",
        ["loan_type"] = "credit",
        ["first_loan"] = true,
    };

    private async Task<(GateCase Test, BankAnswer Answer)> LineAsync(string amount = "500000.00", string kind = "revolving")
    {
        var test = await api.CaseAsync();
        var answer = await api.PostAsync(test, Lines, Line(test, await test.AuthoriseAsync(), amount, kind), Key());
        return (test, answer);
    }

    private Task<long> CountLoansAsync(GateCase test) => api.Db.ScalarAsync<long>("select count(*) from lending.loan where bank_uscc = $1", test.Bank);
}
