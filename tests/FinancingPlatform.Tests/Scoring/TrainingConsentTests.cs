using FinancingPlatform.Cli.Model;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A look is not a training authorisation (trap 30): what is not public is learnt from under the training leg alone, and only while it lives.</summary>
public sealed class TrainingConsentTests(CityDatabase database) : IClassFixture<CityDatabase>, IAsyncLifetime
{
    private const string Sales = "invoice-sales";
    private static readonly DateOnly s_observed = ScoringCity.Today.AddDays(-20);
    private static readonly string[] s_items = [Sales];
    private readonly ScoringCity _city = new(database);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [Trait("rule", "A2")]
    [Trait("trap", "30")]
    [InlineData("none")]
    [InlineData("look-only")]
    [InlineData("narrow")]
    [InlineData("revoked")]
    [InlineData("paused")]
    [InlineData("expired")]
    public async Task Without_a_live_training_leg_over_the_item_nothing_is_learnt_of_the_enterprise(string what)
    {
        var firm = await SellingFirmAsync();
        if (what != "none")
        {
            var id = await _city.AuthoriseAsync(firm, what == "narrow" ? ["invoice-purchase"] : [Sales], training: what != "look-only", until: what == "expired" ? ScoringCity.Today.AddDays(-1) : null);
            await EndAsync(id, what);
        }

        var error = (await BuildAsync(firm, s_items)).Error;

        error.Field.ShouldBe("outcomes");
        error.MessageEn.ShouldContain("a look is not a training authorisation");
        (await database.ScalarAsync<long>("select count(*) from scoring.training_grant g join consent.authorisation a on a.id = g.authorisation_id where a.enterprise_id = $1", firm)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A2")]
    [Trait("trap", "30")]
    public async Task Under_it_the_row_holds_what_was_known_on_the_day_and_the_training_leg_alone_allows_no_score()
    {
        var firm = await SellingFirmAsync();
        await _city.RecordAsync(firm, Sales, s_observed.AddDays(3), 5_000_000, "later");
        await _city.AuthoriseAsync(firm, [Sales], look: false, training: true);

        var rows = (await BuildAsync(firm, s_items)).Value;

        (rows.Table.Rows, rows.Authorisations, rows.LeftOut).ShouldBe((1, 1, 0));
        Value(rows, "sales_12m").ShouldBe(700_000f);
        rows.Table.Labels.ShouldBe([1f]);
        rows.Features.ShouldNotContain(f => f.Name == "tax_paid_12m");
        rows.Features.ShouldNotContain(f => f.Name == "invoice_ring_size");
        (await _city.FeaturesAsync(PackKind.Full, firm)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("rule", "A2")]
    public async Task Public_rows_hold_nothing_that_is_not_public_whatever_was_authorised()
    {
        var firm = await SellingFirmAsync();
        await _city.AuthoriseAsync(firm, [Sales], training: true);

        var rows = (await BuildAsync(firm, [])).Value;

        rows.Authorisations.ShouldBe(0);
        rows.Features.ShouldNotContain(f => f.Item == Sales);
        (await BuildAsync(firm, ["penalty"])).Error.Field.ShouldBe("item penalty");
        (await BuildAsync(firm, ["no-such-item"])).Error.Field.ShouldBe("item no-such-item");
    }

    [Fact]
    [Trait("rule", "B1")]
    [Trait("trap", "3")]
    public async Task A_record_removed_since_is_gone_from_the_row_and_the_label_stays()
    {
        var firm = await SellingFirmAsync();
        await _city.AuthoriseAsync(firm, [Sales], training: true);
        await database.ExecuteAsync("update credit.credit_record set removed_at = now(), removed_rule = 'test' where enterprise_id = $1 and amount = 200000", firm);

        var rows = (await BuildAsync(firm, s_items)).Value;

        Value(rows, "sales_12m").ShouldBe(500_000f);
        rows.Table.Labels.ShouldBe([1f]);
    }

    [Fact]
    [Trait("rule", "A2")]
    [Trait("trap", "2")]
    public async Task A_revocation_puts_the_pack_that_learnt_from_it_on_the_list_for_retraining()
    {
        var firm = await SellingFirmAsync();
        var id = await _city.AuthoriseAsync(firm, [Sales], training: true);
        var worker = database.Source(DatabaseRoles.Worker);
        var rows = (await BuildAsync(firm, s_items)).Value;
        var pack = PackStore.ReadBuiltIn(PlatformPacks.FullName).Value;
        (await Retraining.RegisterAsync(worker, pack, rows.Sha256)).IsOk.ShouldBeTrue();
        (await Retraining.ListAsync(worker)).ShouldNotContain(p => p.Revoked > 0);

        await EndAsync(id, "revoked");

        var listed = (await Retraining.ListAsync(worker)).ShouldHaveSingleItem();
        (listed.PackSha256, listed.Revoked, listed.FirstRemovedOn, listed.RetrainBy).ShouldBe((pack.Sha256, 1L, ScoringCity.Today, ScoringCity.Today.AddDays(90)));
        (await BuildAsync(firm, s_items)).IsOk.ShouldBeFalse();
    }

    [Fact]
    [Trait("rule", "C2")]
    public async Task A_city_trains_a_full_pack_of_its_own_that_the_platform_can_score_with()
    {
        TrainingTests.NeedLibrary();
        var outcomes = new List<Outcome>();
        for (var i = 0; i < 80; i++)
        {
            var firm = await SellingFirmAsync(sales: 100_000 * (1 + (i % 9)));
            await _city.AuthoriseAsync(firm, [Sales], training: true);
            outcomes.Add(new Outcome(await CodeAsync(firm), s_observed.AddDays(-i % 7), i % 9 < 4 && i % 5 != 0));
        }

        await database.ExecuteAsync("update registry.enterprise set size = 'micro', industry = 'F5165', division = '370902' where uscc = any ($1)", (object)outcomes.Select(o => o.Uscc).ToArray());
        var rows = (await CityRows.BuildAsync(database.Source(DatabaseRoles.Worker), outcomes, s_items)).Value;
        var made = CityPack.Train(rows, TrainingTests.Quick).Value;
        var folder = Directory.CreateTempSubdirectory("fp-city-pack-");
        try
        {
            var pack = CityPack.Write(folder.FullName, "own", "2026.1", PackKind.Full, rows, made).Value;

            PlatformPack.Of(pack, PackKind.Full).Value.Items.ShouldContain(Sales);
            made.Constant.ShouldContain("penalties_36m");
            made.Metrics.Auc.ShouldBeGreaterThan(0.6);
            pack.Manifest.Demonstration.ShouldBeFalse();
            made.Unknown.ShouldContain("penalties_36m", "the city has not received the list");
            var card = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "card.md"), TestContext.Current.CancellationToken);
            card.ShouldContain("held in memory only");
            new[] { "| size | micro | 80 |", "| sector | Wholesale | 80 |", "| district | 泰山区 | 80 |" }.ShouldAllBe(group => card.Contains(group, StringComparison.Ordinal), card);
            var notes = string.Join('\n', CityNotes.Of(folder.FullName, pack, rows, made));
            notes.ShouldContain("80, 28 of them bad");
            notes.ShouldContain("card.md compares 3 groups");
            notes.ShouldContain("known of nobody on the days of the outcomes");
            made.Columns.ShouldAllBe(c => notes.Contains(c.Name, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static float Value(CityRowsResult rows, string feature) => rows.Table.Row(0)[rows.Features.Select(f => f.Name).ToList().IndexOf(feature)];

    private async Task<FinancingPlatform.Core.Errors.Result<CityRowsResult>> BuildAsync(long firm, string[] items) =>
        await CityRows.BuildAsync(database.Source(DatabaseRoles.Worker), [new Outcome(await CodeAsync(firm), s_observed, true)], items);

    private async Task<string> CodeAsync(long firm) => (await database.ScalarAsync<string>("select uscc from registry.enterprise where id = $1", firm)).ShouldNotBeNull();

    private async Task<long> SellingFirmAsync(decimal sales = 500_000)
    {
        var firm = await _city.EnterpriseAsync(new DateOnly(2015, 1, 1));
        await _city.RecordAsync(firm, Sales, s_observed.AddDays(-40), sales, "A");
        await _city.RecordAsync(firm, Sales, s_observed.AddDays(-50), 200_000, "B");
        return firm;
    }

    private async Task EndAsync(Guid id, string what)
    {
        if (what is "revoked" or "paused")
        {
            await database.ExecuteAsync($"update consent.authorisation set {what}_at = clock_timestamp() where id = $1", id);
        }
    }
}
