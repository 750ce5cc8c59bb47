using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>The list of a bank's joint models costs what it shows, however many models and calls there are (rule C4).</summary>
public sealed class JointListPlanTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    private const string Bank = "BANK00000000000001";
    private const int Models = 3_000;
    private const int Banks = 30;
    private const int CallsOfNewest = 40;

    [Fact]
    [Trait("rule", "C4")]
    public async Task The_newest_models_are_found_and_counted_by_index()
    {
        await StockAsync();
        await using var owner = await db.OpenAsync("owner");

        await Plans.AssertRunsWithoutSequentialScanAsync(owner, $"select * from scoring.joint_models_of_bank('{Bank}')", "joint_call", "joint_model");
        (await PlanAsync(owner)).ShouldContain("joint_model_newest", Case.Sensitive, "the newest models are found in their order, without a sort of all");
        (await db.ScalarAsync<string>($"select string_agg(version || ' ' || calls || ' ' || enterprises, ', ') from (select * from scoring.joint_models_of_bank('{Bank}') limit 2) m"))
            .ShouldBe($"v{Models} {CallsOfNewest} 10, v{Models - 1} 0 0", "newest first; a call without an answer counts for nothing");
        (await db.ScalarAsync<long>($"select count(*) from scoring.joint_models_of_bank('{Bank}')")).ShouldBe(200);
    }

    /// <summary>The list's plan where reading whole tables is no choice: what the index can do, whatever a server thinks it costs.</summary>
    private async Task<string> PlanAsync(NpgsqlConnection owner)
    {
        var body = (await db.ScalarAsync<string>("select prosrc from pg_proc where oid = 'scoring.joint_models_of_bank(text)'::regprocedure"))!;
        await using var explain = new NpgsqlCommand("set enable_seqscan = off; explain (costs off) " + body.Replace("p_bank_uscc", $"'{Bank}'", StringComparison.Ordinal), owner);
        var plan = new List<string>();
        await using var lines = await explain.ExecuteReaderAsync();
        while (await lines.ReadAsync())
        {
            plan.Add(lines.GetString(0));
        }

        return string.Join('\n', plan);
    }

    /// <summary>Nearly all models are other banks'; half of all calls were never answered.</summary>
    private async Task StockAsync()
    {
        await db.ExecuteAsync("insert into lending.bank (uscc, name) select 'BANK' || lpad(b::text, 14, '0'), '虚构银行' from generate_series(1, $1) b", Banks);
        await db.ExecuteAsync(
            "insert into registry.enterprise (uscc, name, status, in_city, row_sha256, invented) select 'FIRM' || lpad(n::text, 14, '0'), '虚构企业', 'active', true, sha256('x'), true from generate_series(1, 10) n");
        await db.ExecuteAsync(
            """
            insert into scoring.joint_model
                (id, bank_uscc, contract_no, version, kind, sealed, model_sha256, schema, platform_features, own_features, items, submitted_at, submitted_by)
            select gen_random_uuid(), 'BANK' || lpad(b::text, 14, '0'), 'C', 'v' || n, 'scorecard', repeat('s', 40)::bytea, sha256('m'), '{}', '{}', '{}', '{}',
                timestamptz '2026-01-01 00:00Z' + n * interval '1 minute', 'c'
            from generate_series(1, $1) n
            cross join generate_series(1, $2) b
            """,
            Models, Banks);
        // The calls' authorisations are beside the point.
        await db.ExecuteAsync(
            """
            alter table scoring.joint_call drop constraint joint_call_authorisation_id_fkey;
            insert into scoring.joint_call (ticket, model_id, enterprise_id, authorisation_id, client_id, answered_at)
            select gen_random_uuid(), m.id, e.id, gen_random_uuid(), 'c', case when n % 2 = 0 then clock_timestamp() end
            from scoring.joint_model m
            join generate_series(1, 80) n on m.version in ('v3000', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8', 'v9')
            join (select id, row_number() over (order by id) as place from registry.enterprise) e on e.place = 1 + (n / 2) % 10
            where m.version <> 'v2999';
            """);
        await db.ExecuteAsync("analyze scoring.joint_model, scoring.joint_call");
    }
}
