using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Model;

/// <summary>
/// <c>fp model city</c>: a pack for the city's own scores, learnt from its own records and outcomes. Items that are not public are read under the training
/// leg alone, and the rows stay in memory: no table leaves the city.
/// </summary>
internal static class CityCommand
{
    public static Command Build()
    {
        var outcomes = RowsCommands.OutcomesOption();
        var items = new Option<string[]>("--items")
        {
            Description = "Items that are not public, such as invoice-sales invoice-purchase: a full pack, of enterprises whose live training authorisation covers them all. Without it a public pack.",
            AllowMultipleArgumentsPerToken = true,
        };
        var folder = new Option<string>("--out") { Description = "Folder of the new pack.", Required = true };
        var version = new Option<string>("--version-name") { Description = "The pack's version.", DefaultValueFactory = _ => "1.0.0" };
        var seed = new Option<int>("--seed") { Description = "Seed of the folds.", DefaultValueFactory = _ => new TrainingPlan().Seed };
        var (search, kind, threads) = (TrainCommand.SearchOption(), TrainCommand.KindOption(), TrainCommand.ThreadsOption());
        var command = new Command("city", "Trains a pack for this city's scores on its own records and loan outcomes.") { outcomes, items, folder, version, kind, seed, search, threads, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => RunAsync(
            Running.Find(parsed), parsed.GetValue(outcomes), parsed.GetValue(items) ?? [], parsed.GetValue(folder)!, parsed.GetValue(version)!,
            new TrainingPlan { Kind = parsed.GetValue(kind), Seed = parsed.GetValue(seed), Candidates = parsed.GetValue(search), Threads = parsed.GetValue(threads) },
            Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        Running running, string? outcomes, string[] items, string folder, string version, TrainingPlan plan, Output output, CancellationToken cancel)
    {
        await using var source = RowsCommands.Worker(running);
        var read = await RowsCommands.OutcomesAsync(source, outcomes, cancel).ConfigureAwait(false);
        var rows = ModelFiles.Need(await output.ProgressAsync("Building rows", p => CityRows.BuildAsync(source, read, items, p, cancel)).ConfigureAwait(false));
        var made = ModelFiles.Need(await output.ProgressAsync("Measuring and training", p => Task.Run(() => CityPack.Train(rows, plan, p, cancel), cancel)).ConfigureAwait(false));
        var name = Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
        var pack = ModelFiles.Need(CityPack.Write(folder, name, version, items.Length == 0 ? PackKind.Public : PackKind.Full, rows, made));
        var registered = await Retraining.RegisterAsync(source, pack, rows.Sha256, cancel).ConfigureAwait(false);
        if (!registered.IsOk)
        {
            throw new CliException(registered.Error.MessageEn, folder, registered.Error.MessageZh);
        }

        var m = made.Metrics;
        output.Result(
            new { m.Rows, m.Auc, m.Ks, m.Brier, m.Ece, m.Logloss, rows.LeftOut, rows.Authorisations, features = made.Columns.Count, constant = made.Constant, pack.Sha256 },
            string.Create(CultureInfo.InvariantCulture, $"{name} {version}: {m.Rows} rows, {rows.LeftOut} outcomes without a row, {rows.Authorisations} training authorisations; held out: AUC {m.Auc:0.0000}, ECE {m.Ece:0.0000}; sha256 {pack.Sha256}"),
            "Put the folder into models/ and propose it on /operator/models: it becomes nothing before it ran beside the champion.");
        return ExitCodes.Ok;
    }
}
