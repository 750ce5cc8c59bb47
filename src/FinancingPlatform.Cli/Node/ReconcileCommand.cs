using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Exchange;
using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Cli.Node;

/// <summary><c>fp node reconcile</c>: count, sum and digest per kind and day, on both sides of each hop.</summary>
internal static class ReconcileCommand
{
    public static Command Build()
    {
        var days = new Option<int>("--days")
        {
            Description = $"Days up to and including today, UTC+8 (default {ExchangeLimits.ReconciliationDaysByDefault}, at most {ExchangeLimits.ReconciliationDays}).",
            DefaultValueFactory = _ => ExchangeLimits.ReconciliationDaysByDefault,
        };
        var command = new Command("reconcile", "Compares city with province and province with nation; exit code 1 when anything differs.") { days, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => ReconcileAsync(Running.Find(parsed), parsed.GetValue(days), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> ReconcileAsync(Running running, int days, Output output, CancellationToken cancel)
    {
        if (days is < 1 or > ExchangeLimits.ReconciliationDays)
        {
            throw CliException.BadUsage($"--days is {days}.", "node reconcile", $"Give 1 to {ExchangeLimits.ReconciliationDays}.");
        }

        using var senders = Senders.Of(running);
        var kinds = new List<KindReport>();
        var clean = true;
        foreach (var (name, client) in senders.All)
        {
            output.Say($"{name}: comparing {days} days with the node above");
            var report = await Senders.AskAsync(name, () => client.GetUpwardsAsync(days, cancel));
            clean &= report.Clean;
            kinds.AddRange(report.Kinds);
        }

        output.Result(new ReconciliationReport(clean, kinds), Lines(clean, kinds));
        return clean ? ExitCodes.Ok : ExitCodes.Failure;
    }

    private static IEnumerable<string> Lines(bool clean, List<KindReport> kinds)
    {
        yield return $"{"to",-10} {"day",-11} {"kind",-22} {"count",7} {"sum (CNY)",18}  digest";
        foreach (var k in kinds)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{k.Destination,-10} {k.Day:yyyy-MM-dd}  {k.Kind,-22} {k.Count,7} {k.Sum,18:F2}  {k.Digest}");
            foreach (var difference in k.Differences)
            {
                yield return $"    {difference.MessageId}  {difference.Why}";
            }
        }

        yield return clean ? "clean: both sides of each hop agree" : "not clean: see the differences above";
    }
}
