using FinancingPlatform.Indicators.Figures;
using FinancingPlatform.Indicators.Snapshots;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Indicators;

public sealed class SnapshotTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact]
    public async Task A_published_day_stays_as_published_when_its_rows_change_afterwards()
    {
        var enterprise = await TwelveEnterprises.EnterpriseAsync(db, 1, "active");
        await TwelveEnterprises.EnterpriseAsync(db, 2, "active");
        await TwelveEnterprises.AccountAsync(db, enterprise, loggedIn: true);
        var snapshots = new IndicatorSnapshots(db.Source("worker"), TimeProvider.System);
        var reader = new IndicatorReader(db.Source("regulator"), TimeProvider.System);

        var definitions = await db.ScalarAsync<long>("select count(*) from indicator.definition where valid_to is null");
        (await snapshots.TakeYesterdayAsync(default)).ShouldBe((int)definitions);
        await db.ExecuteAsync("update registry.enterprise set status = 'cancelled' where id <> $1", enterprise);
        (await snapshots.TakeYesterdayAsync(default)).ShouldBe(0);

        (await FigureAsync(reader, TwelveEnterprisesDatabase.Yesterday)).Value.ShouldBe(0.5m);
        (await FigureAsync(reader, TwelveEnterprisesDatabase.Yesterday.AddDays(1))).Value.ShouldBe(1m);
    }

    [Fact]
    public async Task A_day_that_is_not_over_cannot_be_published()
    {
        await using var command = db.Source("worker").CreateCommand("select indicator.take_snapshot($1)");
        command.Parameters.AddWithValue(TwelveEnterprisesDatabase.Yesterday.AddDays(1));

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteScalarAsync())).SqlState.ShouldBe("22023");
    }

    [Theory]
    [InlineData("update indicator.snapshot set value = 1")]
    [InlineData("delete from indicator.snapshot")]
    [InlineData("truncate indicator.snapshot")]
    public async Task Not_even_the_owner_changes_a_published_figure(string sql)
    {
        await db.ExecuteAsync(
            """
            insert into indicator.snapshot (as_of, definition, taken_at, denominator, unknown_status, suspended, denominator_sha256)
            values (date '2026-01-01', 'F1/2022-1', clock_timestamp(), 1, 0, 0, '') on conflict do nothing
            """);

        (await Should.ThrowAsync<PostgresException>(() => db.ExecuteAsync(sql))).SqlState.ShouldBe("42501");
    }

    private static async Task<IndicatorFigure> FigureAsync(IndicatorReader reader, DateOnly date) =>
        (await reader.FiguresAsync(date, default)).Value.Single(f => f.Id == "F1");
}
