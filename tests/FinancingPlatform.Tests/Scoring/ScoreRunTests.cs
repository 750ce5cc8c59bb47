using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A run scores the city, a replay gives the same bits, and a bank reads only behind the gate.</summary>
public sealed class ScoreRunTests(CityDatabase database) : IClassFixture<CityDatabase>, IAsyncLifetime
{
    private readonly ScoringCity _city = new(database);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_second_run_changes_nothing_and_a_changed_run_takes_up_only_news()
    {
        await _city.DeliverAsync("penalty");
        var (firm, still) = (await _city.EnterpriseAsync(new DateOnly(2010, 1, 1)), await _city.EnterpriseAsync());
        await _city.AuthoriseAsync(still, ["tax-payment"]);
        (await _city.Run.RunAsync(new ScoreRunOptions())).Scored.ShouldBeGreaterThanOrEqualTo(2);
        // What other tests of this class wrote a moment ago is news as well, and a run looks back a little: let it all be yesterday's.
        await database.ExecuteAsync("update registry.enterprise set updated_at = now() - interval '1 day'; update credit.credit_record set known_at = known_at - interval '1 day', removed_at = removed_at - interval '1 day'");
        (await _city.Run.RunAsync(new ScoreRunOptions())).Changed.ShouldBe(0);
        var before = (await _city.PublicScoreAsync(firm), await _city.PublicScoreAsync(still));

        await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-2), known: TimeProvider.System.GetUtcNow());
        var changed = await _city.Run.RunAsync(new ScoreRunOptions(Changed: true));

        changed.Scored.ShouldBe(1);
        changed.Changed.ShouldBe(1);
        (await _city.PublicScoreAsync(firm)).ShouldNotBe(before.Item1);
        (await _city.PublicScoreAsync(still)).ShouldBe(before.Item2);
        var afterChanged = await _city.PublicScoreAsync(firm);
        await _city.Run.RunAsync(new ScoreRunOptions());
        (await _city.PublicScoreAsync(firm)).ShouldBe(afterChanged, "changed-only equals full");
    }

    [Fact]
    public async Task Changed_only_equals_full_after_news_of_every_kind()
    {
        await _city.DeliverAsync("penalty");
        var random = new Random(5);
        var firms = new List<long>();
        for (var i = 0; i < 24; i++)
        {
            var firm = await _city.EnterpriseAsync(new DateOnly(2005, 1, 1).AddDays(random.Next(5000)));
            firms.Add(firm);
            if (i % 2 == 0)
            {
                await _city.AuthoriseAsync(firm);
            }

            for (var record = 0; record < 6; record++)
            {
                var item = record == 0 ? "penalty" : record % 2 == 0 ? "invoice-sales" : "invoice-purchase";
                await _city.RecordAsync(firm, item, ScoringCity.Today.AddDays(-random.Next(4, 700)), random.Next(1, 9000), $"P{random.Next(4)}", key: $"k{record}");
            }
        }

        await _city.Run.RunAsync(new ScoreRunOptions());
        await database.ExecuteAsync("update registry.enterprise set updated_at = now() - interval '1 day'; update credit.credit_record set known_at = known_at - interval '1 day'");
        await _city.Run.RunAsync(new ScoreRunOptions());

        await _city.RecordAsync(firms[0], "invoice-sales", ScoringCity.Today.AddDays(-1), 77, "new", known: TimeProvider.System.GetUtcNow());
        await _city.RecordAsync(firms[1], "penalty", ScoringCity.Today.AddDays(-1), known: TimeProvider.System.GetUtcNow());
        await _city.RecordAsync(firms[2], "invoice-sales", ScoringCity.Today.AddDays(-9), 78, "new", known: TimeProvider.System.GetUtcNow(), key: "k2", version: 2);
        await database.ExecuteAsync("update credit.credit_record set removed_at = now(), removed_rule = 'repair', payload = null where enterprise_id = $1 and item = 'penalty'", firms[3]);
        await database.ExecuteAsync("update registry.enterprise set established_on = established_on - 900, updated_at = now() where id = $1", firms[4]);
        await _city.AuthoriseAsync(firms[5]);
        await database.ExecuteAsync("update consent.authorisation set revoked_at = now() where enterprise_id = $1", firms[6]);
        var before = await ScoresAsync();
        var changed = await _city.Run.RunAsync(new ScoreRunOptions(Changed: true));
        var afterChanged = await ScoresAsync();
        await _city.Run.RunAsync(new ScoreRunOptions());

        afterChanged.ShouldNotBe(before);
        changed.Scored.ShouldBeLessThan(24);
        (await ScoresAsync()).ShouldBe(afterChanged);
    }

    [Fact]
    public async Task Every_row_of_several_blocks_is_written_once_and_is_what_it_is_alone()
    {
        await _city.DeliverAsync("penalty");
        var first = await _city.EnterpriseAsync();
        await database.ExecuteAsync(
            """
            insert into registry.enterprise (uscc, name, established_on, in_city, invented, row_sha256)
            select 'B' || lpad(n::text, 17, '0'), 'B' || n, date '2001-01-01' + n, true, true, sha256('') from generate_series(1, $1) n
            """,
            ScoreBlock.Rows + 7);
        var firms = (await database.ScalarAsync<long[]>("select array_agg(id order by id) from registry.enterprise where id > $1", first))!;
        await _city.RecordAsync(firms[3], "penalty", ScoringCity.Today.AddDays(-2));
        await _city.RecordAsync(firms[ScoreBlock.Rows + 2], "penalty", ScoringCity.Today.AddDays(-2));

        (await _city.Run.ForEnterprisesAsync(firms)).Scored.ShouldBe(firms.Length);
        var together = await ScoresAsync(firms[0], firms[3], firms[ScoreBlock.Rows - 1], firms[ScoreBlock.Rows], firms[ScoreBlock.Rows + 2]);
        foreach (var firm in new[] { firms[0], firms[3], firms[ScoreBlock.Rows - 1], firms[ScoreBlock.Rows], firms[ScoreBlock.Rows + 2] })
        {
            (await _city.Run.ForEnterpriseAsync(firm)).Changed.ShouldBe(0);
        }

        (await ScoresAsync(firms[0], firms[3], firms[ScoreBlock.Rows - 1], firms[ScoreBlock.Rows], firms[ScoreBlock.Rows + 2])).ShouldBe(together);
    }

    [Fact]
    public async Task A_slice_is_the_partition_that_holds_the_enterprises_records()
    {
        var (still, authorised) = (await _city.EnterpriseAsync(), await _city.EnterpriseAsync());
        await _city.RecordAsync(still, "penalty", ScoringCity.Today.AddDays(-5));
        await _city.RecordAsync(authorised, "penalty", ScoringCity.Today.AddDays(-5));
        await _city.AuthoriseAsync(authorised);

        (await database.ScalarAsync<long>("select count(*) from pg_inherits where inhparent = 'credit.credit_record'::regclass")).ShouldBe(EnterpriseSlices.Count);
        var slices = await EnterpriseSlices.ReadAsync(database.Source(DatabaseRoles.Worker), [still, authorised], most: 10, together: 1, CancellationToken.None);

        slices.SelectMany(s => s.Enterprises).Order().ShouldBe(new[] { still, authorised }.Order());
        slices.SelectMany(s => s.Authorised).ShouldBe([authorised]);
        foreach (var slice in slices)
        {
            (await database.ScalarAsync<long>("select count(distinct tableoid) from credit.credit_record where enterprise_id = any ($1)", slice.Enterprises)).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData(10, 1_000, 1)]
    [InlineData(2, 1_000, 2)]
    [InlineData(1, 1_000, 4)]
    public async Task Small_slices_are_taken_together_and_large_ones_cut_and_nobody_is_left_out(int most, int together, int parts)
    {
        long[] firms = [await _city.EnterpriseAsync(), await _city.EnterpriseAsync(), await _city.EnterpriseAsync(), await _city.EnterpriseAsync()];

        var slices = await EnterpriseSlices.ReadAsync(database.Source(DatabaseRoles.Worker), firms, most, together, CancellationToken.None);

        slices.SelectMany(s => s.Enterprises).Order().ShouldBe(firms.Order());
        slices.ShouldAllBe(s => s.Enterprises.Length <= most);
        slices.Count.ShouldBe(parts);
    }

    [Fact]
    public async Task A_penalty_lowers_the_points_and_stands_first_among_the_reasons()
    {
        await _city.DeliverAsync("penalty");
        var (clean, fined) = (await _city.EnterpriseAsync(new DateOnly(2010, 1, 1)), await _city.EnterpriseAsync(new DateOnly(2010, 1, 1)));
        await _city.RecordAsync(fined, "penalty", ScoringCity.Today.AddDays(-2));

        await _city.Run.ForEnterprisesAsync([clean, fined]);

        var points = await database.ScalarAsync<int>("select points from scoring.score where enterprise_id = $1", clean);
        (await database.ScalarAsync<int>("select points from scoring.score where enterprise_id = $1", fined)).ShouldBeLessThan(points);
        (await database.ScalarAsync<string>("select reasons -> 0 ->> 'feature' from scoring.score where enterprise_id = $1", fined)).ShouldBe("penalties_36m");
        (await database.ScalarAsync<string>("select reasons -> 0 ->> 'zh' from scoring.score where enterprise_id = $1", fined)).ShouldBe("有公示期内行政处罚");
        (await database.ScalarAsync<bool>("select demonstration from scoring.score where enterprise_id = $1", fined)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_replay_from_stored_inputs_gives_the_same_bits_and_notices_a_changed_input()
    {
        var firm = await _city.EnterpriseAsync(new DateOnly(2019, 7, 3));
        await _city.AuthoriseAsync(firm);
        foreach (var (days, amount) in new[] { (3, 12345.67m), (40, 0.01m), (200, 99999999.99m) })
        {
            await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-days), amount, $"P{days}");
        }

        await _city.Run.ForEnterpriseAsync(firm);
        var replay = new ScoreReplay(database.Source(DatabaseRoles.Worker));
        var id = await database.ScalarAsync<long>("select id from scoring.score where enterprise_id = $1 and kind = 'full'", firm);
        var pack = PackStore.ReadBuiltIn(PlatformPacks.FullName).Value;

        (await replay.ReplayAsync(id, pack)).Value.Same.ShouldBeTrue();

        await database.ExecuteAsync("update scoring.score set inputs = jsonb_set(inputs, '{sales_12m}', '1') where id = $1", id);
        (await replay.ReplayAsync(id, pack)).Value.Same.ShouldBeFalse();
    }

    [Fact]
    [Trait("rule", "B1")]
    public async Task A_replay_after_a_lawful_removal_says_so()
    {
        var firm = await _city.EnterpriseAsync();
        await _city.Run.ForEnterpriseAsync(firm);
        await database.ExecuteAsync("update scoring.score set inputs = null, withheld_on = '2026-05-01', withheld_rule = 'repair' where enterprise_id = $1", firm);
        var id = await database.ScalarAsync<long>("select id from scoring.score where enterprise_id = $1", firm);

        var error = (await new ScoreReplay(database.Source(DatabaseRoles.Worker)).ReplayAsync(id, PackStore.ReadBuiltIn(PlatformPacks.PublicName).Value)).Error;

        error.Code.ShouldBe("inputs-withheld");
        error.MessageEn.ShouldContain("2026-05-01");
        error.MessageEn.ShouldContain("repair");
    }

    [Fact]
    [Trait("rule", "A2")]
    public async Task A_bank_reads_the_full_score_of_its_own_authorisation_and_else_the_public_one()
    {
        var firm = await _city.EnterpriseAsync();
        await _city.RecordAsync(firm, "invoice-sales", ScoringCity.Today.AddDays(-3), 100, "A");
        await _city.AuthoriseAsync(firm);
        await _city.AuthoriseAsync(firm, ["tax-payment"], bank: "91370000000000000C");
        await _city.Run.ForEnterpriseAsync(firm);

        (await PullAsync(firm, ScoringCity.Bank, ["invoice-sales", "invoice-purchase"])).ShouldBe("full");
        (await PullAsync(firm, ScoringCity.Bank, ["invoice-sales"])).ShouldBe("public", "the look did not name all items of the full score");
        (await PullAsync(firm, "91370000000000000C", ["tax-payment"])).ShouldBe("public");
        (await PullAsync(firm, "91370000000000000D", ["invoice-sales", "invoice-purchase"])).ShouldStartWith("refused");
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task Opening_reading_and_rolling_back_gives_nothing_also_under_a_savepoint()
    {
        var firm = await _city.EnterpriseAsync();
        await _city.AuthoriseAsync(firm);
        await _city.Run.ForEnterpriseAsync(firm);
        await using var bank = await database.OpenAsync(DatabaseRoles.BankApi);
        await using var transaction = await bank.BeginTransactionAsync();
        var ticket = Guid.NewGuid();
        await OpenAsync(bank, ticket, firm, ScoringCity.Bank, ["invoice-sales", "invoice-purchase"]);
        (await ReadAsync(bank, ticket)).ShouldBe("refused ticket-own-transaction");
        await transaction.SaveAsync("s");
        (await ReadAsync(bank, ticket)).ShouldBe("refused ticket-own-transaction");
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task A_banks_role_reads_no_table_of_scores()
    {
        await using var bank = await database.OpenAsync(DatabaseRoles.BankApi);
        foreach (var table in new[] { "scoring.score", "scoring.score_stage", "scoring.pending", "scoring.full_record", "scoring.public_record", "scoring.live_authorisation" })
        {
            await using var read = new NpgsqlCommand($"select 1 from {table}", bank);
            (await Should.ThrowAsync<PostgresException>(() => read.ExecuteScalarAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table);
        }
    }

    [Fact]
    public async Task The_portal_sees_no_score_without_a_session()
    {
        await _city.Run.ForEnterpriseAsync(await _city.EnterpriseAsync());
        await using var portal = await database.OpenAsync(DatabaseRoles.Portal);
        await using var read = new NpgsqlCommand("select count(*) from scoring.score", portal);

        (await read.ExecuteScalarAsync()).ShouldBe(0L);
    }

    /// <summary>Everything that a score says, of all enterprises or the named ones, without the moments of computing.</summary>
    private async Task<string?> ScoresAsync(params long[] firms) => await database.ScalarAsync<string>(
        """
        select string_agg(concat_ws('|', s.enterprise_id, s.kind, s.authorisation_id, s.margin, s.points, s.grade, encode(s.input_sha256, 'hex'), s.inputs, s.reasons, s.items), E'\n'
            order by s.enterprise_id, s.kind, s.authorisation_id)
        from scoring.score s
        where cardinality($1::bigint[]) = 0 or s.enterprise_id = any ($1)
        """,
        firms);

    private async Task<string> PullAsync(long firm, string bankUscc, string[] items)
    {
        var ticket = Guid.NewGuid();
        await using var bank = await database.OpenAsync(DatabaseRoles.BankApi);
        await OpenAsync(bank, ticket, firm, bankUscc, items);
        return await ReadAsync(bank, ticket);
    }

    private async Task OpenAsync(NpgsqlConnection bank, Guid ticket, long firm, string bankUscc, string[] items)
    {
        var uscc = await database.ScalarAsync<string>("select uscc from registry.enterprise where id = $1", firm);
        await using var open = new NpgsqlCommand("select outcome from consent.open_look(@t, 'client', @b, @u, @i, 'pre-credit', 'op', 'branch', 'ref', 'proof')", bank)
        {
            Parameters = { new("t", ticket), new("b", bankUscc), new("u", uscc), new("i", items) },
        };
        await open.ExecuteScalarAsync();
    }

    private static async Task<string> ReadAsync(NpgsqlConnection bank, Guid ticket)
    {
        await using var read = new NpgsqlCommand("select coalesce('refused ' || refusal, kind) from scoring.read_score(@t, 'client')", bank) { Parameters = { new("t", ticket) } };
        return (string)(await read.ExecuteScalarAsync())!;
    }
}
