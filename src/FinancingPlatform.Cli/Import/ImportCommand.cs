using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Registry;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Cli.Import;

/// <summary><c>fp import ITEM FILE</c>: one delivered file, whole or not at all.</summary>
internal static class ImportCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "CSV with a header, or one JSON object on each line; plain, .gz or .xz; UTF-8." };
        var source = new Option<string>("--source") { Description = "Who supplied it.", DefaultValueFactory = _ => "file" };
        var registry = new Command("registry", "Enterprises: uscc,name,reg_date,type,capital,province,city and optionally legal_representative,status,status_date,division,industry,parent_uscc.") { file, source, Output.JsonOption() };
        Running.AddOptions(registry);
        registry.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(file)!,
            Output.For(parsed),
            progress => RegistryImport.RunAsync(parsed.GetValue(file)!, Options(parsed, parsed.GetValue(source)!), progress, cancel)));
        return new Command("import", "Imports one delivered file. Lines that break a rule go to FILE.rejected.csv; the same file again changes nothing.") { registry };
    }

    private static ImportOptions Options(ParseResult parsed, string source) => new(LoaderConnection.Of(parsed), LoaderConnection.CityDivision) { Source = source };

    private static async Task<int> RunAsync(string path, Output output, Func<IProgress<double>, Task<Result<ImportOutcome>>> import)
    {
        var result = await output.ProgressAsync($"Importing {path}", import).ConfigureAwait(false);
        if (!result.IsOk)
        {
            throw new CliException(
                $"{result.Error.MessageEn} {result.Error.MessageZh}",
                path,
                "Nothing was imported. Mend what the message names and import the file again.",
                result.Error.Kind == ErrorKind.NotFound ? ExitCodes.BadUsage : ExitCodes.Failure);
        }

        var outcome = result.Value;
        foreach (var (reason, count) in outcome.Warnings)
        {
            output.Say(string.Create(CultureInfo.InvariantCulture, $"warning: {reason}: {count} rows taken with that cell left unknown"));
        }

        output.Result(
            outcome,
            $"received {outcome.Received} = new {outcome.AcceptedNew} + changed {outcome.AcceptedVersion} + duplicate {outcome.Duplicate} + withheld {outcome.Withheld} + rejected {outcome.Rejected}",
            $"{outcome.RowsPerS} rows/s, peak {outcome.PeakMb} MB",
            outcome.RejectedFile is null ? "nothing was rejected" : $"rejected lines: {outcome.RejectedFile}");
        return ExitCodes.Ok;
    }
}
