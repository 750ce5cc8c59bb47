using System.Diagnostics;
using System.Text.Json;
using FinancingPlatform.Cli.Import;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Aggregation.Pushed;
using AggregationDeliveries = FinancingPlatform.Tests.Aggregation.Deliveries;

namespace FinancingPlatform.Tests.Cli;

/// <summary><c>fp import</c> as a real process, killed or stopped in the middle, then once more: nothing doubled, nothing half.</summary>
[Trait("speed", "slow")]
public sealed class ImportKillTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const string Item = "tax-payment";
    private const int Rows = 60_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Killed_while_it_reads_and_while_it_merges_stopped_by_ctrl_c_and_run_again_it_is_in_once()
    {
        using var deliveries = new AggregationDeliveries(database);
        await deliveries.RegisterAsync(85_001);
        var file = deliveries.Write("tax.ndjson", [.. PushedDepartment.TaxRows(AggregationDeliveries.Code(85_001), Rows), """{"uscc":"1"}"""]);

        foreach (var (statement, isKilled) in ((string, bool)[])[("copy pg_temp.import_item%", true), ("insert into credit.credit_record%", true), ("copy pg_temp.import_item%", false)])
        {
            // So that no import is done before it is stopped.
            await using var held = await MergeHold.TakeAsync(database.Superuser);
            using var import = Start(file);
            await SeenAsync(statement, import);
            if (isKilled)
            {
                import.Kill();
            }
            else
            {
                using var signal = Process.Start("kill", ["-INT", import.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                await signal.WaitForExitAsync();
            }

            var told = await import.StandardError.ReadToEndAsync();
            await import.WaitForExitAsync();
            import.ExitCode.ShouldNotBe(0);
            if (!isKilled)
            {
                told.ShouldContain("Stopped before it was done.");
            }

            await held.DisposeAsync();
            await GoneAsync();
            (await RecordsAsync()).ShouldBe(0, statement);
            File.Exists(file + ".rejected.csv").ShouldBeFalse(statement);
        }

        (await database.ScalarAsync<string>("select string_agg(error, ' ') from credit.delivery_call where item = $1", Item)).ShouldBe("cancelled");
        foreach (var (accepted, duplicate) in ((long, long)[])[(Rows, 0), (0, Rows)])
        {
            using var import = Start(file);
            var result = JsonSerializer.Deserialize<JsonElement>(await import.StandardOutput.ReadToEndAsync());
            (result.GetProperty("accepted_new").GetInt64(), result.GetProperty("duplicate").GetInt64(), result.GetProperty("rejected").GetInt64()).ShouldBe((accepted, duplicate, 1L));
        }

        (await RecordsAsync()).ShouldBe(Rows);
        (await database.ScalarAsync<long>("select count(*) from credit.import_batch where item = $1", Item)).ShouldBe(2);
        File.Exists(file + ".rejected.csv.part").ShouldBeFalse();
    }

    private Task<long> RecordsAsync() => database.ScalarAsync<long>("select count(*) from credit.credit_record where item = $1", Item);

    private async Task SeenAsync(string statement, Process import)
    {
        var clock = Stopwatch.StartNew();
        await using var connection = new Npgsql.NpgsqlConnection(database.Superuser);
        await connection.OpenAsync();
        while (await ActiveAsync(connection, statement) == 0)
        {
            import.HasExited.ShouldBeFalse(statement);
            clock.Elapsed.ShouldBeLessThan(Limit, statement);
        }
    }

    /// <summary>A killed program's transaction ends when the server notices.</summary>
    private async Task GoneAsync()
    {
        var clock = Stopwatch.StartNew();
        await using var connection = new Npgsql.NpgsqlConnection(database.Superuser);
        await connection.OpenAsync();
        while (await ActiveAsync(connection, "") > 0)
        {
            clock.Elapsed.ShouldBeLessThan(Limit);
            await Task.Delay(20);
        }
    }

    private static async Task<long> ActiveAsync(Npgsql.NpgsqlConnection connection, string statement)
    {
        await using var look = new Npgsql.NpgsqlCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'fp import' and state <> 'idle' and query ilike '%' || $1 || '%'", connection)
        {
            Parameters = { new() { Value = statement } },
        };
        return (long)(await look.ExecuteScalarAsync())!;
    }

    private Process Start(string file)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ImportCommand).Assembly.Location, "import", Item, file, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[LoaderConnection.Variable] = new Npgsql.NpgsqlConnectionStringBuilder(database.As(DatabaseRoles.Loader)) { ApplicationName = "fp import" }.ConnectionString;
        return Process.Start(start)!;
    }
}
