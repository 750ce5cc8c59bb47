using System.Diagnostics;
using System.Text.Json;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Cli.Import;

namespace FinancingPlatform.Cli.Bench.Import;

/// <summary>One <c>fp import</c> as a child process (导入子进程), so that its memory is its own.</summary>
internal static class ImportProcess
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Process Start(string connectionString, string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(ImportProcess).Assembly.Location] : [];
        foreach (var argument in (string[])[.. program, "import", ImportFile.Item, file, "--source", "bench", "--json"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[LoaderConnection.Variable] = connectionString;
        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }

    public static async Task<ImportOutcome> RunAsync(string connectionString, string file, CancellationToken cancel)
    {
        using var process = Start(connectionString, file);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var result = await process.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            return process.ExitCode == ExitCodes.Ok
                ? JsonSerializer.Deserialize<ImportOutcome>(result, Json)!
                : throw new CliException((await errors.ConfigureAwait(false)).Trim(), "fp import", "Read the message above.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
