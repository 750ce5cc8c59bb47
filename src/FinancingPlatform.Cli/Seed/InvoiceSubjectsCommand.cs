using System.CommandLine;
using FinancingPlatform.Aggregation.Demonstration;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Registry;
using FinancingPlatform.Cli.Import;

namespace FinancingPlatform.Cli.Seed;

/// <summary><c>fp seed invoice-subjects</c>: invented codes for the nameless firms of an invoice data set, so that its invoices can be imported.</summary>
internal static class InvoiceSubjectsCommand
{
    public static Command Build()
    {
        var files = new Argument<string[]>("FIRMS") { Description = "Files of firms (企业代号,…), such as a1_firms.csv a2_firms.csv.", Arity = ArgumentArity.OneOrMore };
        var map = new Option<string>("--map") { Description = "Where to write the map firm,uscc for fp import --subjects.", Required = true };
        var register = new Option<bool>("--register") { Description = "Also import the invented firms into the running platform's registry." };
        var command = new Command("invoice-subjects", "Invents a code for each firm of an invoice data set.") { files, map, register, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, parsed.GetValue(files)!, parsed.GetValue(map)!, parsed.GetValue(register), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string[] files, string map, bool register, CancellationToken cancel)
    {
        var output = Output.For(parsed);
        var registry = Path.ChangeExtension(map, ".registry.csv");
        var firms = await InvoiceSubjects.WriteAsync(files, map, registry, cancel).ConfigureAwait(false);
        if (!firms.IsOk)
        {
            throw SeedCommand.ToException(firms.Error, "seed invoice-subjects");
        }

        if (register)
        {
            var options = new ImportOptions(LoaderConnection.Of(parsed), LoaderConnection.CityDivision) { Source = DemonstrationCity.Source, Invented = true };
            var imported = await output.ProgressAsync($"Registering {firms.Value} invented firms", progress => RegistryImport.RunAsync(registry, options, progress, cancel)).ConfigureAwait(false);
            if (!imported.IsOk)
            {
                throw SeedCommand.ToException(imported.Error, registry);
            }
        }

        output.Result(new { Firms = firms.Value, Map = map, Registry = registry, Registered = register }, $"{firms.Value} invented codes: {map}; their registry: {registry}");
        return ExitCodes.Ok;
    }
}
