using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Model;

/// <summary><c>fp model compare</c>: two packs on the same labelled rows, with the paired interval of their difference.</summary>
internal static class CompareCommand
{
    public static Command Build()
    {
        var model = new Option<string>("--model") { Description = "Folder of the pack.", Required = true };
        var against = new Option<string>("--against") { Description = "Folder of the pack it is compared with.", Required = true };
        var data = new Option<string>("--data") { Description = "Labelled table that neither was trained on.", Required = true };
        var schema = new Option<string?>("--schema") { Description = "Schema file of the table, with its label; without it each pack's own." };
        var seed = new Option<int>("--seed") { Description = "Seed of the bootstrap.", DefaultValueFactory = _ => new TrainingPlan().Seed };
        var command = new Command("compare", "Judges two packs on the same rows.") { model, against, data, schema, seed, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(
            TableFiles.Pack(parsed.GetValue(model)!), TableFiles.Pack(parsed.GetValue(against)!), parsed.GetValue(data)!, parsed.GetValue(schema), parsed.GetValue(seed), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ScoringPack model, ScoringPack against, string data, string? schema, int seed, Output output, CancellationToken cancel)
    {
        var (table, own) = await JudgeAsync(model, data, schema, cancel).ConfigureAwait(false);
        var (_, other) = await JudgeAsync(against, data, schema, cancel).ConfigureAwait(false);
        var (first, second) = (ModelMetrics.Of(table, own), ModelMetrics.Of(table, other));
        var difference = PairedBootstrap.Of(table, own, other, seed);
        output.Result(
            new { first.Rows, model = first, against = second, auc_difference = difference.Difference, auc_difference_low = difference.DifferenceLow, auc_difference_high = difference.DifferenceHigh },
            [
                Line(model.Manifest.Name, first),
                Line(against.Manifest.Name, second),
                string.Create(CultureInfo.InvariantCulture, $"AUC difference {difference.Difference:0.0000}, 95 % from {difference.DifferenceLow:0.0000} to {difference.DifferenceHigh:0.0000}"),
            ]);
        return ExitCodes.Ok;
    }

    private static async Task<(ModelTable Table, double[] LogOdds)> JudgeAsync(ScoringPack pack, string data, string? schemaPath, CancellationToken cancel)
    {
        var schema = TableFiles.SchemaFor(pack, schemaPath);
        if (schema.Label is null)
        {
            throw new CliException("The schema names no label.", schemaPath ?? pack.Manifest.Name, """Add "label": {"column": …, "bad": […]}.""");
        }

        var table = pack.Encode(await TableFiles.TableAsync(data, schema, labelled: true, cancel).ConfigureAwait(false));
        return table.Labels.Distinct().Count() < 2
            ? throw new CliException("The table holds one class only: nothing can be ranked.", schema.Label.Column, "Check label.bad in the schema.")
            : (table, [.. Enumerable.Range(0, table.Rows).Select(r => pack.Score(table.Row(r)).LogOdds)]);
    }

    private static string Line(string name, ModelMetrics m) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-24} AUC {m.Auc:0.0000}  KS {m.Ks:0.0000}  Brier {m.Brier:0.0000}  ECE {m.Ece:0.0000}  log loss {m.Logloss:0.0000}");
}
