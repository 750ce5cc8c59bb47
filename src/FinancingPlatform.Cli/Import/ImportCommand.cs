using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Aggregation.Registry;
using FinancingPlatform.Aggregation.Removal;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Cli.Import;

/// <summary><c>fp import ITEM FILE</c>: one delivered file, whole or not at all.</summary>
internal static class ImportCommand
{
    /// <summary>The registry is not a credit item: it makes the enterprises that items are about.</summary>
    private const string Registry = "registry";

    public static Command Build()
    {
        var item = new Argument<string>("ITEM") { Description = $"{Registry}, or an item's code; fp catalogue list names them." };
        var file = new Argument<string>("FILE") { Description = "Separated text with a header, one JSON object on each line, or .xlsx; plain, .gz or .xz; UTF-8 or GB18030. Layouts: docs/items.md." };
        var source = new Option<string>("--source") { Description = "The department that supplied it, as it is to stand in reports.", DefaultValueFactory = _ => "未注明部门" };
        var subjects = new Option<string?>("--subjects") { Description = "A CSV firm,uscc that names the enterprise behind each firm of FILE." };
        var command = new Command("import", "Imports one delivered file, whole or not at all. Lines that break a rule go to FILE.rejected.csv; the same file again changes nothing.")
        {
            item, file, source, subjects, Output.JsonOption(),
        };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) =>
        {
            var (name, path) = (parsed.GetValue(item)!, parsed.GetValue(file)!);
            var options = Options(parsed, parsed.GetValue(source)!);
            return RunAsync(path, Output.For(parsed), options.ConnectionString, cancel, progress => name == Registry
                ? RegistryImport.RunAsync(path, options, progress, cancel)
                : ItemImport.RunAsync(name, path, parsed.GetValue(subjects), options, progress, cancel));
        });
        return command;
    }

    private static ImportOptions Options(ParseResult parsed, string source) => new(LoaderConnection.Of(parsed), LoaderConnection.CityDivision) { Source = source };

    private static async Task<int> RunAsync(string path, Output output, string connection, CancellationToken cancel, Func<IProgress<double>, Task<Result<ImportOutcome>>> import)
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

        await using (var source = Npgsql.NpgsqlDataSource.Create(connection))
        {
            foreach (var left in (await RejectedFileMending.RunOnceAsync(source, cancel).ConfigureAwait(false)).Failed)
            {
                output.Say($"warning: a rejected file still holds what was removed; delete it, or let this user write it. {left}");
            }
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
