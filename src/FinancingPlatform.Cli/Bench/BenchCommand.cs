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
        var enterprises = new Option<int?>("--enterprises") { Description = "Enterprises of the bench \"city\"." };
        var records = new Option<long?>("--records") { Description = "Credit records of the bench \"city\", spread evenly." };
        var keep = new Option<bool>("--keep") { Description = "Leave the city of the bench \"city\" in the cache and start from it next time." };
        var requests = new Option<int?>("--requests") { Description = "Generated requests for every operation in the bench \"api-fuzz\"." };
        var command = new Command("bench", "Measures one promise against its baseline in the same run.") { name, quick, cache, enterprises, records, keep, requests, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(name)!,
            new BenchContext(string.Empty, string.Empty, parsed.GetValue(quick), Output.For(parsed)) { Enterprises = parsed.GetValue(enterprises), Records = parsed.GetValue(records), Requests = parsed.GetValue(requests), Keep = parsed.GetValue(keep) },
            Path.GetFullPath(parsed.GetValue(cache) ?? Path.Combine(Running.DefaultData(), "..", ".cache", "bench")),
            cancel));
        return command;
    }

    private static string Names() => string.Join(", ", Benchmarks.All.Select(b => b.Name));

    private static async Task<int> RunAsync(string name, BenchContext asked, string cache, CancellationToken cancel)
    {
        var output = asked.Output;
        var bench = Benchmarks.All.FirstOrDefault(b => b.Name == name)
            ?? throw CliException.BadUsage($"There is no benchmark {name}.", "bench", $"Choose one of: {Names()}");
        Directory.CreateDirectory(cache);
        var work = Directory.CreateTempSubdirectory("fp-bench-").FullName;
        try
        {
            output.Say($"{bench.Name}: {bench.Description}");
            var clock = Stopwatch.StartNew();
            var result = await bench.RunAsync(asked with { Work = work, Cache = cache }, cancel).ConfigureAwait(false);
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
