using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>The list of a bank's joint models costs what it shows, however many models and calls there are (rule C4).</summary>
public sealed class JointListPlanTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    private const string Bank = "BANK00000000000001";
    private const int Models = 3_000;
    private const int Banks = 30;
    [Fact]
    [Trait("rule", "C4")]
    public async Task The_newest_models_are_found_by_index_and_no_call_is_read_to_count_them()
    {
        await StockAsync();
        await using var owner = await db.OpenAsync("owner");

        await Plans.AssertRunsWithoutSequentialScanAsync(owner, $"select * from scoring.joint_models_of_bank('{Bank}')", "joint_model");
        (await PlanAsync(owner)).ShouldContain("joint_model_newest", Case.Sensitive, "the newest models are found in their order, without a sort of all");
        // Index scans of calls are no better: planned for one model that has them all, they walked all calls for each of 200 models.
        (await PlanAsync(owner)).ShouldNotContain("joint_call");
        (await db.ScalarAsync<string>($"select string_agg(version || ' ' || calls || ' ' || enterprises, ', ') from (select * from scoring.joint_models_of_bank('{Bank}') limit 2) m"))
            .ShouldBe($"v{Models} 40 10, v{Models - 1} 0 0", "newest first; a model that never answered has no row in the tally");
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

    /// <summary>Nearly all models are other banks'; all answers are those of each bank's newest, as with a model that has come to stay.</summary>
    private async Task StockAsync()
    {
        await db.ExecuteAsync("insert into lending.bank (uscc, name) select 'BANK' || lpad(b::text, 14, '0'), '虚构银行' from generate_series(1, $1) b", Banks);
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
        await db.ExecuteAsync(
            "insert into scoring.joint_tally (model_id, slot, calls, enterprises) select m.id, s, 10, s + 1 from scoring.joint_model m cross join generate_series(0, 3) s where m.version = 'v' || $1",
            Models);
        await db.ExecuteAsync("analyze scoring.joint_model, scoring.joint_tally");
    }
}
