using System.Globalization;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Lending.Outcomes;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Consent;
using Npgsql;

namespace FinancingPlatform.Tests.Lending;

/// <summary>Rule C2: which loans went badly, which well, and which cannot be told yet.</summary>
public sealed class LoanOutcomeTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const int Old = 400;
    private const int Young = 100;

    [Theory]
    [Trait("rule", "C2")]
    [InlineData(Old, null, null, "good")]
    [InlineData(Young, null, null, "out")]
    [InlineData(Old, "'overdue', overdue_days => 91", 200, "bad")]
    [InlineData(Old, "'overdue', overdue_days => 90", 200, "good")]
    [InlineData(Old, "'classification', five_class => 'substandard'", 200, "bad")]
    [InlineData(Old, "'classification', five_class => 'special-mention'", 200, "good")]
    [InlineData(Old, "'write-off'", 200, "bad")]
    [InlineData(Old, "'repayment', payer => 'guarantor'", 200, "bad")]
    [InlineData(Old, "'repayment', payer => 'borrower'", 200, "good")]
    [InlineData(Old, "'extension', distress => true", 200, "bad")]
    [InlineData(Old, "'extension', distress => false", 200, "good")]
    [InlineData(Old, "'overdue', overdue_days => 91", 399, "good")]
    [InlineData(Young, "'overdue', overdue_days => 91", 95, "bad")]
    public async Task Each_way_to_go_bad_counts_within_a_year_and_a_young_loan_is_out(int daysAgo, string? what, int? daysAfter, string expected)
    {
        var test = await GateCase.CreateAsync(database);
        var loan = await LoanAsync(test, daysAgo);
        if (what is not null)
        {
            await EventAsync(test, loan, daysAgo - daysAfter!.Value, what);
        }

        (await OutcomeAsync(test)).ShouldBe(expected);
    }

    [Fact]
    [Trait("rule", "C2")]
    [Trait("trap", "8")]
    public async Task A_renewal_without_repayment_continues_the_old_loan_and_stock_and_withdrawn_events_do_not_count()
    {
        var test = await GateCase.CreateAsync(database);
        var first = await LoanAsync(test, Old);
        var renewal = await LoanAsync(test, 200, renews: first);
        await EventAsync(test, renewal, 60, "'overdue', overdue_days => 95");
        (await OutcomeAsync(test)).ShouldBe("bad", "the chain is one loan, judged from its first note");
        await database.ExecuteAsync("update lending.loan_event set withdrawn = true where loan_id = $1", renewal);
        (await OutcomeAsync(test)).ShouldBe("good");
        await database.ExecuteAsync("update lending.loan set backfill = true where enterprise_id = $1", test.EnterpriseId);
        (await OutcomeAsync(test)).ShouldBe("out");
    }

    [Fact]
    [Trait("rule", "C2")]
    [Trait("rule", "A5")]
    [Trait("trap", "30")]
    public async Task A_loan_is_a_label_for_training_only_while_the_training_leg_to_its_bank_lives_and_as_of_the_day_before_the_money()
    {
        var test = await GateCase.CreateAsync(database);
        await LoanAsync(test, Old);
        var other = await GateCase.CreateAsync(database);
        await test.AuthoriseAsync(bank: other.Bank, training: true);
        (await LabelsAsync(test)).ShouldBeEmpty("a look, a return, or another bank's training leg is none");

        var leg = await test.AuthoriseAsync(training: true, look: false);
        (await LabelsAsync(test)).ShouldBe([(China.Today(TimeProvider.System).AddDays(-Old - 1), false)]);

        await database.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where id = $1", leg);
        (await LabelsAsync(test)).ShouldBeEmpty();
    }

    private async Task<List<(DateOnly Day, bool IsBad)>> LabelsAsync(GateCase test)
    {
        await using var worker = await database.OpenAsync(DatabaseRoles.Worker);
        await using var read = new NpgsqlCommand($"select o.observed_on, o.is_bad from ({LoanOutcomes.TrainingSql}) o where o.uscc = $1", worker) { Parameters = { new() { Value = test.Uscc } } };
        await using var rows = await read.ExecuteReaderAsync();
        var labels = new List<(DateOnly, bool)>();
        while (await rows.ReadAsync())
        {
            labels.Add((rows.GetFieldValue<DateOnly>(0), rows.GetBoolean(1)));
        }

        return labels;
    }

    private async Task<string> OutcomeAsync(GateCase test)
    {
        await using var worker = await database.OpenAsync(DatabaseRoles.Worker);
        await using var read = new NpgsqlCommand($"select string_agg(case when o.is_bad then 'bad' else 'good' end, ',') from ({LoanOutcomes.Sql}) o where o.enterprise_id = $1", worker)
        {
            Parameters = { new() { Value = test.EnterpriseId } },
        };
        return await read.ExecuteScalarAsync() as string ?? "out";
    }

    private async Task<Guid> LoanAsync(GateCase test, int daysAgo, Guid? renews = null)
    {
        var (line, loan, authorisation) = (Guid.NewGuid(), Guid.NewGuid(), await test.AuthoriseAsync());
        await database.ExecuteAsync(
            """
            insert into lending.credit_line
                (id, bank_uscc, legal_entity_uscc, enterprise_id, authorisation_id, line_no, amount_yuan, annual_rate_percent, valid_from, valid_to, kind, posted_at, posted_by)
            values ($1, $2, $2, $3, $4, $1::text, 500000, 4, current_date - $5, current_date + 400, 'revolving', now(), 'test')
            """,
            line, test.Bank, test.EnterpriseId, authorisation, daysAgo);
        await database.ExecuteAsync(
            """
            insert into lending.loan
                (id, credit_line_id, bank_uscc, legal_entity_uscc, enterprise_id, note_no, amount_yuan, balance_yuan, opening_balance_yuan, disbursed_on, due_on,
                 annual_rate_percent, loan_type, first_loan, posted_at, posted_by, origin_loan_id, renewal, renewed_loan_id)
            values ($1, $2, $3, $3, $4, $1::text, 100000, 100000, 100000, (now() at time zone 'Asia/Shanghai')::date - $5, (now() at time zone 'Asia/Shanghai')::date + 500,
                4, 'credit', false, now(), 'test', coalesce($6, $1), case when $6::uuid is not null then 'no-repayment' end, $6)
            """,
            loan, line, test.Bank, test.EnterpriseId, daysAgo, renews.HasValue ? renews.Value : DBNull.Value);
        return loan;
    }

    /// <summary>An event as its named columns; kind first.</summary>
    private Task<int> EventAsync(GateCase test, Guid loan, int daysAgo, string what)
    {
        var parts = what.Split(", ");
        var names = string.Concat(parts.Skip(1).Select(p => ", " + p.Split(" => ")[0]));
        var values = string.Concat(parts.Skip(1).Select(p => ", " + p.Split(" => ")[1]));
        return database.ExecuteAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
            insert into lending.loan_event (id, loan_id, enterprise_id, bank_uscc, seq, event_no, kind, occurred_on, posted_at, posted_by{names})
            values (gen_random_uuid(), $1, $2, $3, 1, 'E1', {parts[0]}, (now() at time zone 'Asia/Shanghai')::date - {daysAgo}, now(), 'test'{values})
            """),
            loan, test.EnterpriseId, test.Bank);
    }
}
