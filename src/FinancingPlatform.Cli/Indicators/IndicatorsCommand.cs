using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Indicators.Figures;

namespace FinancingPlatform.Cli.Indicators;

/// <summary><c>fp indicators</c>: every indicator as of a date, read as the regulator's database role, which may only count.</summary>
internal static class IndicatorsCommand
{
    private const string City = "city";
    private const string DateFormat = "yyyy-MM-dd";
    private const decimal Hundred = 100m;

    public static Command Build()
    {
        var asOf = new Option<string?>("--as-of") { Description = "Date in Beijing, yyyy-MM-dd; not after today (default: today). A published day is read as it was published." };
        var command = new Command("indicators", "Every indicator with numerator, denominator and definition version. A ratio: 0.25 is 25 %.") { asOf, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => RunAsync(Running.Find(parsed), Date(parsed.GetValue(asOf)), Output.For(parsed), cancel));
        return command;
    }

    /// <summary>The date of <c>--as-of</c>; null for today.</summary>
    internal static DateOnly? Date(string? text) =>
        text is null ? null
        : DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw CliException.BadUsage($"'{text}' is no date.", "--as-of", $"Write it as {DateFormat}, such as 2026-11-22.");

    private static async Task<int> RunAsync(Running running, DateOnly? asOf, Output output, CancellationToken cancel)
    {
        var source = PlatformDataServices.Source(running.ConnectionString(City, DatabaseRoles.Regulator));
        await using (source.ConfigureAwait(false))
        {
            var figures = await new IndicatorReader(source, TimeProvider.System).FiguresAsync(asOf, cancel).ConfigureAwait(false);
            if (!figures.IsOk)
            {
                throw new CliException(figures.Error.MessageEn, "--as-of", "Choose today or an earlier day.", figures.Error.Kind == ErrorKind.Invalid ? ExitCodes.BadUsage : ExitCodes.Failure);
            }

            output.Result(figures.Value.Select(IndicatorLine.Of).ToList(), figures.Value.Select(ForPeople));
            return ExitCodes.Ok;
        }
    }

    private static string Count(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "–";

    private static string ForPeople(IndicatorFigure f)
    {
        var value = !f.IsMeasurable ? "not measurable yet" : f.Value is { } v ? (v * Hundred).ToString("0.0000", CultureInfo.InvariantCulture) + " %" : "no denominator";
        var unknown = f.IsCoverage ? string.Create(CultureInfo.InvariantCulture, $" (status unknown {f.UnknownStatus})") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{f.Id,-12} {value,-18} {Count(f.Numerator)} / {Count(f.Denominator)}{unknown} as of {f.AsOf:yyyy-MM-dd}, {f.Definition}  {f.Name.En}");
    }
}

/// <summary>An indicator as <c>--json</c> writes it (contract of design §9).</summary>
internal sealed record IndicatorLine(
    string Id, decimal? Value, decimal? Net, long? Numerator, long? Denominator, string Unit, DateOnly AsOf, string Definition, decimal? Target, bool? Met)
{
    public static IndicatorLine Of(IndicatorFigure f) =>
        new(f.Id, f.Value, f.Net, f.Numerator, f.Denominator, f.Unit, f.AsOf, f.Definition, f.Target, f.Met);
}
