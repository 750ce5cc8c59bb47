using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Features.Catalogue;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Each feature against a case worked by hand, and against silence.</summary>
public sealed class FeatureTests(CityDatabase database) : IClassFixture<CityDatabase>, IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(2026, 6, 15);
    private readonly ScoringCity _city = new(database);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Invoice_features_are_those_worked_by_hand()
    {
        var firm = await _city.EnterpriseAsync();
        await _city.AuthoriseAsync(firm);
        // Sales: later half from 2025-12-16, earlier half from 2025-06-16.
        await _city.RecordAsync(firm, "invoice-sales", new(2026, 6, 1), 600, "A");
        await _city.RecordAsync(firm, "invoice-sales", new(2026, 6, 2), -100, "A");
        await _city.RecordAsync(firm, "invoice-sales", new(2026, 3, 1), 300, "B");
        await _city.RecordAsync(firm, "invoice-sales", new(2025, 9, 1), 200, "C");
        await _city.RecordAsync(firm, "invoice-sales", new(2026, 6, 10), 5000, "D", code: "voided");
        await _city.RecordAsync(firm, "invoice-sales", new(2025, 6, 15), 9999, "E"); // the day before the window
        await _city.RecordAsync(firm, "invoice-purchase", new(2026, 1, 5), 300, "S1");
        await _city.RecordAsync(firm, "invoice-purchase", new(2026, 2, 5), 100, "S2");

        var features = await _city.FeaturesAsync(PackKind.Full, firm, AsOf);

        features["sales_12m"].ShouldBe(1000f);
        features["sales_trend_12m"].ShouldBe(800f / 200f);
        features["sales_months_12m"].ShouldBe(3f);
        features["sales_gap_days"].ShouldBe(13f);
        features["sales_voided_share_12m"].ShouldBe(1f / 5f);
        features["sales_red_share_12m"].ShouldBe(100f / 1100f, 1e-6f);
        features["sales_invoices_12m"].ShouldBe(4f);
        features["customers_12m"].ShouldBe(3f);
        features["customer_top_share_12m"].ShouldBe(0.5f);
        features["purchases_12m"].ShouldBe(400f);
        features["purchase_months_12m"].ShouldBe(2f);
        features["suppliers_12m"].ShouldBe(2f);
        features["supplier_top_share_12m"].ShouldBe(0.75f);
        features["margin_12m"].ShouldBe(0.6f);
    }

    [Fact]
    public async Task Public_features_are_those_worked_by_hand()
    {
        await DeliverListsAsync();
        var firm = await _city.EnterpriseAsync(AsOf.AddDays(-1461));
        await _city.RecordAsync(firm, "penalty", new(2025, 1, 1));
        await _city.RecordAsync(firm, "penalty", new(2025, 2, 1), validUntil: new(2026, 6, 14)); // shown until yesterday
        await _city.RecordAsync(firm, "penalty", new(2023, 6, 15)); // the day before the window
        await _city.RecordAsync(firm, "dishonest-debtor", new(2024, 1, 1));
        await _city.RecordAsync(firm, "honour", new(2026, 1, 1));
        await _city.RecordAsync(firm, "honour", new(2026, 2, 1));
        await _city.RecordAsync(firm, "tax-credit-a", new(2025, 4, 1), validUntil: new(2027, 4, 1));

        var features = await _city.FeaturesAsync(PackKind.Public, firm, AsOf);

        features["penalties_36m"].ShouldBe(1f);
        features["dishonest_debtor"].ShouldBe(1f);
        features["honours_36m"].ShouldBe(2f);
        features["tax_credit_a"].ShouldBe(1f);
        features["age_years"].ShouldBe(4f);
    }

    [Fact]
    [Trait("trap", "15")]
    public async Task Silence_is_unknown_for_invoices_and_none_for_a_list_that_was_received()
    {
        var firm = await _city.EnterpriseAsync();
        await _city.AuthoriseAsync(firm);
        var before = await _city.FeaturesAsync(PackKind.Full, firm, AsOf, known: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        before.Values.ShouldAllBe(v => float.IsNaN(v), "nothing was known in 2020");

        await DeliverListsAsync();
        var features = await _city.FeaturesAsync(PackKind.Full, firm, AsOf);

        InvoiceFeatures.All.ShouldAllBe(f => float.IsNaN(features[f.Name]));
        features["penalties_36m"].ShouldBe(0f);
        features["dishonest_debtor"].ShouldBe(0f);
        features["honours_36m"].ShouldBe(0f);
        features["tax_credit_a"].ShouldBe(0f);
        features["age_years"].ShouldBe(float.NaN);
    }

    [Fact]
    [Trait("trap", "15")]
    public async Task A_firm_whose_invoices_stopped_has_a_known_zero_and_unknown_shares()
    {
        var firm = await _city.EnterpriseAsync();
        await _city.AuthoriseAsync(firm);
        await _city.RecordAsync(firm, "invoice-sales", AsOf.AddMonths(-20), 100, "A");

        var features = await _city.FeaturesAsync(PackKind.Full, firm, AsOf);

        features["sales_12m"].ShouldBe(0f);
        features["customers_12m"].ShouldBe(0f);
        features["sales_months_12m"].ShouldBe(0f);
        features["sales_gap_days"].ShouldBe(AsOf.DayNumber - AsOf.AddMonths(-20).DayNumber);
        features["sales_trend_12m"].ShouldBe(float.NaN);
        features["customer_top_share_12m"].ShouldBe(float.NaN);
        features["sales_voided_share_12m"].ShouldBe(float.NaN);
        features["margin_12m"].ShouldBe(float.NaN);
        features["purchases_12m"].ShouldBe(float.NaN);
    }

    [Fact]
    [Trait("rule", "B1")]
    [Trait("trap", "3")]
    public async Task Only_what_was_known_then_and_is_not_removed_now_counts()
    {
        await DeliverListsAsync();
        var firm = await _city.EnterpriseAsync();
        var first = new DateTimeOffset(2026, 1, 10, 0, 0, 0, TimeSpan.Zero);
        await _city.RecordAsync(firm, "penalty", new(2026, 1, 1), known: first, key: "p1");
        await _city.RecordAsync(firm, "penalty", new(2026, 1, 2), known: first.AddDays(100), key: "p2");

        (await Penalties(firm)).ShouldBe(2f);
        (await Penalties(firm, first.AddDays(50))).ShouldBe(float.NaN, "the list itself was not yet received");
        await database.ExecuteAsync("update credit.import_batch set finished_at = '2025-01-01' where item = 'penalty'");
        (await Penalties(firm, first.AddDays(50))).ShouldBe(1f);

        await database.ExecuteAsync("update credit.credit_record set removed_at = now(), removed_rule = 'repair' where enterprise_id = $1 and natural_key = 'p1'", firm);
        (await Penalties(firm, first.AddDays(50))).ShouldBe(0f);
    }

    [Fact]
    public async Task A_correction_replaces_the_version_before_it_from_the_moment_it_was_known()
    {
        var firm = await _city.EnterpriseAsync();
        await _city.AuthoriseAsync(firm);
        var first = new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero);
        await _city.RecordAsync(firm, "invoice-sales", new(2026, 6, 1), 100, "A", known: first, key: "i");
        await _city.RecordAsync(firm, "invoice-sales", new(2026, 6, 1), 70, "A", known: first.AddDays(5), key: "i", version: 2);

        (await _city.FeaturesAsync(PackKind.Full, firm, AsOf, first.AddDays(1)))["sales_12m"].ShouldBe(100f);
        (await _city.FeaturesAsync(PackKind.Full, firm, AsOf))["sales_12m"].ShouldBe(70f);

        await database.ExecuteAsync("update credit.credit_record set removed_at = now(), removed_rule = 'erased' where enterprise_id = $1 and version = 2", firm);
        (await _city.FeaturesAsync(PackKind.Full, firm, AsOf)).Values.Count(v => v == 100f).ShouldBe(0, "the withdrawn version does not bring the older one back");
    }

    [Fact]
    public async Task Every_feature_says_what_it_is()
    {
        foreach (var feature in FeatureCatalogue.All.Concat(FeatureCatalogue.Retired))
        {
            feature.Unit.ShouldBeOneOf("yuan", "count", "months", "days", "share", "ratio", "years", "flag", "persons", "kWh", "m2", "m3", "points");
            feature.Direction.ShouldBeInRange(-1, 1);
            feature.Unknown.ShouldNotBeNullOrWhiteSpace();
            new[] { feature.Text.GoodZh, feature.Text.GoodEn, feature.Text.BadZh, feature.Text.BadEn, feature.Text.UnknownZh, feature.Text.UnknownEn }.ShouldBeUnique();
        }

        FeatureCatalogue.All.Concat(FeatureCatalogue.Retired).Select(f => f.Name).ShouldBeUnique();
        await Task.CompletedTask;
    }

    [Fact]
    public async Task One_enterprise_is_read_without_a_scan_that_grows_with_the_city()
    {
        await using var connection = await database.OpenAsync("worker");
        foreach (var (kind, features) in new[] { (PackKind.Public, FeatureCatalogue.Public), (PackKind.Full, FeatureCatalogue.All) })
        {
            await using var command = FeatureRows.Command(connection, FeatureSql.Compile(kind, features), new FeatureScope(AsOf, TimeProvider.System.GetUtcNow(), [1]));
            await Plans.AssertNoSequentialScanAsync(command, "credit_record", "enterprise", "authorisation");
        }
    }

    private async Task<float> Penalties(long firm, DateTimeOffset? known = null) => (await _city.FeaturesAsync(PackKind.Public, firm, AsOf, known))["penalties_36m"];

    private async Task DeliverListsAsync()
    {
        foreach (var item in new[] { "penalty", "dishonest-debtor", "honour", "tax-credit-a" })
        {
            await _city.DeliverAsync(item);
        }
    }
}
