using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation;

public sealed class ItemImportTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const string InvoiceHeader = "企业代号,发票号码,开票日期,购方单位代号,金额,税额,价税合计,发票状态";

    [Fact]
    [Trait("rule", "B2")]
    public async Task Invoices_as_published_are_taken_with_their_dirt()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(1);
        var map = deliveries.Write("map.csv", "firm,uscc", $"E1,{Deliveries.Code(1)}");
        var file = deliveries.Write(
            "output.csv",
            InvoiceHeader,
            "E1,1,2017-08-04,B1,9401.71,1598.29,11000.0,有效发票",
            "E1,1,2017-08-04,B1,9401.71,1598.29,11000.0,有效发票",
            "E1,2,2017-08-05,B1,100.0,17.0,117.0, 作废发票",
            "E1,3,2017-08-06,B1,-100.0,-17.0,-117.0,有效发票",
            "E1,4,2017-08-07,B1,-4.64,0.46,-5.1,有效发票",
            "E9,5,2017-08-07,B1,1.0,0.1,1.1,有效发票",
            "E1,6,2017-08-07,B1,1.0,0.1,1.1,红色发票");

        var outcome = (await deliveries.ItemAsync(ItemCode.InvoiceSales, file, map)).Value;

        Deliveries.ShouldBalance(outcome);
        (outcome.AcceptedNew, outcome.Duplicate, outcome.Rejected).ShouldBe((3L, 1L, 3L));
        var rejected = await File.ReadAllTextAsync(outcome.RejectedFile!);
        rejected.ShouldContain("6,total,does-not-add-up,-5.10");
        rejected.ShouldContain("7,uscc,subject-unknown,E9");
        rejected.ShouldContain("8,status,enum");
        (await RecordsAsync(1, "string_agg(code || amount::text, ' ' order by natural_key)")).ShouldBe("valid9401.71 voided100.00 valid-100.00");
    }

    [Fact]
    [Trait("trap", "20")]
    public async Task A_correction_is_the_next_version_and_the_same_file_again_changes_nothing()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(2);
        var first = deliveries.Write("tax.csv", "uscc,key,occurred_on,amount_yuan,code", $"{Deliveries.Code(2)},2026-01,2026-02-15,100.00,paid", $"{Deliveries.Code(2)},2026-02,2026-03-15,100.00,paid");
        var second = deliveries.Write("tax2.csv", "uscc,key,occurred_on,amount_yuan,code", $"{Deliveries.Code(2)},2026-01,2026-02-15,90.00,arrears");

        (await deliveries.ItemAsync(ItemCode.TaxPayment, first)).Value.AcceptedNew.ShouldBe(2);
        (await deliveries.ItemAsync(ItemCode.TaxPayment, first)).Value.Duplicate.ShouldBe(2);
        (await deliveries.ItemAsync(ItemCode.TaxPayment, second)).Value.AcceptedVersion.ShouldBe(1);
        (await deliveries.ItemAsync(ItemCode.TaxPayment, second)).Value.Duplicate.ShouldBe(1);

        (await RecordsAsync(2, "string_agg(natural_key || ':' || version || ':' || amount, ' ' order by natural_key, version)"))
            .ShouldBe("2026-01:1:100.00 2026-01:2:90.00 2026-02:1:100.00");
    }

    [Fact]
    public async Task A_fact_that_changes_inside_one_file_makes_versions_in_the_order_of_its_lines()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(3);
        var file = deliveries.Write(
            "tax.csv", "uscc,key,occurred_on,amount_yuan,code", $"{Deliveries.Code(3)},k,2026-02-15,1.00,paid", $"{Deliveries.Code(3)},k,2026-02-15,2.00,paid", $"{Deliveries.Code(3)},k,2026-02-15,1.00,paid");

        var outcome = (await deliveries.ItemAsync(ItemCode.TaxPayment, file)).Value;
        var again = (await deliveries.ItemAsync(ItemCode.TaxPayment, file)).Value;

        (outcome.AcceptedNew, outcome.AcceptedVersion, again.Duplicate).ShouldBe((1L, 2L, 3L));
        (await RecordsAsync(3, "string_agg(version || ':' || amount, ' ' order by version)")).ShouldBe("1:1.00 2:2.00 3:1.00");
    }

    [Fact]
    [Trait("trap", "4")]
    [Trait("rule", "B2")]
    public async Task Simple_procedure_and_minor_penalties_are_withheld_at_the_door_and_counted()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(4);

        var outcome = (await deliveries.ItemAsync(ItemCode.Penalty, deliveries.Write(
            "penalty.csv",
            "uscc,key,occurred_on,amount_yuan,code,counterparty",
            $"{Deliveries.Code(4)},简1,2026-02-15,200,simple,某局",
            $"{Deliveries.Code(4)},轻2,2026-02-15,300,minor,某局",
            $"{Deliveries.Code(4)},罚3,2026-02-15,50000,general,某局"))).Value;

        Deliveries.ShouldBalance(outcome);
        (outcome.AcceptedNew, outcome.Withheld).ShouldBe((1L, 2L));
        (await RecordsAsync(4, "string_agg(natural_key, ' ')")).ShouldBe("罚3");
    }

    [Fact]
    [Trait("rule", "B1")]
    public async Task What_was_lawfully_removed_does_not_come_back_with_an_old_file()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(5);
        var file = deliveries.Write("penalty.csv", "uscc,key,occurred_on,amount_yuan,code", $"{Deliveries.Code(5)},罚1,2026-02-15,50000,general");
        await deliveries.ItemAsync(ItemCode.Penalty, file);
        await database.ExecuteAsync(
            "update credit.credit_record set removed_at = now(), removed_rule = 'repaired', payload = null where enterprise_id = (select id from registry.enterprise where uscc = $1)", Deliveries.Code(5));

        var outcome = (await deliveries.ItemAsync(ItemCode.Penalty, file)).Value;

        Deliveries.ShouldBalance(outcome);
        outcome.Withheld.ShouldBe(1);
        (await RecordsAsync(5, "count(*)::text")).ShouldBe("1");
    }

    [Fact]
    public async Task Rows_that_say_nothing_usable_are_rejected_each_for_its_reason()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(6);

        var outcome = (await deliveries.ItemAsync(ItemCode.SocialInsurance, deliveries.Write(
            "social.csv",
            "uscc,key,occurred_on,amount_yuan,quantity,code,counterparty,started_on,ended_on",
            $"{Deliveries.Code(6)},1,2026-02-30,1,1,paid,,,",
            $"{Deliveries.Code(6)},2,2099-01-01,1,1,paid,,,",
            $"{Deliveries.Code(6)},3,2026-02-01,一元,1,paid,,,",
            $"{Deliveries.Code(6)},4,2026-02-01,1,,paid,,,",
            $"{Deliveries.Code(6)},5,2026-02-01,1,1,perhaps,,,",
            $"{Deliveries.Code(6)},6,2026-02-01,1,1,paid,11010519491231002X,,",
            $"{Deliveries.Code(6)},7,2026-02-01,1,1,paid,,2026-02-01,2026-01-01",
            $"{Deliveries.Code(6)},,2026-02-01,1,1,paid,,,",
            $"{Deliveries.Code(777)},8,2026-02-01,1,1,paid,,,"))).Value;

        (outcome.Received, outcome.Rejected).ShouldBe((9L, 9L));
        (await File.ReadAllLinesAsync(outcome.RejectedFile!)).Skip(1).Select(line => line.Split(',')[2])
            .ShouldBe(["date", "future", "money", "required", "enum", "identity-number", "not-before", "required", "enterprise-unknown"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_row_that_names_a_record_of_another_item_waits_for_it_and_a_removed_one_does_not_count()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(7, 8);
        string[] header = ["统一社会信用代码,承诺书编号,履约状态,违约内容,认定日期"];
        var performance = deliveries.Write("performance.csv", [.. header, $"{Deliveries.Code(7)},诺1,已履约,,2026-02-15", $"{Deliveries.Code(8)},诺1,已履约,,2026-02-15", $"{Deliveries.Code(7)},诺2,违约,,2026-02-15"]);

        var before = (await deliveries.ItemAsync("commitment-performance", performance)).Value;
        await database.ExecuteAsync(
            """
            insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, natural_key, batch_id, sha256)
            select e.id, 'commitment', 'invented', '2026-01-01', now(), '诺1', (select min(id) from credit.import_batch), sha256('x') from registry.enterprise e where e.uscc = $1
            """,
            Deliveries.Code(7));
        var after = (await deliveries.ItemAsync("commitment-performance", performance)).Value;
        var rules = (await File.ReadAllLinesAsync(after.RejectedFile!)).Skip(1).Select(line => string.Join(' ', line.Split(',')[..3])).Order(StringComparer.Ordinal).ToArray();
        await database.ExecuteAsync("update credit.credit_record set removed_at = now(), removed_rule = 'repaired' where item = 'commitment'");
        var removed = (await deliveries.ItemAsync("commitment-performance", performance)).Value;

        (before.AcceptedNew, before.Rejected).ShouldBe((0L, 3L));
        // Another firm's commitment of that number is not its own; a breach without its content is incomplete.
        (after.AcceptedNew, after.Rejected).ShouldBe((1L, 2L));
        rules.ShouldBe(["3 commitment_no existing-item", "4 breach required-if"]);
        removed.Rejected.ShouldBe(3);
    }

    [Fact]
    public async Task An_item_that_does_not_exist_and_a_wrong_subject_map_are_named()
    {
        using var deliveries = new Deliveries(database);
        var file = deliveries.Write("x.csv", InvoiceHeader);

        (await deliveries.ItemAsync("horoscope", file)).Error.Code.ShouldBe("item-unknown");
        (await deliveries.ItemAsync(ItemCode.InvoiceSales, file, deliveries.Write("map.csv", "firm,uscc", "E1,123"))).Error.Code.ShouldBe("subject-map");
    }

    [Fact]
    [Trait("trap", "27")]
    public async Task Both_lists_say_that_they_are_reconstructed_and_hold_the_items_of_their_time()
    {
        (await database.ScalarAsync<long>("select count(*) from credit.catalogue_version where note like '%重构%'")).ShouldBe(2);
        (await database.ScalarAsync<long>("select count(*) from credit.catalogue_item where version = '2024'")).ShouldBe(CatalogueStore.BuiltIn.Count + 1, "every built-in item, and the registry with an importer of its own");
        (await database.ScalarAsync<long>("select count(*) from credit.catalogue_item where version = '2021' and code = 'invoice-sales'")).ShouldBe(0);
    }

    [Fact]
    [Trait("speed", "slow")]
    public async Task The_published_invoices_are_taken_but_for_the_rows_that_do_not_add_up()
    {
        var firms = SharedData.Require("invoices/a1_firms.csv");
        using var deliveries = new Deliveries(database);
        var map = Path.Combine(deliveries.Folder, "map.csv");
        (await FinancingPlatform.Aggregation.Demonstration.InvoiceSubjects.WriteAsync([firms], map, Path.Combine(deliveries.Folder, "registry.csv"), CancellationToken.None)).Value.ShouldBe(123);
        (await deliveries.RegistryAsync(Path.Combine(deliveries.Folder, "registry.csv"))).Value.AcceptedNew.ShouldBe(123);
        var file = Path.Combine(deliveries.Folder, "output.csv.xz");
        File.Copy(SharedData.Require("invoices/a1_output_invoices.csv.xz"), file);

        var outcome = (await deliveries.ItemAsync(ItemCode.InvoiceSales, file, map)).Value;

        Deliveries.ShouldBalance(outcome);
        (outcome.Received, outcome.Rejected, outcome.Duplicate).ShouldBe((162_484L, 1L, 4_436L));
    }

    private Task<string?> RecordsAsync(int number, string select) =>
        database.ScalarAsync<string>($"select {select} from credit.credit_record r join registry.enterprise e on e.id = r.enterprise_id where e.uscc = $1", Deliveries.Code(number));
}
