using System.Diagnostics;
using FinancingPlatform.Support;

namespace FinancingPlatform.EndToEnd;

/// <summary>How a command of the repository ended.</summary>
internal sealed record CommandResult(int ExitCode, string Out, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\n--- out\n{Out}\n--- error\n{Error}";
}

/// <summary>Runs <c>./fp</c> as a person would.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static Task<CommandResult> FpAsync(params string[] arguments) => RunAsync("fp", arguments);

    public static async Task<CommandResult> RunAsync(string script, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var process = Start(script, arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} {string.Join(' ', arguments)} was not done within {Limit}.");
        }
    }

    public static Process Start(string script, params string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(Path.Combine(Repository.Root, script), arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                WorkingDirectory = Path.GetTempPath(),
            },
        };
        process.Start();
        return process;
    }
}
