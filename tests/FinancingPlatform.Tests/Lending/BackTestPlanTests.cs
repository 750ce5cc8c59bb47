using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Lending;

/// <summary>A bank's back-test costs what its own model's enterprises borrowed, not what the city borrowed (rule C4).</summary>
public sealed class BackTestPlanTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    private const string Bank = "BANK00000000000001";
    private const int Firms = 2_000;
    private const int LoansOfEach = 10;
    private const int Called = 20;

    [Fact]
    [Trait("rule", "C2")]
    [Trait("rule", "C4")]
    public async Task Only_loans_of_the_enterprises_that_the_model_was_asked_about_are_read()
    {
        await StockAsync();
        var model = await db.ScalarAsync<Guid>("select id from scoring.joint_model where version = 'called'");
        var never = await db.ScalarAsync<Guid>("select id from scoring.joint_model where version = 'never'");
        await using var owner = await db.OpenAsync("owner");

        await Plans.AssertRunsWithoutSequentialScanAsync(owner, $"select * from lending.joint_outcomes('{Bank}', '{model}')", "loan", "loan_event", "joint_call");
        (await db.ScalarAsync<string>($"select count(*) || ' ' || count(*) filter (where is_bad) from lending.joint_outcomes('{Bank}', '{model}')"))
            .ShouldBe($"{Called} {Called / 2}", "its own loans after the call, the worse half of them");
        (await db.ScalarAsync<long>($"select count(*) from lending.joint_outcomes('{Bank}', '{never}')")).ShouldBe(0, "a model without a call sees nobody's loans, and not everybody's");
        (await db.ScalarAsync<long>(
            """
            with city as (select * from lending.loan_outcomes() o where o.bank_uscc = $1 and o.enterprise_id = any ($2)), own as (select * from lending.loan_outcomes($1, $2))
            select count(*) from ((table city except all table own) union all (table own except all table city)) d
            """,
            Bank, await db.ScalarAsync<long[]>("select array_agg(distinct enterprise_id) from scoring.joint_call"))).ShouldBe(0, "asked for some, the same as of all");
    }

    /// <summary>Each enterprise borrows from two banks over the years, the first of which asked its model about some of them before their newest loan.</summary>
    private async Task StockAsync()
    {
        await db.ExecuteAsync("insert into lending.bank (uscc, name) select 'BANK' || lpad(b::text, 14, '0'), '虚构银行' from generate_series(1, 2) b");
        await db.ExecuteAsync(
            "insert into registry.enterprise (uscc, name, status, in_city, row_sha256, invented) select 'FIRM' || lpad(n::text, 14, '0'), '虚构企业', 'active', true, sha256('x'), true from generate_series(1, $1) n",
            Firms);
        // Lines and authorisations are beside the point.
        await db.ExecuteAsync(
            """
            alter table lending.loan drop constraint loan_of_line;
            alter table scoring.joint_call drop constraint joint_call_authorisation_id_fkey;
            insert into lending.loan
                (id, credit_line_id, bank_uscc, legal_entity_uscc, enterprise_id, note_no, amount_yuan, balance_yuan, opening_balance_yuan, disbursed_on, due_on,
                 annual_rate_percent, loan_type, first_loan, posted_at, posted_by, origin_loan_id)
            select l.id, gen_random_uuid(), l.bank, l.bank, l.enterprise_id, l.id::text, 1000, 1000, 1000, current_date - 500 - 100 * l.n, current_date + 100,
                4, 'credit', false, now(), 'test', l.id
            from
            (
                select gen_random_uuid() as id, e.id as enterprise_id, n, 'BANK' || lpad((1 + n % 2)::text, 14, '0') as bank
                from registry.enterprise e
                cross join generate_series(0, $1 - 1) n
            ) l
            """
                .Replace("$1", LoansOfEach.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        await db.ExecuteAsync(
            """
            insert into lending.loan_event (id, loan_id, enterprise_id, bank_uscc, seq, event_no, kind, occurred_on, overdue_days, posted_at, posted_by)
            select gen_random_uuid(), n.id, n.enterprise_id, n.bank_uscc, 1, 'E1', 'overdue', n.disbursed_on + 200, 91, now(), 'test'
            from lending.loan n
            where n.enterprise_id % 2 = 0
            """);
        await db.ExecuteAsync(
            """
            insert into scoring.joint_model
                (id, bank_uscc, contract_no, version, kind, sealed, model_sha256, schema, platform_features, own_features, items, submitted_at, submitted_by)
            select gen_random_uuid(), $1, 'C', v, 'scorecard', repeat('s', 40)::bytea, sha256('m'), '{}', '{}', '{}', '{}', now(), 'c'
            from unnest(array['called', 'never', 'another']) v
            """,
            Bank);
        await db.ExecuteAsync(
            """
            insert into scoring.joint_call (ticket, model_id, enterprise_id, authorisation_id, at, client_id, answered_at, margin)
            select gen_random_uuid(), m.id, n.enterprise_id, gen_random_uuid(), n.disbursed_on - interval '10 days', 'c', now(), 0.5
            from (select e.id from registry.enterprise e order by e.id limit $1) e
            cross join lateral (select n.enterprise_id, n.disbursed_on from lending.loan n where n.enterprise_id = e.id and n.bank_uscc = $2 order by n.disbursed_on desc limit 1) n
            join scoring.joint_model m on m.version = 'called'
            """,
            Called, Bank);
        await db.ExecuteAsync(
            """
            insert into scoring.joint_call (ticket, model_id, enterprise_id, authorisation_id, at, client_id, answered_at, margin)
            select gen_random_uuid(), m.id, e.id, gen_random_uuid(), now() - interval '600 days', 'c', now(), 0.5
            from registry.enterprise e
            cross join generate_series(1, 5)
            join scoring.joint_model m on m.version = 'another'
            """);
        await db.ExecuteAsync("analyze lending.loan, lending.loan_event, scoring.joint_call, scoring.joint_model");
    }
}
