using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Cli.Node;

/// <summary><c>fp node status</c>: the backlog towards each destination.</summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var command = new Command("status", "Messages waiting, parked, and without a receipt, for each destination.") { Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var senders = Senders.Of(Running.Find(parsed));
            var destinations = await senders.BacklogAsync(cancel);
            Output.For(parsed).Result(new { Destinations = destinations }, Lines(destinations));
            return ExitCodes.Ok;
        });
        return command;
    }

    public static IEnumerable<string> Lines(IReadOnlyList<DestinationStatus> destinations)
    {
        yield return $"{"destination",-12} {"waiting",9} {"oldest s",9} {"parked",7} {"receipts missing",17}";
        foreach (var d in destinations)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{d.Name,-12} {d.Waiting,9} {d.OldestS,9} {d.Parked,7} {d.ReceiptsMissing,17}");
        }
    }
}
