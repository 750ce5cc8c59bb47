using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Cli.Model;

/// <summary><c>fp model score</c>: points and grade of every row of a table, as CSV. A demonstration pack leaves the probability empty.</summary>
internal static class ScoreTableCommand
{
    public static Command Build()
    {
        var model = new Option<string>("--model") { Description = "Folder of the pack.", Required = true };
        var data = new Option<string>("--data") { Description = "Table with the pack's features.", Required = true };
        var schema = new Option<string?>("--schema") { Description = "Schema file of the table; without it the one that the pack was trained with." };
        var file = new Option<string>("--out") { Description = "CSV to write: row,probability,margin,points,grade.", Required = true };
        var command = new Command("score", "Scores the rows of a table.") { model, data, schema, file, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(schema), parsed.GetValue(file)!, Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string model, string data, string? schema, string file, Output output, CancellationToken cancel)
    {
        var pack = TableFiles.Pack(model);
        var table = pack.Encode(await TableFiles.TableAsync(data, TableFiles.SchemaFor(pack, schema), labelled: false, cancel).ConfigureAwait(false));
        var margins = pack.Margins(table);
        var writer = new StreamWriter(file) { NewLine = "\n" };
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteLineAsync("row,probability,margin,points,grade".AsMemory(), cancel).ConfigureAwait(false);
            for (var row = 0; row < table.Rows; row++)
            {
                await writer.WriteLineAsync(Line(pack, margins[row], row).AsMemory(), cancel).ConfigureAwait(false);
            }
        }

        output.Result(new { table.Rows, file }, string.Create(CultureInfo.InvariantCulture, $"{table.Rows} rows: {file}"));
        return ExitCodes.Ok;
    }

    private static string Line(ScoringPack pack, float margin, int row)
    {
        var score = pack.Score(margin);
        return string.Create(CultureInfo.InvariantCulture, $"{row + 1},{pack.Probability(score)},{score.Margin},{score.Points},{score.Grade}");
    }
}
