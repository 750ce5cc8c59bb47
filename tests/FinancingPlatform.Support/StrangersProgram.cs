using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FinancingPlatform.Support;

/// <summary>A program of tests/FinancingPlatform.Conformance: one line of JSON in, lines of JSON out.</summary>
public sealed class StrangersProgram : IDisposable
{
    private static readonly TimeSpan s_answersWithin = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _errors;

    private StrangersProgram(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it and hands it its task.</summary>
    /// <param name="file">One of the folder's programs.</param>
    /// <param name="task">The first line that it reads.</param>
    public static async Task<StrangersProgram> StartAsync(string file, JsonObject task)
    {
        var folder = Path.Combine(Repository.Root, "tests", "FinancingPlatform.Conformance");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException($"The strangers' packages are missing: run npm ci in {folder}");
        }

        var process = Process.Start(new ProcessStartInfo("node", file)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var program = new StrangersProgram(process);
        await program.WriteAsync(task);
        return program;
    }

    /// <summary>Writes it one line.</summary>
    public async Task WriteAsync(JsonObject line)
    {
        await _process.StandardInput.WriteLineAsync(line.ToJsonString());
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The next line that it says.</summary>
    /// <exception cref="InvalidOperationException">It ended without one; the message holds its last words.</exception>
    public async Task<JsonElement> ReadAsync()
    {
        using var patience = new CancellationTokenSource(s_answersWithin);
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        return line is null ? throw new InvalidOperationException("The stranger's program ended without a word: " + await _errors) : JsonSerializer.Deserialize<JsonElement>(line);
    }

    /// <inheritdoc/>
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
