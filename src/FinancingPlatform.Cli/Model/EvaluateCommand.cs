using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Model;

/// <summary><c>fp model evaluate</c>: how well a pack foretells a labelled table that it was not trained on.</summary>
internal static class EvaluateCommand
{
    public static Command Build()
    {
        var model = new Option<string>("--model") { Description = "Folder of the pack.", Required = true };
        var data = new Option<string>("--data") { Description = "Labelled table.", Required = true };
        var schema = new Option<string?>("--schema") { Description = "Schema file of the table, with its label; without it the one that the pack was trained with." };
        var command = new Command("evaluate", "Judges a pack on a labelled table.") { model, data, schema, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(schema), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string model, string data, string? schemaPath, Output output, CancellationToken cancel)
    {
        var pack = TableFiles.Pack(model);
        var schema = TableFiles.SchemaFor(pack, schemaPath);
        if (schema.Label is null)
        {
            throw new CliException("The schema names no label.", schemaPath ?? model, """Add "label": {"column": …, "bad": […]}.""");
        }

        var table = pack.Encode(await TableFiles.TableAsync(data, schema, labelled: true, cancel).ConfigureAwait(false));
        if (table.Labels.Distinct().Count() < 2)
        {
            throw new CliException("The table holds one class only: nothing can be ranked.", schema.Label.Column, "Check label.bad in the schema.");
        }

        var metrics = ModelMetrics.Of(table, [.. pack.Margins(table).Select(margin => pack.Score(margin).LogOdds)]);
        output.Result(metrics, string.Create(
            CultureInfo.InvariantCulture,
            $"rows {metrics.Rows}  AUC {metrics.Auc:0.0000}  KS {metrics.Ks:0.0000}  Brier {metrics.Brier:0.0000}  ECE {metrics.Ece:0.0000}  log loss {metrics.Logloss:0.0000}"));
        return ExitCodes.Ok;
    }
}
