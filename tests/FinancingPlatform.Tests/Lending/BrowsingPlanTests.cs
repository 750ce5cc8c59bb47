using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Lending;

/// <summary>Looks without a decision are judged by index, however many looks there are (rule A6).</summary>
public sealed class BrowsingPlanTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    private const int Banks = 20;
    private const int Firms = 2_000;
    private const int Looks = 40_000;

    [Fact]
    public async Task Neither_the_daily_run_nor_a_banks_own_figures_read_a_table_from_end_to_end()
    {
        await StockAsync();
        await using var owner = await db.OpenAsync("owner");

        await Plans.AssertRunsWithoutSequentialScanAsync(owner, "select lending.raise_browsing_alarms()", "access_record", "credit_line", "need_claim");
        await Plans.AssertRunsWithoutSequentialScanAsync(owner, "select lending.looks_without_decision('BANK00000000000001')", "access_record", "credit_line", "need_claim");
        await Plans.AssertNoSequentialScanAsync(
            owner, "select * from indicator.operator_browsing(null, clock_timestamp(), '018f0000-0000-7000-8000-000000000000', 21)", "browsing_alarm");
    }

    [Fact]
    public async Task A_banks_own_figures_read_the_looks_of_the_window_alone_however_many_it_took_before()
    {
        var body = (await db.ScalarAsync<string>("select prosrc from pg_proc where oid = 'lending.looks_without_decision(text)'::regprocedure"))!;
        await using var owner = await db.OpenAsync("owner");
        await using var explain = new NpgsqlCommand("set enable_seqscan = off; explain (costs off) " + body.Replace("p_bank_uscc", "'BANK00000000000001'", StringComparison.Ordinal), owner);
        var plan = new List<string>();
        await using var lines = await explain.ExecuteReaderAsync();
        while (await lines.ReadAsync())
        {
            plan.Add(lines.GetString(0));
        }

        plan.ShouldContain(
            line => line.Contains("Index Cond", StringComparison.Ordinal) && line.Contains("bank_uscc =", StringComparison.Ordinal) && line.Contains("at >=", StringComparison.Ordinal),
            string.Join('\n', plan));
    }

    /// <summary>Looks of two years by every bank's ten officers, in the order of time as they come.</summary>
    private async Task StockAsync()
    {
        await db.ExecuteAsync("insert into lending.bank (uscc, name) select 'BANK' || lpad(b::text, 14, '0'), '虚构银行' from generate_series(1, $1) b", Banks);
        await db.ExecuteAsync(
            "insert into registry.enterprise (uscc, name, status, in_city, row_sha256, invented) select 'FIRM' || lpad(n::text, 14, '0'), '虚构企业', 'active', true, sha256('x'), true from generate_series(1, $1) n",
            Firms);
        await db.ExecuteAsync(
            """
            insert into consent.access_record
                (ticket, at, enterprise_id, uscc, authorisation_id, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, opened_xid, read_at, proof)
            select gen_random_uuid(), clock_timestamp() - interval '2 years' * (1 - n::float8 / $1), e.id, e.uscc, gen_random_uuid(), 'BANK' || lpad((1 + n % $2)::text, 14, '0'), 'c',
                'officer-' || (n / $2) % 10, 'b', 'loan-application', 'R', '{}', 'granted', '1'::xid8, clock_timestamp(), repeat('p', 900)
            from generate_series(1, $1) n
            join registry.enterprise e on e.uscc = 'FIRM' || lpad((1 + (n * 7919) % $3)::text, 14, '0')
            order by n
            """,
            Looks, Banks, Firms);
        await db.ExecuteAsync("analyze consent.access_record, registry.enterprise, lending.bank");
    }
}
