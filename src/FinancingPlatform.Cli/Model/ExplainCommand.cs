using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Cli.Model;

/// <summary><c>fp model explain</c>: exact Shapley contributions of one row, summing with the bias to its margin.</summary>
internal static class ExplainCommand
{
    public static Command Build()
    {
        var model = new Option<string>("--model") { Description = "Folder of the pack.", Required = true };
        var data = new Option<string>("--data") { Description = "Table with the pack's features.", Required = true };
        var schema = new Option<string?>("--schema") { Description = "Schema file of the table; without it the one that the pack was trained with." };
        var row = new Option<int>("--row") { Description = "Row, from 1.", Required = true };
        var command = new Command("explain", "Says why a row scores as it does.") { model, data, schema, row, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(schema), parsed.GetValue(row), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string model, string data, string? schema, int number, Output output, CancellationToken cancel)
    {
        var pack = TableFiles.Pack(model);
        var table = pack.Encode(await TableFiles.TableAsync(data, TableFiles.SchemaFor(pack, schema), labelled: false, cancel).ConfigureAwait(false));
        if (number < 1 || number > table.Rows)
        {
            throw CliException.BadUsage(string.Create(CultureInfo.InvariantCulture, $"The table has rows 1 to {table.Rows}."), "--row", "Name one of them.");
        }

        var row = table.Row(number - 1).ToArray();
        var explainer = new ShapleyExplainer(pack.Model);
        var contributions = new double[row.Length];
        explainer.Explain(row, contributions);
        var named = pack.Features.Select((f, i) => (f.Name, Value: contributions[i])).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        var margin = pack.Model.Margin(row);
        output.Result(
            new { row = number, margin, bias = explainer.Bias, contributions = named },
            [
                string.Create(CultureInfo.InvariantCulture, $"row {number}: margin {margin:0.000000}, bias {explainer.Bias:0.000000}"),
                .. named.OrderByDescending(p => Math.Abs(p.Value)).Select(p => string.Create(CultureInfo.InvariantCulture, $"  {p.Key,-32} {p.Value,10:0.000000}")),
                .. new ReasonFinder(pack).Find(row).Select(r => string.Create(CultureInfo.InvariantCulture, $"  {r.Points,5} {r.Zh} / {r.En}")),
            ]);
        return ExitCodes.Ok;
    }
}
