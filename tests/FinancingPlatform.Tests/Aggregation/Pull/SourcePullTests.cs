using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Pull;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Aggregation.Pull;

/// <summary>Pulling from a second, real database: late commits, limits, repeats, death in the middle.</summary>
public sealed class SourcePullTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const string Table = "exchange.\"tax payments\"";

    [Fact]
    public async Task A_transaction_that_commits_late_is_never_missed_whatever_committed_before_it()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(84_001);
        await using var exchange = await ExchangeDatabase.CreateAsync(database);
        var source = exchange.Source("late");
        var code = Deliveries.Code(84_001);
        await using var early = await exchange.Owner.OpenConnectionAsync();
        await using var transaction = await early.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(ExchangeDatabase.Insert(code, 1, 3), early, transaction))
        {
            await insert.ExecuteNonQueryAsync();
        }

        // Began later, commits first: its rows have later numbers and are there to see.
        await exchange.ExecuteAsync(ExchangeDatabase.Insert(code, 101, 2));
        var before = await PullAsync(deliveries, source);
        await transaction.CommitAsync();
        await exchange.SettleAsync();
        var after = await PullAsync(deliveries, source);
        var again = await PullAsync(deliveries, source);

        (before.Received, before.HeldBack).ShouldBe((0L, true));
        (after.Received, after.AcceptedNew, after.HeldBack).ShouldBe((5L, 5L, false));
        again.Received.ShouldBe(0);
        (await RecordsAsync(84_001)).ShouldBe(5);
    }

    [Fact]
    public async Task An_aborted_transaction_brings_nothing_and_holds_nothing_back()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(84_002);
        await using var exchange = await ExchangeDatabase.CreateAsync(database);
        await exchange.ExecuteAsync($"begin; {ExchangeDatabase.Insert(Deliveries.Code(84_002), 1, 3)}; rollback; {ExchangeDatabase.Insert(Deliveries.Code(84_002), 11, 2)}");
        await exchange.SettleAsync();

        (await PullAsync(deliveries, exchange.Source("aborted"))).AcceptedNew.ShouldBe(2);
    }

    [Fact]
    [Trait("trap", "20")]
    public async Task Batches_split_a_large_transaction_by_its_key_and_a_changed_row_is_the_next_version()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(84_003);
        await using var exchange = await ExchangeDatabase.CreateAsync(database);
        var source = exchange.Source("batches") with { BatchRows = 40 };
        await exchange.ExecuteAsync(ExchangeDatabase.Insert(Deliveries.Code(84_003), 1, 100));
        await exchange.SettleAsync();

        var first = await PullAsync(deliveries, source, batches: 2);
        await exchange.ExecuteAsync($"update {Table} set \"金额\" = \"金额\" + 0.5 where id in (1, 90)");
        await exchange.SettleAsync();
        var rest = await PullAsync(deliveries, source);

        (first.Batches, first.Received, first.More).ShouldBe((2, 80L, true));
        // Row 90 was not read yet and comes once, as it is now; row 1 comes again.
        (rest.Received, rest.AcceptedNew, rest.AcceptedVersion, rest.More).ShouldBe((21L, 20L, 1L, false));
        (await RecordsAsync(84_003)).ShouldBe(101);
        (await database.ScalarAsync<string>("select string_agg(distinct channel || ' ' || source, ',') from credit.import_batch where channel = 'pull' and item = 'tax-payment'")).ShouldBe("pull 虚构税务局");
    }

    [Fact]
    public async Task A_pull_that_is_cut_off_in_a_batch_reads_that_batch_again_and_doubles_nothing()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(84_004);
        await using var exchange = await ExchangeDatabase.CreateAsync(database);
        var source = exchange.Source("cut") with { BatchRows = 500 };
        await exchange.ExecuteAsync(ExchangeDatabase.Insert(Deliveries.Code(84_004), 1, 2_000));
        await exchange.SettleAsync();

        for (var cut = 1; cut <= 8; cut++)
        {
            using var stop = new CancellationTokenSource();
            var options = new ImportOptions(database.As(DatabaseRoles.Loader), "3709") { Clock = new StopAt(cut, stop) };
            var pull = new SourcePull(database.Source(DatabaseRoles.Loader), options, deliveries.Folder);
            try
            {
                await pull.RunAsync(source, 3, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // That is what is tried.
            }

            ((await RecordsAsync(84_004)) % 500).ShouldBe(0, "a batch is whole or not at all");
        }

        while ((await PullAsync(deliveries, source)).More)
        {
            // The rest.
        }

        (await RecordsAsync(84_004)).ShouldBe(2_000);
        (await database.ScalarAsync<long>("select rows from credit.pull_source where name = 'cut'")).ShouldBe(2_000);
    }

    [Fact]
    public async Task Only_one_process_pulls_a_source_and_one_that_lost_it_keeps_nothing()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(84_005);
        await using var exchange = await ExchangeDatabase.CreateAsync(database);
        var source = exchange.Source("held");
        await exchange.ExecuteAsync(ExchangeDatabase.Insert(Deliveries.Code(84_005), 1, 10));
        await exchange.SettleAsync();
        var other = new PullStore(database.Source(DatabaseRoles.Loader), source, TimeSpan.FromMinutes(5));
        (await other.ClaimAsync(CancellationToken.None)).IsOk.ShouldBeTrue();

        (await Pull(deliveries).RunAsync(source, 10, CancellationToken.None)).Error.Code.ShouldBe("source-held");
        await other.ReleaseAsync(null);
        var options = new ImportOptions(database.As(DatabaseRoles.Loader), "3709") { Clock = new TakeOver(() => TakeAway("held")) };
        var lost = await new SourcePull(database.Source(DatabaseRoles.Loader), options, deliveries.Folder).RunAsync(source, 10, CancellationToken.None);

        lost.Error.Code.ShouldBe("source-held");
        (await RecordsAsync(84_005)).ShouldBe(0);
    }

    [Fact]
    public async Task What_makes_a_source_unusable_is_named_noted_and_moves_nothing()
    {
        using var deliveries = new Deliveries(database);
        await using var exchange = await ExchangeDatabase.CreateAsync(database);
        var source = exchange.Source("wrong");

        (await ErrorAsync(deliveries, source with { Table = "exchange.nowhere" }, "wrong-1")).ShouldBe("source-table");
        (await ErrorAsync(deliveries, source with { Columns = new Dictionary<string, string>(StringComparer.Ordinal) { ["没有"] = "uscc" } }, "wrong-2")).ShouldBe("source-column");
        (await ErrorAsync(deliveries, source with { ChangeColumn = "id" }, "wrong-3")).ShouldBe("source-change-column");
        (await ErrorAsync(deliveries, source with { ConnectionString = source.ConnectionString + ";Password=wrong" }, "wrong-4")).ShouldBe("source-unreachable");
        (await database.ScalarAsync<long>("select count(*) from credit.delivery_call where channel = 'pull' and error in ('source-table', 'source-column', 'source-change-column', 'source-unreachable')")).ShouldBe(4);
        (await database.ScalarAsync<string>("select string_agg(error_code, ' ' order by name) from credit.pull_source where name like 'wrong-%' and at_xid = '0' and failed_at is not null"))
            .ShouldBe("source-table source-column source-change-column source-unreachable");
    }

    [Fact]
    public async Task A_source_that_was_restored_or_whose_table_changed_is_read_from_the_start_on_request_only()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(84_006);
        await using var exchange = await ExchangeDatabase.CreateAsync(database);
        await using var restored = await ExchangeDatabase.CreateAsync(database);
        foreach (var each in (ExchangeDatabase[])[exchange, restored])
        {
            await each.ExecuteAsync(ExchangeDatabase.Insert(Deliveries.Code(84_006), 1, 7));
            await each.SettleAsync();
        }

        var source = exchange.Source("restored");
        (await PullAsync(deliveries, source)).AcceptedNew.ShouldBe(7);

        (await Pull(deliveries).RunAsync(restored.Source("restored"), 10, CancellationToken.None)).Error.Code.ShouldBe("source-restored");
        (await Pull(deliveries).RunAsync(source with { Table = "exchange.other" }, 10, CancellationToken.None)).Error.Code.ShouldBe("source-changed");
        (await Pull(deliveries).FromStartAsync(restored.Source("restored"), CancellationToken.None)).IsOk.ShouldBeTrue();
        (await PullAsync(deliveries, restored.Source("restored"))).Duplicate.ShouldBe(7);
    }

    [Fact]
    public async Task The_source_is_read_by_its_index_and_a_note_that_is_not_mapped_never_leaves_it()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(84_007);
        await using var exchange = await ExchangeDatabase.CreateAsync(database);
        await exchange.ExecuteAsync(ExchangeDatabase.Insert(Deliveries.Code(84_007), 1, 20_000) + $"; analyze {Table}");
        await exchange.SettleAsync();
        var source = exchange.Source("plan");

        var sql = new PullReader(source).Sql(new SourceTable(["bigint"], [("业务编号", "key")]), new PullPosition("1", ["5"], null))
            .Replace("@from", "'1'", StringComparison.Ordinal).Replace("@until", "'999999999'", StringComparison.Ordinal).Replace("@key0", "'5'", StringComparison.Ordinal).Replace("@limit", "50", StringComparison.Ordinal);
        await using var command = exchange.Owner.CreateCommand("explain " + sql);
        await using var rows = await command.ExecuteReaderAsync();
        await rows.ReadAsync();

        rows.GetString(0).ShouldStartWith("Limit");
        await rows.ReadAsync();
        rows.GetString(0).ShouldContain("Index Scan using");
        (await PullAsync(deliveries, source with { BatchRows = 100 }, batches: 1)).AcceptedNew.ShouldBe(100);
        (await database.ScalarAsync<long>("select count(*) from credit.credit_record where payload::text like '%never leaves%'")).ShouldBe(0);
    }

    private static SourcePull Pull(CityDatabase city, string folder) => new(city.Source(DatabaseRoles.Loader), new ImportOptions(city.As(DatabaseRoles.Loader), "3709"), folder);

    private SourcePull Pull(Deliveries deliveries) => Pull(database, deliveries.Folder);

    private async Task<PullOutcome> PullAsync(Deliveries deliveries, PullSource source, int batches = 1_000)
    {
        var result = await Pull(deliveries).RunAsync(source, batches, CancellationToken.None);
        result.IsOk.ShouldBeTrue(result.IsOk ? null : result.Error.ToString());
        return result.Value;
    }

    private async Task<string> ErrorAsync(Deliveries deliveries, PullSource source, string name) =>
        (await Pull(deliveries).RunAsync(source with { Name = name }, 10, CancellationToken.None)).Error.Code;

    private void TakeAway(string name)
    {
        using var command = database.Source(DatabaseRoles.Owner).CreateCommand("update credit.pull_source set lease_token = gen_random_uuid() where name = $1");
        command.Parameters.AddWithValue(name);
        command.ExecuteNonQuery();
    }

    private Task<long> RecordsAsync(int number) => database.ScalarAsync<long>(
        "select count(*) from credit.credit_record r join registry.enterprise e on e.id = r.enterprise_id where e.uscc = $1", Deliveries.Code(number));

    /// <summary>A clock that stops the pull when it is asked the n-th time; an import asks twice.</summary>
    private sealed class StopAt(int n, CancellationTokenSource stop) : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow()
        {
            if (++_asked == n)
            {
                stop.Cancel();
            }

            return base.GetUtcNow();
        }
    }

    private sealed class TakeOver(Action happens) : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow()
        {
            if (++_asked == 2)
            {
                happens();
            }

            return base.GetUtcNow();
        }
    }
}
