using System.Diagnostics;
using System.Text.Json;

namespace FinancingPlatform.EndToEnd;

/// <summary>Nothing acknowledged is lost or doubled, whatever process dies.</summary>
public sealed class CrashTests(RunningPlatform platform)
{
    private static readonly TimeSpan HealthyWithin = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("worker")]
    [InlineData("province")]
    [InlineData("bank-api")]
    [InlineData("postgres")]
    public async Task A_killed_program_comes_back_and_nothing_is_lost_or_doubled(string host)
    {
        var before = await WalkAsync();
        var pid = platform.PidOf(host);
        using (var victim = Process.GetProcessById(pid))
        {
            victim.Kill();
        }

        await HealthyAsync(host, pid);
        var after = await WalkAsync();
        before.GetProperty("ok").GetBoolean().ShouldBeTrue();
        after.GetProperty("ok").GetBoolean().ShouldBeTrue();
        await DrainedAsync();
    }

    [Fact]
    public async Task After_kill_9_of_everything_a_second_run_goes_on_from_the_same_data()
    {
        (await WalkAsync()).GetProperty("ok").GetBoolean().ShouldBeTrue();
        var hosts = platform.ReadRun().GetProperty("hosts").EnumerateObject().Where(h => h.Name != "postgres").Select(h => h.Value.GetProperty("pid").GetInt32()).ToList();
        await platform.KillAsync();
        await GoneAsync(hosts);

        await platform.StartAsync();
        (await WalkAsync()).GetProperty("ok").GetBoolean().ShouldBeTrue();
        await DrainedAsync();
    }

    [Fact]
    public async Task Ctrl_c_stops_all_of_it_and_a_warm_start_is_quick()
    {
        var hosts = platform.ReadRun().GetProperty("hosts").EnumerateObject().Select(h => h.Value.GetProperty("pid").GetInt32()).ToList();
        (await platform.StopAsync()).ShouldBe(0, platform.Lines());
        await GoneAsync(hosts);
        File.Exists(Path.Combine(platform.Data, "run.json")).ShouldBeFalse();

        await platform.StartAsync();
        // 15 s is the promise on a machine of its own; a shared test machine gets twice that.
        platform.Took.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        (await WalkAsync()).GetProperty("ok").GetBoolean().ShouldBeTrue();
    }

    private async Task<JsonElement> WalkAsync()
    {
        var result = await Command.FpAsync("demo", "--json", "--data", platform.Data);
        result.ExitCode.ShouldBe(0, result + "\n" + platform.Lines());
        return JsonSerializer.Deserialize<JsonElement>(result.Out);
    }

    /// <summary>Waits until the host has another process id and every host is ready again.</summary>
    private async Task HealthyAsync(string host, int oldPid)
    {
        var clock = Stopwatch.StartNew();
        CommandResult status;
        do
        {
            clock.Elapsed.ShouldBeLessThan(HealthyWithin, platform.Lines());
            await Task.Delay(200);
            status = await Command.FpAsync("status", "--json", "--data", platform.Data);
        }
        while (platform.PidOf(host) == oldPid || status.ExitCode != 0);
    }

    /// <summary>Everything went up, and what the nodes hold is what the city sent.</summary>
    private async Task DrainedAsync()
    {
        var drained = await Command.FpAsync("node", "drain", "--json", "--data", platform.Data);
        drained.ExitCode.ShouldBe(0, drained.ToString());
        var reconciled = await Command.FpAsync("node", "reconcile", "--json", "--data", platform.Data);
        reconciled.ExitCode.ShouldBe(0, reconciled.ToString());
        JsonSerializer.Deserialize<JsonElement>(reconciled.Out).GetProperty("clean").GetBoolean().ShouldBeTrue(reconciled.ToString());
    }

    private static async Task GoneAsync(IReadOnlyList<int> pids)
    {
        var clock = Stopwatch.StartNew();
        while (pids.Any(IsAlive))
        {
            clock.Elapsed.ShouldBeLessThan(HealthyWithin, "a program outlived its parent");
            await Task.Delay(100);
        }
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
