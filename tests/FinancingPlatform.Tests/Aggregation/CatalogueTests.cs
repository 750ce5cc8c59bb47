using System.Text.Json.Nodes;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Data;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation;

public sealed class CatalogueTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const string Invented = """
        {
          "code": "tea-garden", "revision": 1, "class": "农业", "name": {"zh": "茶园", "en": "Tea gardens"}, "supplier": {"zh": "农业农村局", "en": "Agriculture bureau"},
          "level": "city", "mode": "public", "sensitivity": "low", "update": "yearly", "legal_basis": "invented", "lists": ["2024-tea"], "report": "other", "no_feature": "because it is invented",
          "subject": "uscc", "key": ["plot"], "occurred_on": "seen_on",
          "fields": [
            {"name": "uscc", "zh": "代码", "en": "Code", "type": "uscc", "required": true},
            {"name": "plot", "zh": "地块", "en": "Plot", "type": "text", "max": 20, "required": true},
            {"name": "seen_on", "zh": "日期", "en": "Day", "type": "date", "required": true},
            {"name": "worth", "zh": "估值", "en": "Worth", "type": "money", "unit": "wan", "slot": "amount", "min": "0"},
            {"name": "owner", "zh": "负责人", "en": "Person", "type": "person"},
            {"name": "owner_id", "zh": "身份证号", "en": "Identity number", "type": "personal-id"},
            {"name": "grade", "zh": "等级", "en": "Grade", "type": "enum", "values": {"fine": ["优"], "plain": ["良"]}}
          ]
        }
        """;

    [Fact]
    public async Task An_item_that_no_code_has_seen_is_loaded_imported_and_kept_without_its_persons_number()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(1);
        (await CatalogueStore.LoadAsync(Loader, LayoutJson.Read(Invented).Value, CancellationToken.None)).Value.ShouldBe(CatalogueLoad.Added);
        (await CatalogueStore.LoadAsync(Loader, LayoutJson.Read(Invented).Value, CancellationToken.None)).Value.ShouldBe(CatalogueLoad.Unchanged);

        var outcome = (await deliveries.ItemAsync("tea-garden", deliveries.Write(
            "tea.csv",
            "代码;地块;日期;估值;负责人;身份证号;等级",
            $"{Deliveries.Code(1)};A1;20260316;1.000001;张三;330203************;优",
            $"{Deliveries.Code(1)};A2;20260316;-1;李四;330203************;优",
            $"{Deliveries.Code(1)};A3;20260316;1;李四;12;优"))).Value;

        Deliveries.ShouldBalance(outcome);
        (outcome.AcceptedNew, outcome.Rejected).ShouldBe((1L, 2L));
        (await database.ScalarAsync<string>("select natural_key || ' ' || amount || ' ' || (payload ->> 'grade') from credit.credit_record where item = 'tea-garden'")).ShouldBe("A1 10000.01 fine");
        (await database.ScalarAsync<string>("select payload::text from credit.credit_record where item = 'tea-garden'"))!.ShouldNotContain("330203");
        (await database.ScalarAsync<string>("select string_agg(field || ' ' || rule || ' ' || value, '; ' order by line) from credit.rejection r join credit.import_batch b on b.id = r.batch_id where b.item = 'tea-garden'"))
            .ShouldBe("worth range -1; owner_id personal-id 12");
        (await database.ScalarAsync<string>("select string_agg(cells::text, '') from credit.rejection r join credit.import_batch b on b.id = r.batch_id where b.item = 'tea-garden'"))!.ShouldNotContain("李四");
    }

    [Fact]
    public async Task A_list_that_is_there_keeps_the_mode_and_class_that_authorisations_rely_on()
    {
        var changed = CatalogueStore.BuiltIn.Single(layout => layout.Code == "penalty");

        var loaded = await CatalogueStore.LoadAsync(Loader, changed with { Revision = changed.Revision + 1, Mode = "authorised" }, CancellationToken.None);

        loaded.Error.Code.ShouldBe("catalogue-fixed");
        (await database.ScalarAsync<string>("select string_agg(distinct mode, ' ') from credit.catalogue_item where code = 'penalty'")).ShouldBe("public");
    }

    [Fact]
    public async Task Another_layout_needs_a_later_revision()
    {
        var honour = CatalogueStore.BuiltIn.Single(layout => layout.Code == "honour");

        (await CatalogueStore.LoadAsync(Loader, honour with { Report = "other" }, CancellationToken.None)).Error.Code.ShouldBe("layout-revision");
    }

    [Theory]
    [InlineData("fields", 3, "type", "\"sum-of-money\"", "fields[3].type")]
    [InlineData("fields", 3, "slot", "\"code\"", "fields[3].slot")]
    [InlineData("fields", 3, "unit", "\"jin\"", "fields[3].unit")]
    [InlineData("fields", 1, "name", "\"uscc\"", "fields[1].name")]
    [InlineData("key", 0, null, "\"nothing\"", "key[0]")]
    public void A_slip_in_a_layout_is_named(string member, int index, string? inner, string value, string named)
    {
        var layout = JsonNode.Parse(Invented)!;
        if (inner is null)
        {
            layout[member]![index] = JsonNode.Parse(value);
        }
        else
        {
            layout[member]![index]![inner] = JsonNode.Parse(value);
        }

        LayoutJson.Read(layout.ToJsonString()).Error.Field.ShouldBe(named);
    }

    [Fact]
    public void A_member_that_no_layout_has_is_named()
    {
        var layout = JsonNode.Parse(Invented)!;
        layout["colour"] = "green";

        LayoutJson.Read(layout.ToJsonString()).Error.MessageEn.ShouldContain("colour");
    }

    [Fact]
    public void Every_layout_of_this_release_is_read_again_as_it_was_written() =>
        CatalogueStore.BuiltIn.ShouldAllBe(layout => LayoutJson.Write(LayoutJson.Read(LayoutJson.Write(layout)).Value) == LayoutJson.Write(layout));

    private string Loader => database.As(DatabaseRoles.Loader);
}
