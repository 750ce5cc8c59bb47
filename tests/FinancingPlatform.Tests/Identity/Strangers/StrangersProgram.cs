using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Tests.Architecture;

namespace FinancingPlatform.Tests.Identity.Strangers;

/// <summary>A program of tests/FinancingPlatform.Conformance: one line of JSON in, lines of JSON out.</summary>
internal sealed class StrangersProgram : IDisposable
{
    private static readonly TimeSpan s_answersWithin = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _errors;

    private StrangersProgram(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static async Task<StrangersProgram> StartAsync(string file, JsonObject task)
    {
        var folder = Path.Combine(RepositoryFiles.Root, "tests", "FinancingPlatform.Conformance");
        Directory.Exists(Path.Combine(folder, "node_modules")).ShouldBeTrue($"run npm ci in {folder}");
        var process = Process.Start(new ProcessStartInfo("node", file)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var program = new StrangersProgram(process);
        await program.WriteAsync(task);
        return program;
    }

    public async Task WriteAsync(JsonObject line)
    {
        await _process.StandardInput.WriteLineAsync(line.ToJsonString());
        await _process.StandardInput.FlushAsync();
    }

    public async Task<JsonElement> ReadAsync()
    {
        using var patience = new CancellationTokenSource(s_answersWithin);
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        return line is null ? throw new InvalidOperationException("The stranger's program ended without a word: " + await _errors) : JsonSerializer.Deserialize<JsonElement>(line);
    }

    public void Dispose()
    {
        // Its standard input ends, and so does it.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
