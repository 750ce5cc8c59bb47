using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Cli.Model;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Register;
using FinancingPlatform.Scoring.Scores;

namespace FinancingPlatform.Cli.Score;

/// <summary><c>fp score run</c>: features and scores for all enterprises, or for those with news.</summary>
internal static class ScoreCommand
{
    public static Command Build()
    {
        var changed = new Option<bool>("--changed") { Description = "Only enterprises with news since their last score." };
        var asOf = new Option<DateOnly?>("--as-of") { Description = "Look back from this day (yyyy-MM-dd), using only what was known by its end. Default: today." };
        var run = new Command("run", "Computes features and scores.") { changed, asOf, Output.JsonOption() };
        Running.AddOptions(run);
        run.SetAction((parsed, cancel) => RunAsync(Running.Find(parsed), new ScoreRunOptions(parsed.GetValue(changed), parsed.GetValue(asOf)), Output.For(parsed), cancel));
        return new Command("score", "Scores of the running platform's enterprises.") { run };
    }

    private static async Task<int> RunAsync(Running running, ScoreRunOptions options, Output output, CancellationToken cancel)
    {
        if (options.AsOf is { } day && day > China.Today(TimeProvider.System))
        {
            throw CliException.BadUsage("The as-of date lies in the future.", "--as-of", "Name today or an earlier day.");
        }

        await using var source = PlatformDataServices.Source(running.ConnectionString("city", DatabaseRoles.Worker));
        var register = new PackRegister(source, PackShelf.BuiltIn);
        await register.EnterAsync(cancel).ConfigureAwait(false);
        var packs = ModelFiles.Need(register.PacksOf(await register.ChampionsAsync(cancel).ConfigureAwait(false)));
        var result = await output.ProgressAsync("Scoring", progress => new ScoreRun(source, packs, TimeProvider.System).RunAsync(options, progress, cancel)).ConfigureAwait(false);
        output.Result(result, string.Create(CultureInfo.InvariantCulture, $"{result.Scored} scores as of {result.AsOf:yyyy-MM-dd}, {result.Changed} changed, {result.Seconds:0.0} s, peak {result.PeakMb:0} MB"));
        return ExitCodes.Ok;
    }
}
