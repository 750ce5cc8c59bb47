using System.Security.Cryptography;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Pushed;
using FinancingPlatform.Data;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation.Pushed;

/// <summary>What departments pushed is imported once, whole, in their order, and they read what became of it.</summary>
public sealed class PushedImportTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const string Item = "tax-payment";

    [Fact]
    [Trait("rule", "B2")]
    public async Task A_completed_delivery_is_imported_booked_and_emptied()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(81_001);
        var department = await PushedDepartment.CreateAsync(database, Item);
        var rows = PushedDepartment.TaxRows(Deliveries.Code(81_001), 250);
        var lines = (string[])[.. rows, rows[0], "{\"nonsense\":1}", "{}"];
        var id = await department.PushAsync(Item, lines, linesOfChunk: 100, SHA256.HashData(PushedDepartment.Bytes(lines)));

        var run = await PushedDepartment.Import(database, deliveries.Folder).RunOnceAsync(CancellationToken.None);

        run.ShouldBe(new PushedRun(id, Item, "imported"));
        (await department.StateAsync(id)).ShouldBe("imported");
        (await department.BodiesAsync(id)).ShouldBe(0);
        (await RecordsAsync(81_001)).ShouldBe(250);
        (await database.ScalarAsync<string>(
            "select concat_ws(' ', channel, source, received, accepted_new, accepted_version, duplicate, withheld, rejected) from credit.import_batch where delivery_id = $1", id))
            .ShouldBe("push 虚构市场监管局 253 250 0 1 0 2");
        (await database.ScalarAsync<string>("select string_agg(line || ':' || rule, ' ' order by line) from credit.rejection r join credit.import_batch b on b.id = r.batch_id where b.delivery_id = $1", id))
            .ShouldBe("252:json-unknown-member 253:required");
        Directory.EnumerateFiles(deliveries.Folder, $"{id:N}*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_digest_that_differs_and_an_item_that_is_not_taken_are_told_to_the_department_and_keep_nothing()
    {
        using var deliveries = new Deliveries(database);
        var department = await PushedDepartment.CreateAsync(database, Item, "horoscope");
        var differs = await department.PushAsync(Item, ["{}"], sha256: new byte[32]);
        var unknown = await department.PushAsync("horoscope", ["{}"]);
        var import = PushedDepartment.Import(database, deliveries.Folder);

        (await import.RunOnceAsync(CancellationToken.None))!.State.ShouldBe("failed");
        (await import.RunOnceAsync(CancellationToken.None))!.State.ShouldBe("failed");

        (await department.ErrorAsync(differs)).ShouldBe("sha256-differs");
        (await department.ErrorAsync(unknown)).ShouldBe("item-unknown");
        (await department.BodiesAsync(differs) + await department.BodiesAsync(unknown)).ShouldBe(0);
        (await database.ScalarAsync<string>("select string_agg(distinct error, ' ') from credit.delivery_call where item = 'horoscope' and channel = 'push'")).ShouldBe("item-unknown");
        (await import.RunOnceAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_correction_never_overtakes_what_it_corrects()
    {
        using var deliveries = new Deliveries(database);
        var department = await PushedDepartment.CreateAsync(database, Item);
        var other = await PushedDepartment.CreateAsync(database, Item);
        var first = await department.PushAsync(Item, ["{}"]);
        var correction = await department.PushAsync(Item, ["{}"]);
        var others = await other.PushAsync(Item, ["{}"]);
        var import = PushedDepartment.Import(database, deliveries.Folder);
        await database.ExecuteAsync("update credit.delivery set leased_until = now() + interval '1 hour' where id = $1", first);

        (await import.RunOnceAsync(CancellationToken.None))!.Id.ShouldBe(others);
        (await import.RunOnceAsync(CancellationToken.None)).ShouldBeNull("the correction waits for the delivery before it");
        await database.ExecuteAsync("update credit.delivery set leased_until = now() where id = $1", first);
        (await import.RunOnceAsync(CancellationToken.None))!.Id.ShouldBe(first);
        (await import.RunOnceAsync(CancellationToken.None))!.Id.ShouldBe(correction);
    }

    [Fact]
    public async Task Workers_at_the_same_time_take_each_delivery_once()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(81_010);
        var all = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            var department = await PushedDepartment.CreateAsync(database, Item);
            all.Add(await department.PushAsync(Item, PushedDepartment.TaxRows(Deliveries.Code(81_010), 50, first: i * 50)));
        }

        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var import = PushedDepartment.Import(database, deliveries.Folder);
            var taken = new List<PushedRun>();
            while (await import.RunOnceAsync(CancellationToken.None) is { } run)
            {
                taken.Add(run);
            }

            return taken;
        })));

        runs.SelectMany(taken => taken).ShouldAllBe(run => run.State == "imported");
        runs.SelectMany(taken => taken).Select(run => run.Id).ShouldBe(all, ignoreOrder: true);
        (await RecordsAsync(81_010)).ShouldBe(400);
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_commits_nothing()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(81_020);
        var department = await PushedDepartment.CreateAsync(database, Item);
        var id = await department.PushAsync(Item, PushedDepartment.TaxRows(Deliveries.Code(81_020), 20));
        // Its claim is taken over after the rows are in and before they are committed.
        var options = new ImportOptions(database.As(DatabaseRoles.Loader), "3709") { Clock = new TakingOver(() => TakeOver(id)) };
        var slow = new PushedImport(database.Source(DatabaseRoles.Loader), options, deliveries.Folder);

        (await slow.RunOnceAsync(CancellationToken.None))!.State.ShouldBe("lost");

        (await RecordsAsync(81_020)).ShouldBe(0);
        await database.ExecuteAsync("update credit.delivery set leased_until = now() where id = $1", id);
        (await PushedDepartment.Import(database, deliveries.Folder).RunOnceAsync(CancellationToken.None))!.State.ShouldBe("imported");
        (await RecordsAsync(81_020)).ShouldBe(20);
    }

    [Fact]
    public async Task The_platforms_own_failure_keeps_the_delivery_and_tries_it_again_later()
    {
        using var deliveries = new Deliveries(database);
        var department = await PushedDepartment.CreateAsync(database, Item);
        var id = await department.PushAsync(Item, ["{}"]);
        var broken = new PushedImport(database.Source(DatabaseRoles.Loader), new ImportOptions(database.As(DatabaseRoles.Loader) + ";Password=wrong", "3709"), deliveries.Folder);

        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => broken.RunOnceAsync(CancellationToken.None));

        (await department.StateAsync(id)).ShouldBe("complete");
        (await department.ErrorAsync(id)).ShouldBe("import-put-off");
        (await department.BodiesAsync(id)).ShouldBe(1);
        (await database.ScalarAsync<bool>("select leased_until > now() from credit.delivery where id = $1", id)).ShouldBeTrue();
        await database.ExecuteAsync("update credit.delivery set leased_until = now() where id = $1", id);
        (await PushedDepartment.Import(database, deliveries.Folder).RunOnceAsync(CancellationToken.None))!.State.ShouldBe("imported");
        (await department.ErrorAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task An_import_that_is_stopped_gives_the_delivery_back_at_once()
    {
        using var deliveries = new Deliveries(database);
        var department = await PushedDepartment.CreateAsync(database, Item);
        var id = await department.PushAsync(Item, ["{}"]);
        using var stop = new CancellationTokenSource();
        var options = new ImportOptions(database.As(DatabaseRoles.Loader), "3709") { Clock = new TakingOver(stop.Cancel) };

        await Should.ThrowAsync<OperationCanceledException>(() => new PushedImport(database.Source(DatabaseRoles.Loader), options, deliveries.Folder).RunOnceAsync(stop.Token));

        (await database.ScalarAsync<bool>("select state = 'complete' and leased_until <= now() from credit.delivery where id = $1", id)).ShouldBeTrue();
        (await PushedDepartment.Import(database, deliveries.Folder).RunOnceAsync(CancellationToken.None))!.State.ShouldBe("imported");
    }

    [Fact]
    public async Task A_delivery_that_its_department_abandoned_expires_without_its_rows()
    {
        using var deliveries = new Deliveries(database);
        var department = await PushedDepartment.CreateAsync(database, Item);
        var (old, fresh) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var id in (Guid[])[old, fresh])
        {
            await department.OpenAsync(id, Item, 2);
            await department.AddAsync(id, 1, ["{}"]);
        }

        await database.ExecuteAsync("update credit.delivery set touched_at = now() - $2 where id = $1", old, PushedLimits.AbandonedAfter + TimeSpan.FromMinutes(1));

        (await PushedDepartment.Import(database, deliveries.Folder).ExpireAsync(CancellationToken.None)).ShouldBe(1);

        (await department.StateAsync(old), await department.StateAsync(fresh)).ShouldBe(("expired", "open"));
        (await department.BodiesAsync(old), await department.BodiesAsync(fresh)).ShouldBe((0L, 1L));
        (await department.AddAsync(old, 2, ["{}"])).ShouldBe("expired");
    }

    // A clock can't be awaited.
    private void TakeOver(Guid id)
    {
        using var command = database.Source(DatabaseRoles.Owner).CreateCommand("update credit.delivery set attempts = attempts + 1 where id = $1");
        command.Parameters.AddWithValue(id);
        command.ExecuteNonQuery();
    }

    private Task<long> RecordsAsync(int number) => database.ScalarAsync<long>(
        "select count(*) from credit.credit_record r join registry.enterprise e on e.id = r.enterprise_id where e.uscc = $1", Deliveries.Code(number));

    /// <summary>A clock that something happens at when the rows get their moment, which is after they are staged.</summary>
    private sealed class TakingOver(Action happens) : TimeProvider
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
