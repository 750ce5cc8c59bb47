using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Rings;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring.Rings;

/// <summary>Rule C5: goods and guarantees that go round are found, ordinary trade is not, and nobody's records tell on another without consent.</summary>
public sealed class RingTests(CityDatabase database) : IClassFixture<CityDatabase>, IAsyncLifetime
{
    private readonly ScoringCity _city = new(database);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [Trait("rule", "C5")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Seeded_rings_of_3_to_12_firms_are_all_found_and_false_alarms_stay_below_one_in_a_hundred(int seed)
    {
        // 4,000 invented firms that sell to a few of each other as firms do, and ten rings among another 75.
        var random = new Random(seed);
        var sales = new Dictionary<(long From, long To), double>();
        void Sell(long from, long to, double amount) => sales[(from, to)] = sales.GetValueOrDefault((from, to)) + amount;
        for (var firm = 1; firm <= 4000; firm++)
        {
            var customers = random.Next(1, 9);
            for (var i = 0; i < customers; i++)
            {
                Sell(firm, random.Next(1, 4001), 10_000 * Math.Exp(2 * random.NextDouble()));
            }

            Sell(firm, -firm, 100_000 * random.NextDouble()); // customers outside the city
        }

        var rings = new List<long[]>();
        var next = 10_000L;
        for (var size = 3; size <= 12; size++)
        {
            var ring = Enumerable.Range(0, size).Select(_ => next++).ToArray();
            rings.Add(ring);
            for (var i = 0; i < size; i++)
            {
                Sell(ring[i], ring[(i + 1) % size], 500_000 * (0.9 + (0.2 * random.NextDouble())));
                Sell(ring[i], random.Next(1, 4001), 80_000 * random.NextDouble());
            }
        }

        var totals = sales.GroupBy(s => s.Key.From).ToDictionary(g => g.Key, g => g.Sum(s => s.Value));
        var edges = sales.Where(s => s.Key.From != s.Key.To && s.Key.To > 0)
            .Select(s => new RingEdge(s.Key.From, s.Key.To, s.Value, totals[s.Key.From], totals.GetValueOrDefault(s.Key.To))).ToList();

        var found = RingFinder.Find(edges, RingFinder.MinInvoiceRing, RingFinder.MaterialShare).ToDictionary(m => m.Enterprise);

        foreach (var ring in rings)
        {
            ring.ShouldAllBe(firm => found.ContainsKey(firm) && found[firm].Size == ring.Length);
            ring.Select(firm => found[firm].Ring).Distinct().Count().ShouldBe(1);
        }

        found.Keys.Count(firm => firm <= 4000).ShouldBeLessThanOrEqualTo(40, "at most one per cent of the others");
    }

    [Fact]
    public void A_chain_pair_and_market_are_no_ring_and_a_long_chain_does_not_overflow()
    {
        static RingEdge E(long from, long to) => new(from, to, 100, 100, 100);

        RingFinder.Find([E(1, 2), E(2, 3)], 3, 0.2).ShouldBeEmpty();
        RingFinder.Find([E(1, 2), E(2, 1)], RingFinder.MinInvoiceRing, 0.2).ShouldBeEmpty("two firms that sell to each other trade");
        RingFinder.Find([E(1, 2), E(2, 1)], RingFinder.MinGuaranteeRing, 0).Count.ShouldBe(2, "two that guarantee each other are a circle");
        RingFinder.Find([.. Enumerable.Range(0, 13).Select(i => E(i, (i + 1) % 13))], 3, 0.2).ShouldBeEmpty("thirteen are a market");
        RingFinder.Find([.. Enumerable.Range(0, 200_000).Select(i => E(i, i + 1))], 3, 0.2).ShouldBeEmpty();
        RingFinder.Find([new(1, 2, 100, 100, 100), new(2, 3, 100, 100, 100), new(3, 1, 5, 100, 100)], 3, 0.2).ShouldBeEmpty("a trickle closes no ring");
    }

    [Fact]
    [Trait("rule", "C5")]
    [Trait("rule", "A2")]
    public async Task A_loop_among_enterprises_that_authorised_one_bank_is_flagged_netted_and_gone_with_one_revocation()
    {
        var firms = await RingAsync(3);
        var others = await RingAsync(3, authorised: 2);
        foreach (var firm in firms)
        {
            await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-30), 20_000, "outside");
        }

        await new RingSearch(database.Source(DatabaseRoles.Worker), TimeProvider.System).RunAsync();

        var flagged = await _city.FeaturesAsync(PackKind.Full, Features, firms[0]);
        flagged["invoice_ring_size"].ShouldBe(3);
        flagged["sales_looped_12m"].ShouldBe(100_000);
        (await _city.FeaturesAsync(PackKind.Full, Features, others[0]))["invoice_ring_size"].ShouldBe(0, "the third did not let this bank look, so nobody's records close the loop");
        (await _city.FeaturesAsync(PackKind.Full, Features, firms[0], ScoringCity.Today.AddDays(-1)))["invoice_ring_size"].ShouldBe(float.NaN, "yesterday nothing was known of it");

        await database.ExecuteAsync("update consent.authorisation set revoked_at = now(), revoke_reason = 'test' where enterprise_id = $1", firms[1]);

        (await database.ScalarAsync<long>("select count(*) from scoring.ring_member where enterprise_id = any ($1)", firms)).ShouldBe(0, "the others' flags stood on its records too");
    }

    [Fact]
    [Trait("rule", "C5")]
    public async Task A_guarantee_circle_is_found_by_name_and_a_removal_ends_it()
    {
        var (a, b) = (await _city.EnterpriseAsync(), await _city.EnterpriseAsync());
        foreach (var (from, to) in new[] { (a, b), (b, a) })
        {
            await _city.AuthoriseAsync(from, ["external-guarantee"]);
            await _city.RecordAsync(from, "external-guarantee", ScoringCity.Today.AddDays(-40), 300_000, await NameAsync(to), code: "joint");
        }

        await new RingSearch(database.Source(DatabaseRoles.Worker), TimeProvider.System).RunAsync();
        await _city.DeliverAsync("external-guarantee");

        (await _city.FeaturesAsync(PackKind.Full, [FeatureCatalogue.Find("guarantee_ring_size")!], a))["guarantee_ring_size"].ShouldBe(2);
        await database.ExecuteAsync("update credit.credit_record set removed_at = now(), removed_rule = 'repair' where enterprise_id = $1", b);
        (await database.ScalarAsync<long>("select count(*) from scoring.ring_member where enterprise_id = $1 and kind = 'guarantee'", a)).ShouldBe(0);
    }

    private static IReadOnlyList<Feature> Features { get; } = [FeatureCatalogue.Find("invoice_ring_size")!, FeatureCatalogue.Find("sales_looped_12m")!];

    /// <summary>Firms that each sell 100,000 to the next; the first ones authorised the bank.</summary>
    private async Task<long[]> RingAsync(int size, int? authorised = null)
    {
        var firms = new List<long>();
        for (var i = 0; i < size; i++)
        {
            firms.Add(await _city.EnterpriseAsync());
        }

        for (var i = 0; i < size; i++)
        {
            if (i < (authorised ?? size))
            {
                await _city.AuthoriseAsync(firms[i], ["invoice-sales"]);
            }

            await _city.RecordAsync(firms[i], "invoice-sales", ScoringCity.Today.AddDays(-20), 100_000, await NameAsync(firms[(i + 1) % size]));
        }

        return [.. firms];
    }

    private async Task<string> NameAsync(long firm) => (await database.ScalarAsync<string>("select uscc from registry.enterprise where id = $1", firm))!;
}
