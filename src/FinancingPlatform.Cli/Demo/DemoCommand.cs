using System.CommandLine;

namespace FinancingPlatform.Cli.Demo;

/// <summary><c>fp demo</c>: walks the main thread against the running platform and prints each step with what it saw.</summary>
internal static class DemoCommand
{
    public static Command Build()
    {
        var pause = new Option<bool>("--pause-province") { Description = "Stop the province while the loan is posted, then start it again: everything must arrive once, in order." };
        var command = new Command("demo", "Walks the main thread as an outside client: register, verify, authorise, pull, line, loan, province, nation, ratio.") { pause, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            var steps = await new DemoWalk(Running.Find(parsed), output, parsed.GetValue(pause)).RunAsync(cancel).ConfigureAwait(false);
            var ok = steps.All(s => s.Ok);
            output.Result(new { Ok = ok, Steps = steps }, ok && steps.Count > 0 ? [steps[^1].Detail] : []);
            return ok ? ExitCodes.Ok : ExitCodes.Failure;
        });
        return command;
    }
}
