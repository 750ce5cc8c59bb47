using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using FinancingPlatform.Support;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Rule A2: the public score knows nothing that is not public, the full one lives and dies with its authorisation.</summary>
public sealed class ConsentInScoringTests(CityDatabase database) : IClassFixture<CityDatabase>, IAsyncLifetime
{
    private readonly ScoringCity _city = new(database);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    [Trait("rule", "A2")]
    public async Task A_planted_record_that_is_not_public_changes_no_feature_score_hash_or_list()
    {
        var firm = await _city.EnterpriseAsync(new DateOnly(2015, 1, 1));
        await _city.Run.ForEnterpriseAsync(firm);
        var (score, features) = (await _city.PublicScoreAsync(firm), await _city.FeaturesAsync(PackKind.Public, firm));

        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-3), 1_000_000, "A");
        await _city.RecordAsync(firm, "tax-payment", ScoringCity.Today.AddDays(-3), 5);
        await _city.Run.ForEnterpriseAsync(firm);

        (await _city.PublicScoreAsync(firm)).ShouldBe(score);
        (await _city.FeaturesAsync(PackKind.Public, firm)).ShouldBe(features);
        (await _city.FeaturesAsync(PackKind.Full, firm)).ShouldBeEmpty();
        (await _city.FullScoresAsync(firm)).ShouldBe(0);
    }

    [Theory]
    [Trait("rule", "A2")]
    [InlineData("narrow")]
    [InlineData("expired")]
    [InlineData("return-only")]
    [InlineData("revoked")]
    [InlineData("paused")]
    [InlineData("used-up")]
    public async Task Without_a_live_authorisation_that_covers_its_items_there_is_no_full_score(string how)
    {
        var firm = await _city.EnterpriseAsync();
        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-3), 100, "A");
        var id = how switch
        {
            "narrow" => await _city.AuthoriseAsync(firm, ["invoice-sales"]),
            "expired" => await _city.AuthoriseAsync(firm, until: ScoringCity.Today.AddDays(-1)),
            "return-only" => await _city.AuthoriseAsync(firm, look: false),
            _ => await _city.AuthoriseAsync(firm),
        };
        await database.ExecuteAsync(
            """
            update consent.authorisation set revoked_at = case when $2 = 'revoked' then now() end, paused_at = case when $2 = 'paused' then now() end,
                uses = case when $2 = 'used-up' then max_uses else 0 end
            where id = $1
            """,
            id, how);

        await _city.Run.ForEnterpriseAsync(firm);

        (await _city.FullScoresAsync(firm)).ShouldBe(0);
        (await _city.FeaturesAsync(PackKind.Full, firm)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("rule", "A2")]
    [Trait("trap", "27")]
    public async Task An_authorisation_opens_its_own_items_and_nobody_elses()
    {
        var (firm, other) = (await _city.EnterpriseAsync(), await _city.EnterpriseAsync());
        await _city.AuthoriseAsync(firm);
        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-3), 100, "A");
        await _city.RecordAsync(other, "invoice-sales", ScoringCity.Today.AddDays(-3), 900, "A");
        await _city.RecordAsync(firm, "tax-payment", ScoringCity.Today.AddDays(-3), 7);

        await using var worker = await database.OpenAsync(DatabaseRoles.Worker);
        await using var read = new NpgsqlCommand("select string_agg(distinct enterprise_id || ':' || item, ',') from scoring.full_record where enterprise_id in (@a, @b)", worker)
        {
            Parameters = { new("a", firm), new("b", other) },
        };

        (await read.ExecuteScalarAsync()).ShouldBe($"{firm}:invoice-sales");
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task The_worker_reads_no_record_past_the_views()
    {
        await using var worker = await database.OpenAsync(DatabaseRoles.Worker);
        foreach (var table in new[] { "credit.credit_record", "scoring.record" })
        {
            await using var read = new NpgsqlCommand($"select 1 from {table}", worker);
            (await Should.ThrowAsync<PostgresException>(() => read.ExecuteScalarAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    [Fact]
    [Trait("rule", "A2")]
    [Trait("trap", "2")]
    public async Task A_grant_brings_the_full_score_and_a_revocation_erases_it_at_once()
    {
        var upkeep = new ScoreUpkeep(database.Source(DatabaseRoles.Worker), _city.Run, TimeProvider.System);
        var firm = await _city.EnterpriseAsync();
        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-3), 100, "A");
        var id = await _city.AuthoriseAsync(firm);

        (await upkeep.RunOnceAsync()).ShouldBeGreaterThan(0);
        (await _city.FullScoresAsync(firm)).ShouldBe(1);

        await database.ExecuteAsync("update consent.authorisation set revoked_at = now(), revoke_reason = 'test' where id = $1", id);
        (await _city.FullScoresAsync(firm)).ShouldBe(0);
        (await _city.PublicScoreAsync(firm)).ShouldNotBe("none");
    }

    [Fact]
    [Trait("rule", "A2")]
    public async Task An_authorisation_that_time_ended_loses_its_score_at_the_next_sweep()
    {
        var upkeep = new ScoreUpkeep(database.Source(DatabaseRoles.Worker), _city.Run, TimeProvider.System);
        var firm = await _city.EnterpriseAsync();
        var id = await _city.AuthoriseAsync(firm);
        await upkeep.RunOnceAsync();
        (await _city.FullScoresAsync(firm)).ShouldBe(1);

        await database.ExecuteAsync("update consent.authorisation set valid_to = $2 where id = $1", id, ScoringCity.Today.AddDays(-1));

        (await upkeep.SweepAsync()).ShouldBeGreaterThan(0);
        (await _city.FullScoresAsync(firm)).ShouldBe(0);
        ScoreUpkeep.SweepInterval.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    [Trait("rule", "A2")]
    public async Task A_score_worked_out_under_an_authorisation_that_is_revoked_meanwhile_is_not_written()
    {
        var (still, revoked) = (await _city.EnterpriseAsync(), await _city.EnterpriseAsync());
        var (live, ended) = (await _city.AuthoriseAsync(still), await _city.AuthoriseAsync(revoked));
        await database.ExecuteAsync("update consent.authorisation set revoked_at = now() where id = $1", ended);
        await using var worker = await database.OpenAsync(DatabaseRoles.Worker);
        await using var put = new NpgsqlCommand(SqlResource.Read(typeof(ScoreRun).Assembly, "Sql/Scores/put.sql"), worker)
        {
            Parameters =
            {
                new("enterprises", new[] { still, revoked }), new("authorisations", new[] { live, ended }), new("margins", new[] { 0.5, 0.5 }), new("points", new[] { 600, 600 }),
                new("grades", new[] { "G3", "G3" }), new("digests", new[] { new byte[32], new byte[32] }),
                new("inputs", NpgsqlDbType.Array | NpgsqlDbType.Jsonb) { Value = new[] { "{}", "{}" } }, new("reasons", NpgsqlDbType.Array | NpgsqlDbType.Jsonb) { Value = new[] { "[]" } }, new("places", new[] { 1, 1 }),
                new("kind", "full"), new("pack", "p"), new("pack_version", "1"), new("pack_sha256", "x"), new("pack_items", Array.Empty<string>()),
                new("demonstration", true), new("as_of", ScoringCity.Today), new("known", DateTime.UnixEpoch), new("now", DateTime.UnixEpoch),
            },
        };

        (await put.ExecuteScalarAsync()).ShouldBe(1L);
        (await _city.FullScoresAsync(still)).ShouldBe(1);
        (await _city.FullScoresAsync(revoked)).ShouldBe(0);
    }
}
