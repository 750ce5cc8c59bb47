using System.CommandLine;
using System.Globalization;

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
            var backlog = await senders.BacklogAsync(cancel);
            Output.For(parsed).Result(new { backlog.Destinations, backlog.Silent }, Lines(backlog));
            return backlog.Silent.Count == 0 ? ExitCodes.Ok : ExitCodes.Failure;
        });
        return command;
    }

    public static IEnumerable<string> Lines(Backlog backlog)
    {
        yield return $"{"destination",-12} {"waiting",9} {"oldest s",9} {"parked",7} {"receipts missing",17}";
        foreach (var d in backlog.Destinations)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{d.Name,-12} {d.Waiting,9} {d.OldestS,9} {d.Parked,7} {d.ReceiptsMissing,17}");
        }

        foreach (var name in backlog.Silent)
        {
            yield return $"{name} does not answer: what waits there is not known. Start it with: fp start {name}";
        }
    }
}
