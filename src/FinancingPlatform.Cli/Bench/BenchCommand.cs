using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FinancingPlatform.Cli.Bench;

/// <summary><c>fp bench NAME</c>: self-contained, on free ports, in a temporary folder; leaves a running platform alone.</summary>
internal static class BenchCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("NAME") { Description = $"One of: {Names()}" };
        var quick = new Option<bool>("--quick") { Description = "Smaller sizes; done within 60 seconds once its cache is there." };
        var cache = new Option<string?>("--cache") { Description = "Folder for seeded data that is kept between runs (default: .cache/bench in the repository)." };
        var command = new Command("bench", "Measures one promise against its baseline in the same run.") { name, quick, cache, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(name)!,
            parsed.GetValue(quick),
            Path.GetFullPath(parsed.GetValue(cache) ?? Path.Combine(Running.DefaultData(), "..", ".cache", "bench")),
            Output.For(parsed),
            cancel));
        return command;
    }

    private static string Names() => string.Join(", ", Benchmarks.All.Select(b => b.Name));

    private static async Task<int> RunAsync(string name, bool quick, string cache, Output output, CancellationToken cancel)
    {
        var bench = Benchmarks.All.FirstOrDefault(b => b.Name == name)
            ?? throw CliException.BadUsage($"There is no benchmark {name}.", "bench", $"Choose one of: {Names()}");
        Directory.CreateDirectory(cache);
        var work = Directory.CreateTempSubdirectory("fp-bench-").FullName;
        try
        {
            output.Say($"{bench.Name}: {bench.Description}");
            var clock = Stopwatch.StartNew();
            var result = await bench.RunAsync(new BenchContext(work, cache, quick, output), cancel).ConfigureAwait(false);
            output.Result(result, Lines(result));
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{bench.Name}: {clock.Elapsed.TotalSeconds:0.0} s"));
            return ExitCodes.Ok;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static IEnumerable<string> Lines(object result) =>
        JsonSerializer.SerializeToElement(result, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower })
            .EnumerateObject()
            .Select(p => $"{p.Name,-24} {p.Value}");
}
