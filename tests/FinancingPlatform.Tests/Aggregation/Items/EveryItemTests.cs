using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation.Items;

/// <summary>Each item of the catalogue walks from a delivered file to its records.</summary>
public sealed class EveryItemTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    public static TheoryData<string> Codes => [.. CatalogueStore.BuiltIn.Select(layout => layout.Code)];

    public static TheoryData<string> CodesWithAnOldForm => [.. ItemDelivery.Items.Where(item => ItemDelivery.Of(item).Expected.Form2016 is not null)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task An_items_clean_file_is_taken_once_and_its_dirty_file_is_rejected_row_by_row(string item)
    {
        var delivery = ItemDelivery.Of(item);
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(1, 2, 3);
        foreach (var before in delivery.Expected.Before)
        {
            (await deliveries.ItemAsync(before, ItemDelivery.Of(before).Write("good", deliveries.Folder))).IsOk.ShouldBeTrue();
        }

        var first = await ImportAsync(deliveries, item, delivery.Write("good", deliveries.Folder));
        (await RejectionsAsync(item)).ShouldBe([]);
        // Another item's walk may have brought this one's clean file before.
        (first.AcceptedNew + first.Duplicate, first.Withheld).ShouldBe((delivery.Expected.Good.AcceptedNew, delivery.Expected.Good.Withheld));
        var again = await ImportAsync(deliveries, item, delivery.Write("good", deliveries.Folder));
        (again.AcceptedNew, again.AcceptedVersion, again.Duplicate).ShouldBe((0L, 0L, delivery.Expected.Good.AcceptedNew));

        var dirty = await ImportAsync(deliveries, item, delivery.Write("dirty", deliveries.Folder));
        (await RejectionsAsync(item)).ShouldBe(delivery.Expected.Dirty.Rejected.Select(r => $"{r.Line} {r.Field} {r.Rule}"));
        (dirty.AcceptedNew, dirty.Withheld).ShouldBe((delivery.Expected.Dirty.AcceptedNew, delivery.Expected.Dirty.Withheld));

        await NoPersonsNumberIsKeptAsync(item);
    }

    [Theory]
    [MemberData(nameof(CodesWithAnOldForm))]
    public async Task The_form_of_2016_gives_the_same_records(string item)
    {
        var delivery = ItemDelivery.Of(item);
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(1, 2, 3);

        var outcome = await ImportAsync(deliveries, item, delivery.Write("2016", deliveries.Folder));

        (await RejectionsAsync(item)).ShouldBe([]);
        outcome.AcceptedNew.ShouldBe(delivery.Expected.Form2016!.AcceptedNew);
        (await database.ScalarAsync<string>(
            "select string_agg(occurred_on || ' ' || counterparty || ' ' || (payload ->> 'state'), ', ' order by occurred_on) from credit.credit_record where item = $1 and occurred_on < '2018-01-01'", item))
            .ShouldBe("2017-03-16 虚构市演示局 valid, 2017-04-01 虚构市演示局 cancelled");
        await NoPersonsNumberIsKeptAsync(item);
    }

    private async Task<ImportOutcome> ImportAsync(Deliveries deliveries, string item, string path)
    {
        var imported = await deliveries.ItemAsync(item, path);
        (imported.IsOk ? string.Empty : imported.Error.MessageEn).ShouldBe(string.Empty);
        Deliveries.ShouldBalance(imported.Value);
        return imported.Value;
    }

    /// <summary>Of the item's last delivery.</summary>
    private async Task<string[]> RejectionsAsync(string item) =>
        (await database.ScalarAsync<string[]>(
            "select coalesce(array_agg(line || ' ' || field || ' ' || rule order by line), '{}') from credit.rejection where batch_id = (select max(id) from credit.import_batch where item = $1)", item))!;

    private async Task NoPersonsNumberIsKeptAsync(string item)
    {
        var kept = (await database.ScalarAsync<string>(
            """
            select concat(
                (select string_agg(concat_ws(' ', natural_key, code, counterparty, payload::text), ' ') from credit.credit_record where item = $1),
                (select string_agg(concat_ws(' ', r.value, r.cells::text), ' ') from credit.rejection r join credit.import_batch b on b.id = r.batch_id where b.item = $1))
            """,
            item)).ShouldNotBeNull();
        kept.ShouldNotContain(ItemDelivery.MaskedId);
        kept.ShouldNotContain(ItemDelivery.Phone);
    }
}
