using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Aggregation.Codes;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Cli.Import;

namespace FinancingPlatform.Cli.Codes;

/// <summary><c>fp codes</c>: the duplicate and wrong ratio of assigned codes (重错码率, F8) and its correction file.</summary>
internal static class CodesCommand
{
    private const decimal Hundred = 100m;

    public static Command Build() => new("codes", "Duplicate and wrong codes as the assigning departments sent them (重错码).") { Report(), Export(), Import() };

    private static Command Report()
    {
        var command = new Command("report", "The ratio per department, as sent and case-folded. A ratio: 0.0001 is 0.01 %.") { Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var figures = await CodeLedger.ReportAsync(Options(parsed), cancel).ConfigureAwait(false);
            Output.For(parsed).Result(figures, figures.Count == 0 ? ["no registry delivery yet"] : figures.Select(ForPeople));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Export()
    {
        var file = new Argument<string>("FILE") { Description = $"Written: {CodeLedger.Header}. Flag: 0 newly coded, 1 delete, 2 keep." };
        var command = new Command("export", "Writes the correction file: every code that is not in order.") { file };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file)!;
            try
            {
                var rows = await CodeLedger.ExportAsync(path, Options(parsed), cancel).ConfigureAwait(false);
                Output.For(parsed).Result(rows, string.Create(CultureInfo.InvariantCulture, $"{rows} codes to correct: {path}"));
                return ExitCodes.Ok;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CliException(e.Message, path, "Name a file that can be written.", ExitCodes.Failure);
            }
        });
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<string>("FILE") { Description = "The correction file with its flags filled in." };
        var command = new Command("import", "Applies a correction file, whole or not at all; the same file again changes nothing. The codes are counted again.") { file, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (path, output) = (parsed.GetValue(file)!, Output.For(parsed));
            var result = await CorrectionFile.ImportAsync(path, Options(parsed), cancel).ConfigureAwait(false);
            if (!result.IsOk)
            {
                throw new CliException($"{result.Error.MessageEn} {result.Error.MessageZh}", path, "Nothing was changed. Mend the file and import it again.", ExitCodes.Failure);
            }

            var outcome = result.Value;
            foreach (var fault in outcome.Faults)
            {
                output.Say(fault);
            }

            output.Result(outcome, string.Create(
                CultureInfo.InvariantCulture,
                $"received {outcome.Received} = newly coded {outcome.Coded} + deleted {outcome.Deleted} + kept {outcome.Kept} + undecided {outcome.Undecided} + unmatched {outcome.Unmatched} + rejected {outcome.Rejected}"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static ImportOptions Options(ParseResult parsed) => new(LoaderConnection.Of(parsed), LoaderConnection.CityDivision);

    // Six digits of a per cent: 0.0098 % is never shown as 0.01 %.
    private static string ForPeople(CodeFigure f) => string.Create(
        CultureInfo.InvariantCulture,
        $"{f.Department,-16} {(f.Folded ? "case-folded" : "as sent"),-11} {(f.Ratio is { } ratio ? (ratio * Hundred).ToString("0.000000", CultureInfo.InvariantCulture) + " %" : "no code")}  (wrong {f.Wrong} + duplicate {f.Duplicate}) / {f.Codes}; apart: old numbers {f.OldNumber}, missing {f.Missing}");
}
