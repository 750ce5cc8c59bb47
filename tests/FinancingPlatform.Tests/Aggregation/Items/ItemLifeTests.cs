using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation.Items;

/// <summary>From its file each item of the catalogue comes into the enterprise's report, and a lawful removal takes it away for good.</summary>
public sealed class ItemLifeTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    [Fact]
    [Trait("rule", "B1")]
    public async Task Each_item_stands_in_the_report_until_it_is_removed_and_its_old_file_does_not_bring_it_back()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(1, 2, 3);
        var items = CatalogueStore.BuiltIn.Select(layout => layout.Code).ToList();
        var files = items.ToDictionary(item => item, item => ItemDelivery.Of(item).Write("good", deliveries.Folder), StringComparer.Ordinal);
        // What others refer to comes first.
        foreach (var item in items.OrderBy(item => ItemDelivery.Of(item).Expected.Before.Count))
        {
            (await deliveries.ItemAsync(item, files[item])).IsOk.ShouldBeTrue(item);
        }

        (await database.ScalarAsync<string[]>("select array_agg(distinct item order by item) from credit.credit_record")).ShouldBe(items.Order(StringComparer.Ordinal));
        (await InReportsAsync()).ShouldBe(items.Order(StringComparer.Ordinal));

        await database.ExecuteAsync(
            """
            select credit.remove_facts(array_agg(f.enterprise_id), array_agg(f.item), array_agg(f.natural_key), array_agg('invented rule'::text), 'test')
            from (select distinct enterprise_id, item, natural_key from credit.credit_record where removed_at is null) f
            """);

        (await InReportsAsync()).ShouldBeEmpty();
        (await database.ScalarAsync<long>("select count(*) from credit.credit_record where num_nonnulls(payload, amount, quantity, code, counterparty, started_on, ended_on, valid_until) > 0")).ShouldBe(0);
        foreach (var item in items)
        {
            var again = (await deliveries.ItemAsync(item, files[item])).Value;
            Deliveries.ShouldBalance(again);
            (again.AcceptedNew, again.AcceptedVersion).ShouldBe((0L, 0L), item);
        }

        (await InReportsAsync()).ShouldBeEmpty();
    }

    /// <summary>The items that stand in an enterprise's report today.</summary>
    private async Task<string[]> InReportsAsync() =>
        (await database.ScalarAsync<string[]>(
            """
            select coalesce(array_agg(distinct i #>> '{}' order by i #>> '{}'), '{}')
            from registry.enterprise e
            cross join lateral credit.report_facts(e.id, $1, clock_timestamp(), '[]') f
            cross join lateral jsonb_path_query(f, '$.records[*].item') i
            """,
            China.Today(TimeProvider.System)))!;
}
