using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Monitoring;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Register;
using FinancingPlatform.Scoring.Scores;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring.Register;

/// <summary>Versions with states, challengers beside the champion, banks that keep to a version, and drift.</summary>
public sealed class RegisterTests : IAsyncLifetime
{
    // A champion and a bank's choice hold for a whole city: each test has its own.
    private readonly CityDatabase _db = new();
    private readonly string _models = Path.Combine(Path.GetTempPath(), "fp-models-" + Guid.NewGuid().ToString("N"));

    private ScoringCity _city = null!;

    public async ValueTask InitializeAsync()
    {
        await _db.InitializeAsync();
        _city = new ScoringCity(_db);
        await _city.PrepareAsync();
        foreach (var folder in PackShelf.BuiltIn.Folders)
        {
            RegisterWorld.Copy(folder, Path.Combine(_models, Path.GetFileName(folder)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_models, recursive: true);
        await _db.DisposeAsync();
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task A_new_champion_takes_two_people_runs_as_challenger_first_and_reaches_a_bank_only_after_it_accepts()
    {
        var world = new RegisterWorld(_db, _models);
        var firm = await _city.EnterpriseAsync(new DateOnly(2015, 1, 1));
        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-3), 50_000, "A");
        await _city.AuthoriseAsync(firm);
        await world.Upkeep.RunOnceAsync();
        await _city.Run.ForEnterpriseAsync(firm);
        var former = await world.PullAsync(firm);
        var next = Challenger("demonstration-full", "next");
        await world.Upkeep.RunOnceAsync();
        (await world.StateAsync(next)).ShouldBe("candidate");

        (await world.AskAsync("first", "select scoring.propose_pack_state($1, 'champion')", next)).ShouldBe("state-cannot-follow");
        (await world.AskAsync("first", "select scoring.propose_pack_state($1, 'challenger')", next)).ShouldBeNull();
        (await world.AskAsync("first", "select scoring.confirm_pack_state($1)", next)).ShouldBe("second-person-needed");
        (await world.AskAsync("second", "select scoring.confirm_pack_state($1)", next)).ShouldBeNull();
        await world.Upkeep.RunOnceAsync();
        (await _db.ScalarAsync<long>("select count(*) from scoring.parallel_score where pack_sha256 = $1 and enterprise_id = $2", next, firm)).ShouldBe(1, "the challenger scores the same enterprises on the same day");
        (await world.PullAsync(firm)).ShouldBe(former, "a challenger answers no pull");

        await world.AskAsync("second", "select scoring.propose_pack_state($1, 'champion')", next);
        (await world.AskAsync("first", "select scoring.confirm_pack_state($1)", next)).ShouldBeNull();
        (await world.StateAsync(next)).ShouldBe("champion");
        await world.Upkeep.RunOnceAsync();

        (await _db.ScalarAsync<string>("select pack_sha256 from scoring.score where enterprise_id = $1 and kind = 'full'", firm)).ShouldBe(next, "the city is scored by the new champion");
        var kept = await world.PullAsync(firm);
        kept.ShouldBe(former, "the bank keeps to the former one until it accepts");
        (await _db.ScalarAsync<string>("select scoring.pin_pack($1, 'client', $2)", ScoringCity.Bank, next)).ShouldBeNull();
        (await world.PullAsync(firm)).Version.ShouldBe("next");
        (await _db.ScalarAsync<string>("select scoring.pin_pack($1, 'client', $2)", ScoringCity.Bank, new string('0', 64))).ShouldBe("pack-not-offered");
    }

    [Fact]
    public async Task A_loop_that_meets_the_register_half_entered_by_another_one_finds_both_champions()
    {
        var half = Path.Combine(_models, "half");
        RegisterWorld.Copy(Path.Combine(_models, PlatformPacks.PublicName), Path.Combine(half, PlatformPacks.PublicName));
        var worker = _db.Source(DatabaseRoles.Worker);
        (await new PackRegister(worker, new PackShelf(half)).EnterAsync()).ShouldBe(1);

        var run = await new ChampionRun(worker, new RegisterWorld(_db, _models).Register, TimeProvider.System).CurrentAsync();

        run.IsOk.ShouldBeTrue(run.IsOk ? null : run.Error.ToString());
    }

    [Fact]
    [Trait("rule", "A2")]
    [Trait("trap", "2")]
    public async Task A_revocation_erases_parallel_scores_and_the_figures_kept_for_back_tests_at_once()
    {
        var world = new RegisterWorld(_db, _models);
        var challenger = Challenger("demonstration-full", "beside");
        var firm = await _city.EnterpriseAsync();
        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-3), 50_000, "A");
        var authorisation = await _city.AuthoriseAsync(firm);
        await _db.ExecuteAsync("update consent.authorisation set leg_training = true where id = $1", authorisation);
        await world.Register.EnterAsync();
        await _city.Run.ForEnterpriseAsync(firm);
        (await world.Parallel.RunAsync(challenger, [firm])).Value.ShouldBe(1);
        await world.PullAsync(firm);
        (await _db.ScalarAsync<long>("select count(points) from scoring.pulled_score where enterprise_id = $1", firm)).ShouldBe(1);

        await _db.ExecuteAsync("update consent.authorisation set revoked_at = now(), revoke_reason = 'test' where id = $1", authorisation);

        (await _db.ScalarAsync<long>("select count(*) from scoring.parallel_score where enterprise_id = $1", firm)).ShouldBe(0);
        (await _db.ScalarAsync<long>("select count(*) from scoring.pulled_score where enterprise_id = $1 and points is null and margin is null", firm)).ShouldBe(1);
        (await world.Parallel.RunAsync(challenger, [firm])).Value.ShouldBe(0, "and none comes back");
    }

    [Fact]
    [Trait("trap", "30")]
    public async Task Without_a_training_leg_no_figure_of_a_full_score_is_kept_for_back_tests()
    {
        var world = new RegisterWorld(_db, _models);
        var firm = await _city.EnterpriseAsync();
        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-3), 50_000, "A");
        await _city.AuthoriseAsync(firm);
        await _city.Run.ForEnterpriseAsync(firm);

        (await world.PullAsync(firm)).Kind.ShouldBe("full");

        (await _db.ScalarAsync<long>("select count(*) from scoring.pulled_score where enterprise_id = $1", firm)).ShouldBe(1);
        (await _db.ScalarAsync<long>("select count(points) from scoring.pulled_score where enterprise_id = $1", firm)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "B1")]
    public async Task A_lawful_removal_takes_parallel_scores_away()
    {
        var world = new RegisterWorld(_db, _models);
        var challenger = Challenger("demonstration-public", "beside");
        var firm = await _city.EnterpriseAsync();
        var record = await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-3));
        await world.Register.EnterAsync();
        (await world.Parallel.RunAsync(challenger, [firm])).Value.ShouldBe(1);

        await _db.ExecuteAsync("update credit.credit_record set removed_at = now(), removed_rule = 'repair' where id = $1", record);

        (await _db.ScalarAsync<long>("select count(*) from scoring.parallel_score where enterprise_id = $1", firm)).ShouldBe(0);
    }

    [Fact]
    public async Task A_shift_of_the_population_raises_an_alarm_and_the_first_day_is_the_baseline()
    {
        var world = new RegisterWorld(_db, _models);
        await world.Register.EnterAsync();
        await _city.DeliverAsync("penalty");
        var firms = new List<long>();
        for (var i = 0; i < 120; i++)
        {
            firms.Add(await _city.EnterpriseAsync(new DateOnly(2010, 1, 1)));
        }

        await _city.Run.RunAsync(new ScoreRunOptions());
        (await world.Monitoring.RunOnceAsync()).ShouldBeGreaterThan(0);
        (await _db.ScalarAsync<long>("select count(*) from scoring.monitor_figure where figure = 'psi' and level <> 'ok'")).ShouldBe(0);
        (await world.Monitoring.RunOnceAsync()).ShouldBe(0, "once a day");

        foreach (var firm in firms)
        {
            await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-2));
        }

        await _db.ExecuteAsync("delete from scoring.monitor_figure");
        await _city.Run.RunAsync(new ScoreRunOptions());
        await world.Monitoring.RunOnceAsync();

        (await _db.ScalarAsync<string>("select level from scoring.monitor_figure where figure = 'psi' and measure = 'penalties_36m'")).ShouldBe("alarm");
        (await _db.ScalarAsync<string>("select level from scoring.monitor_figure where figure = 'psi' and measure = 'points' and pack_sha256 = $1", PackStore.ReadBuiltIn(PlatformPacks.PublicName).Value.Sha256)).ShouldBe("alarm");
        (await _db.ScalarAsync<string>("select level from scoring.monitor_figure where figure = 'psi' and measure = 'honours_36m'")).ShouldBe("ok");
        (await _db.ScalarAsync<string>("select level from scoring.monitor_figure where figure = 'auc' limit 1")).ShouldBe("too-few");
    }

    [Fact]
    [Trait("rule", "C2")]
    public async Task Outcomes_are_joined_to_what_the_bank_was_shown_before_its_loan()
    {
        var world = new RegisterWorld(_db, _models);
        await world.Register.EnterAsync();
        var pack = PackStore.ReadBuiltIn(PlatformPacks.PublicName).Value;
        var firms = new List<long>();
        for (var i = 0; i < 40; i++)
        {
            var firm = await _city.EnterpriseAsync();
            firms.Add(firm);
            // Risky ones scored worse; every fifth is shown 200 days before the loan, which decides nothing.
            await _db.ExecuteAsync(
                "insert into scoring.pulled_score (ticket, at, enterprise_id, bank_uscc, kind, pack_sha256, margin, points) values (gen_random_uuid(), now() - make_interval(days => $2), $1, 'B', 'public', $3, $4, 600)",
                firm, i % 5 == 0 ? 200 : 20, pack.Sha256, i < 10 ? 1d : -1d);
        }

        var outcomes = $"select f.id as enterprise_id, 'B'::text as bank_uscc, current_date - 10 as disbursed_on, f.n <= 10 as is_bad from unnest(array[{string.Join(',', firms)}]::bigint[]) with ordinality f (id, n)";
        var seen = await ScoredOutcomes.ReadAsync(_db.Source(DatabaseRoles.Worker), outcomes, pack, null, CancellationToken.None);

        seen.Count.ShouldBe(32);
        BackTest.Of(seen).Auc.ShouldBe(1);
        (await ScoredOutcomes.ReadAsync(_db.Source(DatabaseRoles.Worker), outcomes, pack, "another bank", CancellationToken.None)).ShouldBeEmpty();
    }

    /// <summary>A copy of a built-in pack with another version and points ten apart, on this test's shelf.</summary>
    private string Challenger(string of, string version)
    {
        var folder = Path.Combine(_models, of + "-" + version);
        RegisterWorld.Copy(Path.Combine(_models, of), folder);
        var original = PackStore.Read(folder).Value;
        string Text(string file) => File.ReadAllText(Path.Combine(folder, file));
        var scale = original.Scale with { BasePoints = original.Scale.BasePoints - 10 };
        var content = new PackContent(
            File.ReadAllBytes(Path.Combine(folder, "model.json")), original.Schema, original.Calibration, scale,
            new SortedDictionary<string, ReasonText>(original.Reasons.ToDictionary(r => r.Key, r => r.Value), StringComparer.Ordinal),
            File.ReadAllBytes(Path.Combine(folder, "metrics.json")), Text("card.md"));
        return PackStore.Write(folder, original.Manifest.Name, version, original.Manifest.Kind, demonstration: true, content).Value.Sha256;
    }
}
