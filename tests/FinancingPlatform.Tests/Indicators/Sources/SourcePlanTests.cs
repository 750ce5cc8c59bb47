using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Indicators.Sources;

/// <summary>What stands behind the sources' page stays quick when years of deliveries have come: it jumps from source to source and reads the window alone.</summary>
public sealed class SourcePlanTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact]
    public async Task Three_years_of_deliveries_are_not_read_for_a_months_sources()
    {
        await db.ExecuteAsync(
            """
            insert into credit.import_batch (item, source, channel, file_name, file_sha256, finished_at, received, accepted_new)
            select 'item-' || (g % 10), 'department-' || (g % 4), 'push', 'f', sha256(''::bytea), clock_timestamp() - make_interval(hours => g), 1, 1
            from generate_series(1, 26000) g;
            insert into credit.delivery_call (item, source, channel, batch_id, error, at)
            select 'item-' || (g % 10), 'department-' || (g % 4), 'push', case when g % 50 > 0 then g end, case when g % 50 = 0 then 'made-up' end, clock_timestamp() - make_interval(hours => g)
            from generate_series(1, 26000) g;
            analyze credit.import_batch, credit.delivery_call;
            """);
        await using var connection = new NpgsqlConnection(db.Superuser);
        await connection.OpenAsync();

        await Plans.AssertRunsWithoutSequentialScanAsync(connection, "select count(*) from indicator.sources(30, null)", "import_batch", "delivery_call");
        // 10 items × 4 departments have 20 pairs in common; every one is found.
        (await db.ScalarAsync<long>("select count(distinct (item, source)) from credit.import_batch")).ShouldBe(20);
        await using var pairs = new NpgsqlCommand("select count(*) from indicator.sources(30, null) where source like 'department-%'", connection);
        (await pairs.ExecuteScalarAsync()).ShouldBe(20L);
    }
}
