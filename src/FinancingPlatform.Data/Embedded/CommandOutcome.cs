using System.Diagnostics;

namespace FinancingPlatform.Data;

/// <summary>How a short-lived program ended.</summary>
internal sealed record CommandOutcome(int ExitCode, string Text)
{
    /// <summary>None of the programs run here (initdb, pg_ctl, chown, test) has a reason to take longer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private const int LongestText = 4000;

    public bool Ok => ExitCode == 0;

    public static async Task<CommandOutcome> RunAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            // The caller's folder may be out of reach for the user that the program runs as.
            WorkingDirectory = "/",
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        // Messages are searched for a few words, and a host's own PG* settings must not leak in.
        start.Environment["LC_ALL"] = "C";
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start");
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            var text = ((await output) + (await error)).Trim();
            return new CommandOutcome(process.ExitCode, text.Length > LongestText ? text[^LongestText..] : text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
