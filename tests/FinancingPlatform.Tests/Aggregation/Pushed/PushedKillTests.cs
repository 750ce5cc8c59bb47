using System.Diagnostics;
using System.Globalization;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Exchange.World;

namespace FinancingPlatform.Tests.Aggregation.Pushed;

/// <summary>A real worker, killed as kill -9 does in the middle of an import and started again: nothing doubled, nothing half.</summary>
[Trait("speed", "slow")]
public sealed class PushedKillTests(ExchangeWorld world) : IClassFixture<ExchangeWorld>
{
    private const string Item = "tax-payment";
    private const int Rows = 60_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_worker_killed_while_it_stages_and_while_it_merges_leaves_nothing_half_and_doubles_nothing()
    {
        using var deliveries = new Deliveries(world.City);
        await deliveries.RegisterAsync(82_001);
        var department = await PushedDepartment.CreateAsync(world.City, Item);
        var id = await department.PushAsync(Item, PushedDepartment.TaxRows(Deliveries.Code(82_001), Rows));

        foreach (var statement in (string[])["copy pg_temp.import_item%", "insert into credit.credit_record%"])
        {
            // So that no import is done before its worker is killed.
            await using var held = await MergeHold.TakeAsync(world.City.Superuser);
            using (var worker = Start(deliveries.Folder))
            {
                await SeenAsync(statement);
                worker.Kill();
                await worker.WaitForExitAsync();
            }

            (await department.StateAsync(id)).ShouldBe("complete", statement);
            (await RecordsAsync()).ShouldBe(0, statement);
        }

        using (var worker = Start(deliveries.Folder))
        {
            await ExchangeWorld.EventuallyAsync(async () => await department.StateAsync(id) == "imported", "the delivery is in");
            worker.Kill();
            await worker.WaitForExitAsync();
        }

        (await RecordsAsync()).ShouldBe(Rows);
        (await world.City.ScalarAsync<long>("select count(*) from credit.import_batch where delivery_id = $1 and accepted_new = $2", id, (long)Rows)).ShouldBe(1);
        (await department.BodiesAsync(id)).ShouldBe(0);
    }

    private Task<long> RecordsAsync() => world.City.ScalarAsync<long>(
        "select count(*) from credit.credit_record r join registry.enterprise e on e.id = r.enterprise_id where e.uscc = $1", Deliveries.Code(82_001));

    /// <summary>Waits until the worker's backend runs a statement, asked of the server itself.</summary>
    private async Task SeenAsync(string statement)
    {
        var clock = Stopwatch.StartNew();
        await using var connection = new Npgsql.NpgsqlConnection(world.City.Superuser);
        await connection.OpenAsync();
        await using var look = new Npgsql.NpgsqlCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and usename = 'city_loader' and state = 'active' and query ilike '%' || $1", connection)
        {
            Parameters = { new() { Value = statement } },
        };
        while (await look.ExecuteScalarAsync() is 0L)
        {
            clock.Elapsed.ShouldBeLessThan(Limit, statement);
        }
    }

    private Process Start(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "FinancingPlatform.Worker.dll")])
        {
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Number()}"),
            ["ConnectionStrings__Platform"] = world.City.As(DatabaseRoles.Worker),
            ["ConnectionStrings__Loader"] = world.City.As(DatabaseRoles.Loader),
            ["Keys__Directory"] = world.KeysOf("worker"),
            ["Keys__Trust"] = world.Trust,
            ["Platform__CityUscc"] = ExchangeWorld.CityParty,
            // Nobody answers there: that loop waits, the others go on.
            ["Platform__ProvinceUrl"] = "http://127.0.0.1:9",
            ["Audit__SealFolder"] = Path.Combine(folder, "seals"),
            ["Intake__Folder"] = Path.Combine(folder, "intake"),
            ["Intake__LeaseSeconds"] = "2",
            ["Logging__LogLevel__Default"] = "None",
        })
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
