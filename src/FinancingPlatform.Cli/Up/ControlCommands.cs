using System.CommandLine;
using System.Diagnostics;
using System.Net;

namespace FinancingPlatform.Cli.Up;

/// <summary><c>fp stop NAME</c>, <c>fp start NAME</c>, <c>fp down</c>: one program of the running platform, or all.</summary>
internal static class ControlCommands
{
    private static readonly TimeSpan DoneWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public static Command Stop() => Build("stop", "Stops one program of the running platform.", ControlRequests.Stop);

    public static Command Start() => Build("start", "Starts one program of the running platform again.", ControlRequests.Start);

    public static Command Down()
    {
        var command = new Command("down", "Stops the running platform.") { Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var running = Running.Find(parsed);
            var output = Output.For(parsed);
            using var up = running.Run.Started is { } started ? Processes.Find(running.Run.Pid, started) : null;
            if (up is null)
            {
                throw new CliException("The platform was killed; nothing is left that stops it.", Running.RunFilePath(running.Data), "Start it again with ./run: it stops what was left behind.");
            }

            Processes.Terminate(up);
            if (!await Processes.ExitsWithinAsync(up, DoneWithin).ConfigureAwait(false))
            {
                throw new CliException($"The platform has not stopped within {DoneWithin.TotalSeconds:0} s.", $"process {running.Run.Pid}", "Wait, and look at its terminal.");
            }

            output.Result(new { ok = true, stopped = "all" }, "stopped");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Build(string verb, string description, string what)
    {
        var name = new Argument<string>("NAME") { Description = "portal, bank-api, province, nation, worker, phone or postgres" };
        var command = new Command(verb, description) { name, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var running = Running.Find(parsed);
            var host = parsed.GetValue(name)!;
            await AskAsync(running, host, what, cancel).ConfigureAwait(false);
            Output.For(parsed).Result(new { ok = true, name = host, done = what }, $"{host}: {what} done");
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>Asks the running <c>fp up</c>, and waits until it is done (and, for a start, until the host is ready).</summary>
    public static async Task AskAsync(Running running, string name, string what, CancellationToken cancel)
    {
        if (!running.Run.Hosts.ContainsKey(name))
        {
            throw CliException.BadUsage($"The platform has no program {name}.", "NAME", $"Choose one of: {string.Join(' ', running.Run.Hosts.Keys)}");
        }

        if (!running.IsAlive())
        {
            throw new CliException("The platform is not running.", Running.RunFilePath(running.Data), "Start it with ./run.");
        }

        var folders = new Folders(running.Data);
        ControlRequests.Ask(folders, name, what);
        await UntilAsync(() => Task.FromResult(!ControlRequests.IsPending(folders, name)), name, what, cancel).ConfigureAwait(false);
        if (what == ControlRequests.Start && name != DatabaseServer.ServerName)
        {
            using var http = new HttpClient();
            await UntilAsync(() => IsReadyAsync(http, running.UrlOf(name), cancel), name, what, cancel).ConfigureAwait(false);
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> done, string name, string what, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await done().ConfigureAwait(false))
        {
            if (Stopwatch.GetElapsedTime(start) > DoneWithin)
            {
                throw new CliException($"{what} of {name} was not done within {DoneWithin.TotalSeconds:0} s.", name, "Look at the terminal of ./run and at the host's log in the data folder.");
            }

            await Task.Delay(LookEvery, cancel).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri url, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(url, "/readyz"), cancel).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
