using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Bench.Scoring;

/// <summary>Our fit against the same library's fit driven from Python (训练用时): the same rows, parameters and rounds, in turns.</summary>
internal static class Fit
{
    public const int Rounds = 100;

    /// <summary>The Python that Debian's python3-xgboost installs for; another one on the path does not see it.</summary>
    private const string Python = "/usr/bin/python3";

    private const string Script = "Bench/Scoring/fit_baseline.py";

    public static TrainingPlan Plan { get; } = new() { Depth = 6, Step = 0.1, MinLeafWeight = 1, Penalty = 1, Threads = 1 };

    /// <summary>The model, and the least time of ours over the least time of Python's.</summary>
    public static async Task<(byte[] Model, double Ratio, string Seconds)> MeasureAsync(ModelTable table, int turns, BenchContext context, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(context.Work, "fit")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "values.bin"), MemoryMarshal.AsBytes(table.Values.AsSpan()).ToArray(), cancel).ConfigureAwait(false);
        await File.WriteAllBytesAsync(Path.Combine(folder, "labels.bin"), MemoryMarshal.AsBytes(table.Labels.AsSpan()).ToArray(), cancel).ConfigureAwait(false);
        var script = Path.Combine(folder, "fit_baseline.py");
        await File.WriteAllTextAsync(script, SqlResource.Read(typeof(Fit).Assembly, Script), cancel).ConfigureAwait(false);
        var (ours, theirs, model) = (double.PositiveInfinity, double.PositiveInfinity, Array.Empty<byte>());
        for (var turn = 0; turn < turns; turn++)
        {
            theirs = Math.Min(theirs, await PythonAsync(script, folder, table, cancel).ConfigureAwait(false));
            var clock = Stopwatch.StartNew();
            model = Trainer.Boost(table, Plan, Rounds, cancel);
            ours = Math.Min(ours, clock.Elapsed.TotalSeconds);
        }

        return (model, ours / theirs, string.Create(CultureInfo.InvariantCulture, $"{ours:0.00} s against {theirs:0.00} s"));
    }

    private static async Task<double> PythonAsync(string script, string folder, ModelTable table, CancellationToken cancel)
    {
        string[] arguments = [script, folder, Text(table.Rows), Text(table.Width), Text(Rounds), Text(Plan.Threads ?? 1), JsonSerializer.Serialize(Plan.Parameters(table.Features).ToDictionary())];
        using var python = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })
            ?? throw new CliException($"{Python} does not start.", "bench scoring", "Install python3 and python3-xgboost.");
        var errors = python.StandardError.ReadToEndAsync(cancel);
        var answer = await python.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
        await python.WaitForExitAsync(cancel).ConfigureAwait(false);
        return python.ExitCode == 0
            ? double.Parse(answer, CultureInfo.InvariantCulture)
            : throw new CliException($"The fit from Python failed: {(await errors.ConfigureAwait(false)).Trim()}", "bench scoring", "apt-get install -y python3-xgboost");
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
