using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Pull;
using FinancingPlatform.Cli.Import;
using FinancingPlatform.Cli.Up;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;

namespace FinancingPlatform.Cli.Pull;

/// <summary><c>fp pull SOURCE</c>: what is new in a department's exchange database.</summary>
internal static class PullCommand
{
    /// <summary>As for the worker.</summary>
    private const string Variable = "Pull__Sources";

    public static Command Build()
    {
        var name = new Argument<string>("SOURCE") { Description = "Name of a configured source." };
        var sources = new Option<string?>("--sources") { Description = $"The file that names the sources; by default what {Variable} names, else pull/sources.json of the data folder. docs/department-pull.md explains it." };
        var fromStart = new Option<bool>("--from-start") { Description = "Forgets how far it was read and reads all of it: after the source was restored or its table changed." };
        var command = new Command("pull", "Pulls what is new in a department's exchange database. A transaction that commits late is never missed; the worker does the same by itself.")
        {
            name, sources, fromStart, Output.JsonOption(),
        };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(name)!,
            parsed.GetValue(sources) ?? Environment.GetEnvironmentVariable(Variable) ?? new Folders(Running.Find(parsed).Data).PullSources,
            LoaderConnection.Of(parsed),
            parsed.GetValue(fromStart),
            Output.For(parsed),
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(string name, string sources, string connection, bool fromStart, Output output, CancellationToken cancel)
    {
        var configured = Check(await PullConfiguration.ReadAsync(sources, cancel).ConfigureAwait(false), sources);
        var source = configured.FirstOrDefault(source => source.Name == name) ?? throw Failed(PullErrors.Unknown(name, configured.Select(other => other.Name)), sources);
        var folder = Directory.CreateTempSubdirectory("fp-pull-").FullName;
        var loader = PlatformDataServices.Source(connection);
        try
        {
            await using (loader.ConfigureAwait(false))
            {
                var pull = new SourcePull(loader, new ImportOptions(connection, LoaderConnection.CityDivision), folder);
                if (fromStart && await pull.FromStartAsync(source, cancel).ConfigureAwait(false) is { IsOk: false } held)
                {
                    throw Failed(held.Error, name);
                }

                var outcome = Check(await output.ProgressAsync($"Pulling {name}", _ => pull.RunAsync(source, int.MaxValue, cancel)).ConfigureAwait(false), name);
                output.Result(outcome, Lines(outcome));
                return ExitCodes.Ok;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Lines(PullOutcome outcome)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.Source}: received {outcome.Received} in {outcome.Batches} batches = new {outcome.AcceptedNew} + changed {outcome.AcceptedVersion} + duplicate {outcome.Duplicate} + withheld {outcome.Withheld} + rejected {outcome.Rejected}");
        if (outcome.HeldBack)
        {
            yield return "rows of the source wait for a transaction there that is still open; pull again when it has ended";
        }
    }

    private static T Check<T>(Result<T> result, string where) => result.IsOk ? result.Value : throw Failed(result.Error, where);

    private static CliException Failed(Error error, string where) => new(
        $"{error.MessageEn} {error.MessageZh}", where, "What was pulled before is kept. Mend what the message names and pull again.", error.Kind == ErrorKind.NotFound ? ExitCodes.BadUsage : ExitCodes.Failure);
}
