using System.CommandLine;
using FinancingPlatform.Aggregation.Objections;
using FinancingPlatform.Aggregation.Removal;
using FinancingPlatform.Cli.Import;
using Npgsql;

namespace FinancingPlatform.Cli.Decisions;

/// <summary><c>fp decisions import FILE</c>: what others decided about objections, repairs and annulments.</summary>
internal static class DecisionsCommand
{
    public static Command Build() => new("decisions", "Takes over decisions that were made elsewhere, and hands out what waits for them.") { BuildImport(), BuildOutgoing() };

    private static Command BuildOutgoing()
    {
        var file = new Argument<string>("FILE") { Description = "CSV to write: one row for each objection." };
        var again = new Option<bool>("--again") { Description = "Also what was handed out before and still waits." };
        var command = new Command("outgoing", "Objections for sources that have no interface, to be sent by letter. Sources with a client fetch theirs themselves.") { file, again, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file)!;
            await using var source = NpgsqlDataSource.Create(LoaderConnection.Of(parsed));
            var rows = await ObjectionLetters.WriteAsync(source, path, parsed.GetValue(again), cancel).ConfigureAwait(false);
            Output.For(parsed).Result(new { rows, file = path }, $"{rows} objections: {path}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command BuildImport()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "CSV with the header kind,decision_no,authority,uscc,item,key,decided_on,outcome,law and, where known, submitted_on,accepted_on; kind: objection, repair or annulment; outcome: removed, corrected or maintained.",
        };
        var command = new Command("import", "Answers objections and removes what was repaired or annulled. The same file again changes nothing; lines at fault are named and left out.")
        {
            file, Output.JsonOption(),
        };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (path, output) = (parsed.GetValue(file)!, Output.For(parsed));
            await using var source = NpgsqlDataSource.Create(LoaderConnection.Of(parsed));
            var result = await DecisionImport.RunAsync(source, path, TimeProvider.System, cancel).ConfigureAwait(false);
            if (!result.IsOk)
            {
                throw new CliException($"{result.Error.MessageEn} {result.Error.MessageZh}", path, "Nothing was taken over. Mend the file and import it again.", ExitCodes.Failure);
            }

            foreach (var left in (await RejectedFileMending.RunOnceAsync(source, cancel).ConfigureAwait(false)).Failed)
            {
                output.Say($"warning: a rejected file still holds what was removed; delete it, or let this user write it. {left}");
            }

            var outcome = result.Value;
            output.Result(
                outcome,
                [
                    $"received {outcome.Received} = applied {outcome.Applied} + duplicate {outcome.Duplicate} + refused {outcome.Refused}",
                    .. outcome.Refusals.Select(r => $"line {r.Line}: {r.Reason}"),
                ]);
            return outcome.Refused == 0 ? ExitCodes.Ok : ExitCodes.Failure;
        });
        return command;
    }
}
