using System.CommandLine;
using System.Globalization;
using System.Net;
using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Cli.Up;

/// <summary><c>fp status</c>: hosts, backlog upwards, age of the last audit seal.</summary>
internal static class StatusCommand
{
    /// <summary>The worker's loop that seals the audit chain.</summary>
    private const string SealLoop = "seal";

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    /// <summary>Programs with a backlog of their own towards the node above.</summary>
    private static readonly string[] Senders = ["worker", "province"];

    public static Command Build()
    {
        var command = new Command("status", "Hosts, messages waiting to go up, age of the last audit seal.") { Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var running = Running.Find(parsed);
            var output = Output.For(parsed);
            using var http = new HttpClient { Timeout = AnswerWithin };
            var hosts = await Task.WhenAll(running.Run.Hosts.Select(h => StateAsync(http, h.Key, h.Value, cancel))).ConfigureAwait(false);
            var senders = await Task.WhenAll(Senders.Select(s => AskAsync(running.UrlOf(s), cancel))).ConfigureAwait(false);
            var waiting = senders.All(s => s is not null) ? senders.Sum(s => s!.Destinations.Sum(d => d.Waiting)) : (long?)null;
            var sealedAt = senders[0]?.Loops.FirstOrDefault(l => l.Name.Contains(SealLoop, StringComparison.Ordinal))?.LastRunAt;
            var age = sealedAt is { } at ? (long)(TimeProvider.System.GetUtcNow() - at).TotalSeconds : (long?)null;
            var ok = running.IsAlive() && hosts.All(h => h.Ready);
            output.Result(
                new { Ok = ok, Hosts = hosts, Waiting = waiting, LastSealS = age },
                [
                    .. hosts.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Name,-10} {(h.Ready ? "ready" : "down"),-6} {h.Pid,8}  {h.Url}")),
                    string.Create(CultureInfo.InvariantCulture, $"waiting    {Shown(waiting)} messages to go up"),
                    string.Create(CultureInfo.InvariantCulture, $"last seal  {Shown(age)} s ago"),
                ]);
            return ok ? ExitCodes.Ok : ExitCodes.Failure;
        });
        return command;
    }

    private static string Shown(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "unknown";

    private static async Task<HostState> StateAsync(HttpClient http, string name, RunningHost host, CancellationToken cancel)
    {
        if (name == DatabaseServer.ServerName)
        {
            return new HostState(name, host.Pid, host.Url, host.Pid != 0);
        }

        try
        {
            using var answer = await http.GetAsync(new Uri($"{host.Url}/readyz"), cancel).ConfigureAwait(false);
            return new HostState(name, host.Pid, host.Url, answer.StatusCode == HttpStatusCode.OK);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return new HostState(name, host.Pid, host.Url, Ready: false);
        }
    }

    /// <summary>The sender's own state; null while it does not answer, which the list of hosts already says.</summary>
    private static async Task<NodeStatus?> AskAsync(Uri url, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = AnswerWithin };
        try
        {
            return await NodeClients.Over(http).GetStatusAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or RestEase.ApiException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }

    private sealed record HostState(string Name, int Pid, string Url, bool Ready);
}
