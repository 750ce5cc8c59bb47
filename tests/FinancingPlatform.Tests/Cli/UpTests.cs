using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FinancingPlatform.Cli;
using FinancingPlatform.Cli.Up;

namespace FinancingPlatform.Tests.Cli;

public sealed class UpTests
{
    [Fact]
    public void A_taken_port_is_named_with_its_program()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var error = Should.Throw<CliException>(new Ports(port - 2).EnsureFree);
        error.Message.ShouldContain($"{port} (province)");
        error.WhatToDo.ShouldContain("--port-base");
    }

    [Theory]
    [InlineData(80, false)]
    [InlineData(5080, true)]
    [InlineData(65527, true)]
    [InlineData(65528, false)]
    public void A_first_port_leaves_room_for_the_others(int port, bool possible) => Ports.IsPossible(port).ShouldBe(possible);

    [Fact]
    public void A_process_is_found_only_with_its_start_time()
    {
        using var self = Process.GetCurrentProcess();
        var started = Processes.StartOf(self);
        Processes.Find(self.Id, started).ShouldNotBeNull().Dispose();
        Processes.Find(self.Id, started - TimeSpan.FromMinutes(1)).ShouldBeNull();
    }

    [Fact]
    public void Pauses_between_restarts_grow_to_a_limit()
    {
        var backoff = new Backoff();
        backoff.MayStart.ShouldBeTrue();
        backoff.Started();
        var pauses = Enumerable.Range(0, 12).Select(_ => backoff.Died()).ToList();
        pauses[0].ShouldBe(TimeSpan.FromMilliseconds(500));
        pauses[1].ShouldBe(TimeSpan.FromSeconds(1));
        pauses[^1].ShouldBe(TimeSpan.FromSeconds(30));
        backoff.MayStart.ShouldBeFalse();
    }

    [Fact]
    public void A_data_folder_is_one_platforms_at_a_time()
    {
        var folder = Directory.CreateTempSubdirectory("fp-lock-").FullName;
        try
        {
            using (UpLock.Take(folder))
            {
                Should.Throw<CliException>(() => UpLock.Take(folder)).WhatToDo.ShouldContain("fp down");
            }

            UpLock.Take(folder).Dispose();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Bad_usage_and_failure_have_their_own_exit_codes()
    {
        (await CommandLine.RunAsync(["no-such-command"])).ShouldBe(ExitCodes.BadUsage);
        (await CommandLine.RunAsync(["bench", "no-such-bench"])).ShouldBe(ExitCodes.BadUsage);
        (await CommandLine.RunAsync(["up", "--port-base", "80"])).ShouldBe(ExitCodes.BadUsage);
        (await CommandLine.RunAsync(["demo", "--data", Path.Combine(Path.GetTempPath(), "no-such-folder")])).ShouldNotBe(ExitCodes.Ok);
    }

    [Fact]
    public void A_run_file_reads_back_as_it_was_written()
    {
        var folder = Directory.CreateTempSubdirectory("fp-run-").FullName;
        try
        {
            var started = DateTimeOffset.UnixEpoch.AddYears(50);
            var store = new RunFileStore(folder, 64999);
            store.Write(new RunFile(7, new Dictionary<string, RunningHost>(StringComparer.Ordinal) { ["portal"] = new(8, "http://localhost:64999") { Started = started } }, "http://localhost:64999"));
            var running = Running.Read(folder).ShouldNotBeNull();
            running.Run.Hosts["portal"].Started.ShouldBe(started);
            running.UrlOf("portal").Port.ShouldBe(64999);
            running.IsAlive().ShouldBeFalse();
            store.Remove();
            Running.Read(folder).ShouldBeNull();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
