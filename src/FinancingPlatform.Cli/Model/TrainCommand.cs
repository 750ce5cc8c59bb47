using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Model;

/// <summary><c>fp model train</c>: a scoring pack from any table with a schema. Needs XGBoost's C library.</summary>
internal static class TrainCommand
{
    private const int StandardSearch = 4;

    public static Command Build()
    {
        var data = new Option<string>("--data") { Description = "Table with a header line; commas, semicolons, tabs or bars between fields.", Required = true };
        var schema = new Option<string>("--schema") { Description = "Schema file: every column's role, type and direction, and the label.", Required = true };
        var folder = new Option<string>("--out") { Description = "Folder of the new pack.", Required = true };
        var seed = new Option<int>("--seed") { Description = "Seed of the folds.", DefaultValueFactory = _ => new TrainingPlan().Seed };
        var search = SearchOption();
        var (kind, threads) = (KindOption(), ThreadsOption());
        var demonstration = new Option<bool>("--demonstration") { Description = "The pack shows no probability as if it were real." };
        var command = new Command("train", "Trains a scoring pack on a table.") { data, schema, folder, kind, seed, search, threads, demonstration, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(data)!, parsed.GetValue(schema)!, parsed.GetValue(folder)!, new TrainingPlan { Kind = parsed.GetValue(kind), Seed = parsed.GetValue(seed), Candidates = parsed.GetValue(search), Threads = parsed.GetValue(threads) }, parsed.GetValue(demonstration), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string data, string schemaPath, string folder, TrainingPlan plan, bool demonstration, Output output, CancellationToken cancel)
    {
        var schema = TableFiles.LabelledSchema(schemaPath);
        var table = await TableFiles.TableAsync(data, schema, labelled: true, cancel).ConfigureAwait(false);
        TrainingNotes.Say(table, output);
        var held = ModelFiles.Need(await output.ProgressAsync("Measuring on held-out rows", p => Task.Run(() => Trainer.HeldOutMargins(table, plan, p, cancel), cancel)).ConfigureAwait(false));
        var trained = ModelFiles.Need(await output.ProgressAsync("Training", p => Task.Run(() => Trainer.Train(table, plan, p, cancel), cancel)).ConfigureAwait(false));
        var metrics = ModelMetrics.Of(table, [.. held.Select(m => (double)m)]);
        var name = Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
        var groups = Fairness.Of(table, [.. held.Select(m => (double)m)]);
        var card = new ModelCard(name, Path.GetFileName(data), await TableFiles.Sha256Async(data, cancel).ConfigureAwait(false), table, schema, metrics, groups, trained, demonstration);
        var pack = ModelFiles.Need(PackStore.Write(folder, name, "1.0.0", PackKind.Table, demonstration, new PackContent(
            trained.Model,
            schema,
            trained.Calibration,
            PointsScale.Of(table),
            new SortedDictionary<string, ReasonText>(schema.Features.ToDictionary(f => f.Name, f => Text(f.Name)), StringComparer.Ordinal),
            TableFiles.Json(new { protocol = "nested 5-fold, held out", data_sha256 = card.SourceSha256, trained.Rounds, metrics, groups, trained.Plan }),
            card.Write())
        {
            Categories = trained.Categories,
        }));
        output.Result(
            new { metrics.Rows, metrics.Auc, metrics.Ks, metrics.Brier, metrics.Ece, metrics.Logloss, trained.Rounds, pack.Sha256 },
            string.Create(CultureInfo.InvariantCulture, $"{name}: {trained.Rounds} rounds; held out: AUC {metrics.Auc:0.0000}, KS {metrics.Ks:0.0000}, ECE {metrics.Ece:0.0000}; sha256 {pack.Sha256}"));
        return ExitCodes.Ok;
    }

    /// <summary>What is trained.</summary>
    public static Option<ModelKind> KindOption() => new("--kind") { Description = "trees (XGBoost), or scorecard (bins and points that can be worked out on paper).", DefaultValueFactory = _ => ModelKind.Trees };

    /// <summary>Threads; one where it is not given.</summary>
    public static Option<int?> ThreadsOption()
    {
        var threads = new Option<int?>("--threads") { Description = "Threads of XGBoost (1). The same data, seed and threads give the same bytes." };
        threads.Validators.Add(result =>
        {
            if (result.GetValue(threads) is < 1 or > TrainingPlan.MaxThreads)
            {
                result.AddError($"--threads takes 1 to {TrainingPlan.MaxThreads}.");
            }
        });
        return threads;
    }

    /// <summary>How many drawn sets of parameters are tried.</summary>
    public static Option<int> SearchOption()
    {
        var search = new Option<int>("--search") { Description = "Sets of parameters that a seeded search tries beside the standard one.", DefaultValueFactory = _ => StandardSearch };
        search.Validators.Add(result =>
        {
            if (result.GetValue(search) is < 0 or > TrainingPlan.MaxCandidates)
            {
                result.AddError($"--search takes 0 to {TrainingPlan.MaxCandidates}.");
            }
        });
        return search;
    }

    private static ReasonText Text(string column) =>
        new($"{column}：有利", $"{column}: helps", $"{column}：不利", $"{column}: hurts", $"{column}：未知", $"{column}: unknown");
}
