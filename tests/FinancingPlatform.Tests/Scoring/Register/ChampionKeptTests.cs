using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Register;
using FinancingPlatform.Scoring.Scores;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring.Register;

/// <summary>A release brings packs; it changes no champion. Only two operators do, in a city of any age.</summary>
public sealed class ChampionKeptTests : IAsyncLifetime
{
    private readonly CityDatabase _db = new();
    private readonly string _former = Directory.CreateTempSubdirectory("fp-former-models-").FullName;

    private ScoringCity _city = null!;

    public async ValueTask InitializeAsync()
    {
        await _db.InitializeAsync();
        _city = new ScoringCity(_db);
        await _city.PrepareAsync();
        // What lay on the shelf of the release that made the city: its full pack under the name that now holds 1.1.0.
        RegisterWorld.Copy(BuiltIn("demonstration-full-1.0.0"), Path.Combine(_former, PlatformPacks.FullName));
        RegisterWorld.Copy(BuiltIn(PlatformPacks.PublicName), Path.Combine(_former, PlatformPacks.PublicName));
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_former, recursive: true);
        await _db.DisposeAsync();
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task A_city_of_an_earlier_release_keeps_its_champion_through_an_upgrade_until_two_operators_change_it()
    {
        var firm = await _city.EnterpriseAsync(new DateOnly(2015, 1, 1));
        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-3), 50_000, "A");
        await _city.AuthoriseAsync(firm);
        await new RegisterWorld(_db, _former).Upkeep.RunOnceAsync();
        await ScoreAsync(_former, firm);
        var (old, next) = (Sha256("demonstration-full-1.0.0"), Sha256(PlatformPacks.FullName));
        var scored = await ScoreOfAsync(firm);
        scored.Pack.ShouldBe(old);

        var upgraded = new RegisterWorld(_db, PackStore.BuiltInFolder);
        await upgraded.Upkeep.RunOnceAsync();
        await upgraded.Upkeep.RunOnceAsync();

        (await upgraded.StateAsync(old)).ShouldBe("champion");
        (await upgraded.StateAsync(next)).ShouldBe("candidate");
        (await ScoreOfAsync(firm)).ShouldBe(scored, "the upgrade computes nothing anew");
        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-2), 900, "B", known: TimeProvider.System.GetUtcNow());
        await ScoreAsync(PackStore.BuiltInFolder, firm);
        var after = await ScoreOfAsync(firm);
        after.Pack.ShouldBe(old, "news is scored by the same champion");
        (await new ScoreReplay(_db.Source(DatabaseRoles.Worker)).ReplayAsync(after.Id, PackStore.Read(BuiltIn("demonstration-full-1.0.0")).Value)).Value.Same.ShouldBeTrue();

        foreach (var state in new[] { "challenger", "champion" })
        {
            (await upgraded.AskAsync("first", $"select scoring.propose_pack_state($1, '{state}')", next)).ShouldBeNull();
            (await upgraded.AskAsync("second", "select scoring.confirm_pack_state($1)", next)).ShouldBeNull();
            await upgraded.Upkeep.RunOnceAsync();
        }

        (await upgraded.StateAsync(old)).ShouldBe("retired");
        (await ScoreOfAsync(firm)).Pack.ShouldBe(next);
    }

    [Fact]
    public async Task A_city_made_by_this_release_begins_with_its_packs()
    {
        await new RegisterWorld(_db, PackStore.BuiltInFolder).Upkeep.RunOnceAsync();

        (await _db.ScalarAsync<string>("select string_agg(name || ' ' || version, ', ' order by name) from scoring.pack_version where state = 'champion'"))
            .ShouldBe("demonstration-full 1.1.0, demonstration-public 1.0.0");
    }

    [Fact]
    public async Task A_champion_whose_folder_is_gone_is_asked_for_by_its_digest_and_not_replaced()
    {
        await new RegisterWorld(_db, _former).Upkeep.RunOnceAsync();
        var folder = Directory.CreateTempSubdirectory("fp-short-models-").FullName;
        try
        {
            RegisterWorld.Copy(BuiltIn(PlatformPacks.FullName), Path.Combine(folder, PlatformPacks.FullName));
            RegisterWorld.Copy(BuiltIn(PlatformPacks.PublicName), Path.Combine(folder, PlatformPacks.PublicName));

            var failure = await Should.ThrowAsync<InvalidOperationException>(() => new RegisterWorld(_db, folder).Upkeep.RunOnceAsync());

            failure.Message.ShouldContain(Sha256("demonstration-full-1.0.0"));
            (await _db.ScalarAsync<string>("select sha256 from scoring.pack_version where kind = 'full' and state = 'champion'")).ShouldBe(Sha256("demonstration-full-1.0.0"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string BuiltIn(string name) => Path.Combine(PackStore.BuiltInFolder, name);

    private static string Sha256(string name) => PackStore.ReadBuiltIn(name).Value.Sha256;

    /// <summary>As the worker scores: by whatever the register calls champion.</summary>
    private async Task ScoreAsync(string models, long firm)
    {
        var source = _db.Source(DatabaseRoles.Worker);
        var run = (await new ChampionRun(source, new PackRegister(source, new PackShelf(models)), TimeProvider.System).CurrentAsync()).Value;
        await run.ForEnterpriseAsync(firm);
    }

    private async Task<Stored> ScoreOfAsync(long firm)
    {
        var text = await _db.ScalarAsync<string>(
            "select concat_ws('|', s.id, s.pack_sha256, s.margin, encode(s.input_sha256, 'hex')) from scoring.score s where s.enterprise_id = $1 and s.kind = 'full'", firm);
        var parts = text!.Split('|');
        return new Stored(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1], parts[2], parts[3]);
    }

    private sealed record Stored(long Id, string Pack, string Margin, string Inputs);
}
