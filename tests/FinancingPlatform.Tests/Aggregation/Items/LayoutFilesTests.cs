using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation.Items;

/// <summary>What every layout of this release says of itself.</summary>
public sealed class LayoutFilesTests
{
    private static readonly string[] Classes2021 =
    [
        "登记注册", "行政管理", "司法", "纳税", "社会保险", "住房公积金", "进出口", "水电气", "不动产", "知识产权", "科技研发", "生态环保", "新型农业经营主体", "荣誉与政策",
    ];

    private static readonly string[] Classes2024 = [.. Classes2021, "主要人员", "各类资质", "金融"];

    private static readonly string[] Blocks =
    [
        "registration", "licences", "penalties", "other-acts", "honesty", "serious-dishonesty", "abnormal", "commitments", "evaluation", "judicial", "tax", "insurance", "utilities",
        "property", "customs", "finance", "other",
    ];

    private static IReadOnlyList<ItemLayout> Layouts => CatalogueStore.BuiltIn;

    [Theory]
    [InlineData("2021")]
    [InlineData("2024")]
    public void Every_class_of_a_list_has_an_item_and_no_item_has_another_class(string list) =>
        Layouts.Where(layout => layout.Lists.Contains(list)).Select(layout => layout.Class).Distinct(StringComparer.Ordinal)
            .ShouldBe(list == "2021" ? Classes2021 : Classes2024, ignoreOrder: true);

    [Fact]
    public void A_feature_that_an_item_names_reads_that_item() =>
        Layouts.Where(layout => layout.Feature is { } name && FeatureCatalogue.Find(name)?.Item != layout.Code).Select(layout => layout.Code).ShouldBe([]);

    [Fact]
    public void An_item_that_a_feature_reads_names_one_and_any_other_says_why_not() =>
        Layouts.Where(layout => layout.Feature is null != !FeatureCatalogue.All.Any(feature => feature.Item == layout.Code) || layout.Feature is null != layout.NoFeature is not null)
            .Select(layout => layout.Code).ShouldBe([]);

    [Fact]
    public void Every_item_that_a_feature_reads_is_in_the_catalogue_with_the_code_that_it_counts() =>
        FeatureCatalogue.All.Where(feature => feature.Item.Length > 0 && !Has(feature)).Select(feature => $"{feature.Name} {feature.Item}").ShouldBe([]);

    [Fact]
    public void Names_are_in_both_languages_and_the_blocks_are_those_of_the_report()
    {
        foreach (var layout in Layouts)
        {
            Blocks.ShouldContain(layout.Report, layout.Code);
            foreach (var (zh, en) in layout.Fields.Select(field => (field.Zh, field.En)).Append((layout.Name.Zh, layout.Name.En)).Append((layout.Supplier.Zh, layout.Supplier.En)))
            {
                zh.ShouldNotBeNullOrWhiteSpace(layout.Code);
                en.ShouldNotBeNullOrWhiteSpace(layout.Code);
                en.ShouldAllBe(c => c < 0x3000, layout.Code);
            }
        }
    }

    [Fact]
    public void No_two_fields_of_an_item_claim_one_header() =>
        Layouts.SelectMany(layout => layout.Fields.SelectMany(field => field.Headers.Append(field.Zh).Append(field.Name).Distinct(StringComparer.OrdinalIgnoreCase))
                .GroupBy(header => header, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => $"{layout.Code} {group.Key}"))
            .ShouldBe([]);

    [Fact]
    public void Each_item_has_a_delivery_and_each_delivery_an_item() =>
        ItemDelivery.Items.ShouldBe(Layouts.Select(layout => layout.Code), ignoreOrder: true);

    [Fact]
    public void The_document_lists_each_item_of_the_catalogue_once()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs/items.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|')).Where(cells => cells.Length == 12);

        rows.Select(cells => string.Join(' ', cells[1].Trim(' ', '`'), cells[2].Trim(), cells[6].Trim(), cells[7].Trim(), cells[8].Trim()))
            .ShouldBe(Layouts.Select(layout => string.Join(' ', layout.Code, layout.Class, layout.Mode, layout.Update, string.Join(", ", layout.Lists))), ignoreOrder: true);
    }

    private static bool Has(Feature feature) =>
        Layouts.FirstOrDefault(layout => layout.Code == feature.Item) is { } layout
        && (feature.Code is null || layout.Fields.Single(field => field.Slot == "code").Values!.ContainsKey(feature.Code));
}
