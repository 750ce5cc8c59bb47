using System.Diagnostics;
using System.Globalization;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Tests.Cli;

/// <summary>The same model says the same on a processor without AVX2, and on one without any vectors: real processes of fp with the runtime's switches.</summary>
public sealed class OtherProcessorTests : IDisposable
{
    private const int Rows = 600;
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-processor-").FullName;
    private readonly string _pack = Path.Combine(PackStore.BuiltInFolder, PlatformPacks.FullName);

    public static TheoryData<string> Switches => new("DOTNET_EnableAVX2", "DOTNET_EnableAVX512F", "DOTNET_EnableHWIntrinsic");

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task Scores_are_the_same_bytes_and_reasons_the_same_shares(string without)
    {
        var table = WriteTable();
        var here = await AskAsync(table, null);

        var there = await AskAsync(table, without);

        there.Scores.ShouldBe(here.Scores);
        there.Reasons.ShouldBe(here.Reasons);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(string Scores, string Reasons)> AskAsync(string table, string? without)
    {
        var file = Path.Combine(_folder, "scores.csv");
        await FpAsync(without, "model", "score", "--model", _pack, "--data", table, "--out", file, "--json");
        return (await File.ReadAllTextAsync(file), await FpAsync(without, "model", "explain", "--model", _pack, "--data", table, "--row", "7", "--json"));
    }

    private static async Task<string> FpAsync(string? without, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fp.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (without is not null)
        {
            start.Environment[without] = "0";
        }

        using var fp = Process.Start(start)!;
        var errors = fp.StandardError.ReadToEndAsync();
        var answer = await fp.StandardOutput.ReadToEndAsync();
        await fp.WaitForExitAsync();
        fp.ExitCode.ShouldBe(0, await errors);
        return answer;
    }

    /// <summary>Invented numbers for every column of the pack's schema, a fifth of them unknown.</summary>
    private string WriteTable()
    {
        var columns = PackStore.Read(_pack).Value.Schema.Columns;
        var random = new Random(9);
        var lines = Enumerable.Range(0, Rows).Select(_ => string.Join(',', columns.Select(_ => random.Next(5) == 0 ? string.Empty : Math.Round(Math.Exp(random.NextDouble() * 12), 2).ToString(CultureInfo.InvariantCulture))));
        var path = Path.Combine(_folder, "table.csv");
        File.WriteAllLines(path, lines.Prepend(string.Join(',', columns.Select(c => c.Name))));
        return path;
    }
}
