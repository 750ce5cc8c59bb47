using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Aggregation.Demonstration;
using FinancingPlatform.Cli.Import;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Cli.Seed;

/// <summary><c>fp seed</c>: an invented city of any size, the same for the same seed; <c>--describe</c> says what it looks like.</summary>
internal static class SeedCommand
{
    private const int DefaultEnterprises = 20_000;

    public static Command Build()
    {
        var enterprises = new Option<int>("--enterprises") { Description = "Registered subjects of the city.", DefaultValueFactory = _ => DefaultEnterprises };
        var seed = new Option<int>("--seed") { Description = "Another seed is another city.", DefaultValueFactory = _ => DemonstrationOptions.DefaultSeed };
        var asOf = new Option<DateOnly?>("--as-of") { Description = "The day the city stands at (default: today in the city)." };
        var describe = new Option<bool>("--describe") { Description = "Print the city's margins and write nothing; needs no running platform." };
        var command = new Command("seed", "Makes an invented demonstration city (虚构演示数据) in the running platform.") { enterprises, seed, asOf, describe, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) =>
        {
            var options = new DemonstrationOptions(
                parsed.GetValue(enterprises),
                parsed.GetValue(seed),
                parsed.GetValue(asOf) ?? China.Today(TimeProvider.System),
                string.Empty) { CityDivision = LoaderConnection.CityDivision };
            return parsed.GetValue(describe)
                ? Task.FromResult(Describe(options, Output.For(parsed)))
                : SeedAsync(parsed, options, Output.For(parsed), cancel);
        });
        command.Subcommands.Add(InvoiceSubjectsCommand.Build());
        return command;
    }

    private static int Describe(DemonstrationOptions options, Output output)
    {
        var margins = DemonstrationMargins.Of(options);
        output.Result(
            margins,
            [
                margins.Note,
                $"enterprises {margins.Enterprises}, existing {margins.Existing}",
                .. Table("sector", margins.Sector),
                .. Table("size", margins.Size),
                .. Table("age", margins.Age),
                .. Table("status", margins.Status),
                $"with a loan {Percent(margins.BorrowerPercent)}; of these overdue {Percent(margins.OverduePercent)}",
                .. Table("missing", margins.Missing),
            ]);
        return ExitCodes.Ok;
    }

    private static async Task<int> SeedAsync(ParseResult parsed, DemonstrationOptions options, Output output, CancellationToken cancel)
    {
        var connection = LoaderConnection.Of(parsed);
        var folder = Path.Combine(parsed.GetValue<string?>("--data") is { } data ? Path.GetFullPath(data) : Running.DefaultData(), "demo", "delivered");
        var result = await output.ProgressAsync(
            $"Inventing a city of {options.Enterprises} enterprises",
            progress => DemonstrationCity.SeedAsync(connection, options with { WorkFolder = folder }, progress, cancel)).ConfigureAwait(false);
        if (!result.IsOk)
        {
            throw ToException(result.Error, "seed");
        }

        var outcome = result.Value;
        output.Result(
            outcome,
            outcome.AlreadySeeded
                ? "This city is there already; nothing was changed."
                : string.Create(CultureInfo.InvariantCulture, $"{outcome.Enterprises} invented enterprises, {outcome.Records} invented records, {outcome.Seconds:0.0} s"));
        return ExitCodes.Ok;
    }

    internal static CliException ToException(Error error, string where) => new(
        $"{error.MessageEn} {error.MessageZh}", where, "Mend what the message names and run it again.", error.Kind == ErrorKind.Invalid ? ExitCodes.BadUsage : ExitCodes.Failure);

    private static IEnumerable<string> Table(string title, IReadOnlyDictionary<string, double> shares) =>
        shares.Select(share => string.Create(CultureInfo.InvariantCulture, $"{title,-8} {share.Key,-20} {share.Value,6:0.00} %"));

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} %");
}
