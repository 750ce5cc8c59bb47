using System.CommandLine;
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
        var folder = new Option<string>("--out") { Description = "Folder of the new pack; it must not hold one yet.", Required = true };
        var name = new Option<string?>("--name") { Description = "The pack's name (default: the folder's). Versions of one pack share it and lie in folders of their own." };
        var version = new Option<string>("--version-name") { Description = "The pack's version.", DefaultValueFactory = _ => "1.0.0" };
        var seed = new Option<int>("--seed") { Description = "Seed of the folds.", DefaultValueFactory = _ => new TrainingPlan().Seed };
        var (search, kind, threads) = (TrainCommand.SearchOption(), TrainCommand.KindOption(), TrainCommand.ThreadsOption());
        var command = new Command("city", "Trains a pack for this city's scores on its own records and loan outcomes.") { outcomes, items, folder, name, version, kind, seed, search, threads, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => RunAsync(
            Running.Find(parsed),
            new Asked(parsed.GetValue(outcomes), parsed.GetValue(items) ?? [], parsed.GetValue(folder)!, parsed.GetValue(name), parsed.GetValue(version)!),
            new TrainingPlan { Kind = parsed.GetValue(kind), Seed = parsed.GetValue(seed), Candidates = parsed.GetValue(search), Threads = parsed.GetValue(threads) },
            Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(Running running, Asked asked, TrainingPlan plan, Output output, CancellationToken cancel)
    {
        // What can be refused at once is refused before minutes of work.
        _ = CityNotes.Need(CityRows.CheckItems(asked.Items), asked.Items);
        if (File.Exists(Path.Combine(asked.Folder, "manifest.json")))
        {
            throw CliException.BadUsage("The folder holds a pack already, and a version never changes.", asked.Folder, "Name another folder with --out; --name and --version-name say what it is.");
        }

        await using var source = RowsCommands.Worker(running);
        var read = await RowsCommands.OutcomesAsync(source, asked.Outcomes, cancel).ConfigureAwait(false);
        var rows = CityNotes.Need(await output.ProgressAsync("Building rows", p => CityRows.BuildAsync(source, read, asked.Items, p, cancel)).ConfigureAwait(false), asked.Items);
        var made = ModelFiles.Need(await output.ProgressAsync("Measuring and training", p => Task.Run(() => CityPack.Train(rows, plan, p, cancel), cancel)).ConfigureAwait(false));
        var name = asked.Name ?? Path.GetFileName(Path.GetFullPath(asked.Folder).TrimEnd(Path.DirectorySeparatorChar));
        var pack = ModelFiles.Need(CityPack.Write(asked.Folder, name, asked.Version, asked.Items.Count == 0 ? PackKind.Public : PackKind.Full, rows, made));
        var registered = await Retraining.RegisterAsync(source, pack, rows.Sha256, cancel).ConfigureAwait(false);
        if (!registered.IsOk)
        {
            throw new CliException(registered.Error.MessageEn, asked.Folder, registered.Error.MessageZh);
        }

        var m = made.Metrics;
        output.Result(
            new { m.Rows, m.Auc, m.Ks, m.Brier, m.Ece, m.Logloss, rows.LeftOut, rows.Authorisations, features = made.Columns.Count, constant = made.Constant, pack.Sha256 },
            [.. CityNotes.Of(asked.Folder, pack, rows, made)]);
        return ExitCodes.Ok;
    }

    private sealed record Asked(string? Outcomes, IReadOnlyList<string> Items, string Folder, string? Name, string Version);
}
