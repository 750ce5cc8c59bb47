using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Model;

/// <summary><c>fp model crossvalidate</c>: how well a table's outcomes can be foretold, each row by a model that had not seen its subject.</summary>
internal static class CrossValidateCommand
{
    private const int StandardFolds = 5;
    private const int LeastFolds = 2;

    public static Command Build()
    {
        var data = new Option<string>("--data") { Description = "Labelled table with a header line; commas, semicolons, tabs or bars between fields.", Required = true };
        var schema = new Option<string>("--schema") { Description = "Schema file: every column's role, type and direction, and the label.", Required = true };
        var folds = new Option<int>("--folds") { Description = "Folds, stratified by outcome; one subject is in one fold.", DefaultValueFactory = _ => StandardFolds };
        folds.Validators.Add(result =>
        {
            if (result.GetValue(folds) is < LeastFolds or > CrossValidation.MaxFolds)
            {
                result.AddError($"--folds takes {LeastFolds} to {CrossValidation.MaxFolds}.");
            }
        });
        var seed = new Option<int>("--seed") { Description = "Seed of the folds.", DefaultValueFactory = _ => new TrainingPlan().Seed };
        var search = TrainCommand.SearchOption();
        var (kind, threads) = (TrainCommand.KindOption(), TrainCommand.ThreadsOption());
        var command = new Command("crossvalidate", "Judges training on a table, fold by fold.") { data, schema, folds, kind, seed, search, threads, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(data)!,
            parsed.GetValue(schema)!,
            parsed.GetValue(folds),
            new TrainingPlan { Kind = parsed.GetValue(kind), Seed = parsed.GetValue(seed), Candidates = parsed.GetValue(search), Threads = parsed.GetValue(threads) },
            Output.For(parsed),
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(string data, string schemaPath, int folds, TrainingPlan plan, Output output, CancellationToken cancel)
    {
        var table = await TableFiles.TableAsync(data, TableFiles.LabelledSchema(schemaPath), labelled: true, cancel).ConfigureAwait(false);
        TrainingNotes.Say(table, output);
        var result = ModelFiles.Need(await output.ProgressAsync(
            "Cross-validating",
            p => Task.Run(() => CrossValidation.Run(table, plan, folds, p, cancel), cancel)).ConfigureAwait(false));
        var all = result.All;
        output.Result(
            new { all.Rows, all.Auc, all.Ks, all.Brier, all.Ece, all.Logloss, result.Folds },
            [.. result.Folds.Select((m, i) => Line($"fold {i + 1}", m)), Line("all", all)]);
        return ExitCodes.Ok;
    }

    private static string Line(string name, ModelMetrics m) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-8} rows {m.Rows}  AUC {m.Auc:0.0000}  KS {m.Ks:0.0000}  Brier {m.Brier:0.0000}  ECE {m.Ece:0.0000}  log loss {m.Logloss:0.0000}");
}
