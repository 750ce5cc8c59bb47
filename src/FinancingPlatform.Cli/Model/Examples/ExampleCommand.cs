using System.CommandLine;
using System.Globalization;

namespace FinancingPlatform.Cli.Model.Examples;

/// <summary><c>fp model example</c>: an invented table and its schema file, to try every model command on before a table of one's own.</summary>
internal static class ExampleCommand
{
    private const int StandardSeed = 20260101;
    private const int LeastRows = 500;
    private const int MostRows = 1_000_000;

    /// <summary>Which example.</summary>
    private enum Kind
    {
        Bankruptcy,
        Loans,
    }

    public static Command Build()
    {
        var kind = new Argument<Kind>("example") { Description = "bankruptcy (64 ratios, few bad, ? for unknown) or loans (texts, months, ids, columns that leak)." };
        var folder = new Option<string>("--out") { Description = "Folder for the table and its schema file.", Required = true };
        var rows = new Option<int?>("--rows") { Description = $"Rows: 7000 of bankruptcy, 12000 of loans; {LeastRows} to {MostRows}." };
        rows.Validators.Add(result =>
        {
            if (result.GetValue(rows) is < LeastRows or > MostRows)
            {
                result.AddError($"--rows takes {LeastRows} to {MostRows}.");
            }
        });
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same table.", DefaultValueFactory = _ => StandardSeed };
        var command = new Command("example", "Writes an invented table with its schema file, as docs/training.md works through it.") { kind, folder, rows, seed, Output.JsonOption() };
        command.SetAction(parsed =>
        {
            var made = parsed.GetValue(kind) == Kind.Bankruptcy
                ? BankruptcyExample.Make(parsed.GetValue(rows) ?? BankruptcyExample.StandardRows, parsed.GetValue(seed))
                : LoanExample.Make(parsed.GetValue(rows) ?? LoanExample.StandardRows, parsed.GetValue(seed));
            var (data, schema) = made.Write(parsed.GetValue(folder)!);
            Output.For(parsed).Result(new { invented = true, data, schema }, string.Create(CultureInfo.InvariantCulture, $"invented table {data}, schema {schema}"));
            return ExitCodes.Ok;
        });
        return command;
    }
}
