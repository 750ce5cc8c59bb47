using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Each declared feature against a case worked by hand, and against silence.</summary>
public sealed class EveryFeatureTests(CityDatabase database) : IClassFixture<CityDatabase>, IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(2026, 6, 15);

    /// <summary>Worked out in <see cref="FeatureTests"/>, or below.</summary>
    private static readonly string[] s_elsewhere =
    [
        "sales_12m", "sales_trend_12m", "sales_months_12m", "sales_gap_days", "sales_voided_share_12m", "sales_red_share_12m", "sales_invoices_12m", "customers_12m",
        "customer_top_share_12m", "purchases_12m", "purchase_months_12m", "suppliers_12m", "supplier_top_share_12m", "margin_12m",
        "penalties_36m", "dishonest_debtor", "honours_36m", "tax_credit_a", "age_years", "tax_to_sales_12m", "capital_yuan", "invoice_ring_size",
        "sales_looped_12m", "guarantee_ring_size",
    ];

    private readonly ScoringCity _city = new(database);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string> Cases() => [.. FeatureCase.All.Select(c => c.Feature)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_feature_is_what_was_worked_by_hand_and_unknown_in_silence(string name)
    {
        var (feature, worked) = (FeatureCatalogue.Find(name)!, FeatureCase.All.Single(c => c.Feature == name));
        var (firm, silent) = (await _city.EnterpriseAsync(), await _city.EnterpriseAsync());
        await AuthoriseAsync(feature, firm);
        await AuthoriseAsync(feature, silent);
        foreach (var record in worked.Records)
        {
            await _city.RecordAsync(firm, feature.Item, record.Day, record.Amount, record.Party, record.Code, ended: record.EndDay, quantity: record.Quantity);
        }

        var before = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        (await ValueAsync(feature, firm, before)).ShouldBe(float.NaN, "nothing was known in 2020");
        await _city.DeliverAsync(feature.Item);
        (await ValueAsync(feature, firm)).ShouldBe((float)worked.Expected, 1e-3f);
        (await ValueAsync(feature, silent)).ShouldBe(feature.Coverage == Coverage.CompleteList ? 0f : float.NaN);
    }

    [Fact]
    public async Task Tax_against_sales_needs_both_and_capital_comes_from_the_registry()
    {
        var firm = await _city.EnterpriseAsync();
        await _city.AuthoriseAsync(firm, ["invoice-sales", "tax-payment"]);
        await _city.RecordAsync(firm, "tax-payment", AsOf.AddDays(-10), 30, code: "paid");
        var tax = FeatureCatalogue.Find("tax_to_sales_12m")!;
        (await ValueAsync(tax, firm)).ShouldBe(float.NaN, "no sales are known");
        await _city.RecordAsync(firm, "invoice-sales", AsOf.AddDays(-10), 1000, "A");
        (await ValueAsync(tax, firm)).ShouldBe(0.03f, 1e-6f);

        var capital = FeatureCatalogue.Find("capital_yuan")!;
        (await ValueAsync(capital, firm)).ShouldBe(float.NaN);
        await database.ExecuteAsync("update registry.enterprise set registered_capital_yuan = 500000 where id = $1", firm);
        (await ValueAsync(capital, firm)).ShouldBe(500_000f);
    }

    [Fact]
    public void Every_feature_has_a_case() =>
        FeatureCatalogue.All.Concat(FeatureCatalogue.Retired).Select(f => f.Name).ShouldBe([.. FeatureCase.All.Select(c => c.Feature), .. s_elsewhere], ignoreOrder: true);

    [Fact]
    public void Every_item_names_a_feature_that_reads_it_or_says_why_none_does()
    {
        foreach (var item in CatalogueStore.BuiltIn)
        {
            if (item.Feature is { } name)
            {
                FeatureCatalogue.Find(name).ShouldNotBeNull(item.Code).Item.ShouldBe(item.Code);
            }
            else
            {
                item.NoFeature.ShouldNotBeNullOrWhiteSpace(item.Code);
            }
        }
    }

    [Fact]
    public void A_feature_reads_only_codes_and_slots_that_its_item_fills()
    {
        foreach (var feature in FeatureCatalogue.All.Where(f => f.Item.Length > 0))
        {
            var fields = CatalogueStore.BuiltIn.Single(item => item.Code == feature.Item).Fields;
            if (feature.Code is { } code)
            {
                fields.Single(field => field.Slot == "code").Values!.Keys.ShouldContain(code, feature.Name);
            }

            if (feature.ByQuantity)
            {
                fields.ShouldContain(field => field.Slot == "quantity", feature.Name);
            }
        }
    }

    [Fact]
    [Trait("rule", "A2")]
    public void Public_features_read_public_items_and_the_others_items_that_need_an_authorisation()
    {
        var modes = CatalogueStore.BuiltIn.ToDictionary(item => item.Code, item => item.Mode);
        FeatureCatalogue.Public.Where(f => f.Item.Length > 0).ShouldAllBe(f => modes[f.Item] == "public");
        FeatureCatalogue.Authorised.ShouldAllBe(f => modes[f.Item] == "authorised");
    }

    private Task AuthoriseAsync(Feature feature, long firm) =>
        NeedsAuthorisation(feature) ? _city.AuthoriseAsync(firm, [feature.Item]) : Task.CompletedTask;

    private async Task<float> ValueAsync(Feature feature, long firm, DateTimeOffset? known = null) =>
        (await _city.FeaturesAsync(NeedsAuthorisation(feature) ? PackKind.Full : PackKind.Public, [feature], firm, AsOf, known))[feature.Name];

    private static bool NeedsAuthorisation(Feature feature) => !FeatureCatalogue.Public.Contains(feature);
}
