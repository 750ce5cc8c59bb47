namespace FinancingPlatform.Cli.Up;

/// <summary>What a killed <c>fp up</c> left behind: hosts named by its run file are stopped, if they still are the same processes.</summary>
internal static class Orphans
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>Called under the data folder's lock, so whoever wrote the run file is gone.</summary>
    public static async Task StopAsync(string data, Output output)
    {
        if (Running.Read(data) is not { } stale)
        {
            return;
        }

        output.Say("An earlier run ended without stopping; recovering.");
        // The database server is not stopped: it may be recovering, and is taken over as it is.
        var hosts = stale.Run.Hosts.Where(h => h.Key != DatabaseServer.ServerName && h.Value is { Pid: > 0, Started: not null });
        await Task.WhenAll(hosts.Select(async h =>
        {
            using var orphan = Processes.Find(h.Value.Pid, h.Value.Started!.Value);
            if (orphan is not null)
            {
                output.Say($"Stopping {h.Key} of the earlier run (process {h.Value.Pid}).");
                await Processes.StopAsync(orphan, Patience).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        File.Delete(Running.RunFilePath(data));
    }
}
