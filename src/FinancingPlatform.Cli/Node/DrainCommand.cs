using System.CommandLine;
using System.Diagnostics;

namespace FinancingPlatform.Cli.Node;

/// <summary><c>fp node drain</c>: waits until nothing waits on the way up.</summary>
internal static class DrainCommand
{
    private const int DefaultTimeoutSeconds = 120;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static Command Build()
    {
        var timeout = new Option<int>("--timeout") { Description = $"Seconds to wait at most (default {DefaultTimeoutSeconds}).", DefaultValueFactory = _ => DefaultTimeoutSeconds };
        var command = new Command("drain", "Waits until every message has reached the nation and its receipt is stored.") { timeout, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => DrainAsync(Running.Find(parsed), TimeSpan.FromSeconds(parsed.GetValue(timeout)), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> DrainAsync(Running running, TimeSpan timeout, Output output, CancellationToken cancel)
    {
        using var senders = Senders.Of(running);
        var clock = Stopwatch.StartNew();
        return await output.ProgressAsync("Waiting for the exchange to drain", async progress =>
        {
            long most = 1;
            while (true)
            {
                var backlog = await senders.BacklogAsync(cancel);
                var waiting = backlog.Destinations.Sum(d => d.Waiting);
                most = Math.Max(most, waiting);
                progress.Report(1 - ((double)waiting / most));
                if (backlog.IsDrained || clock.Elapsed > timeout)
                {
                    output.Result(
                        new { Drained = backlog.IsDrained, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1), backlog.Destinations, backlog.Silent }, StatusCommand.Lines(backlog));
                    return backlog.IsDrained ? ExitCodes.Ok : Late(backlog.Destinations.Sum(d => d.Parked));
                }

                await Task.Delay(Pause, cancel);
            }
        });
    }

    private static int Late(long parked)
    {
        Output.Error(
            parked > 0 ? $"Messages still wait, and {parked} are parked: what stands behind a parked message does not move." : "Messages still wait.", "node drain",
            "See fp node status and fp node reconcile; start a node that is down with fp start NAME.");
        return ExitCodes.Failure;
    }
}
