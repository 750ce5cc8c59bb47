using System.CommandLine;
using System.CommandLine.Parsing;

namespace FinancingPlatform.Cli;

/// <summary>Parses the arguments, runs the command, and turns what went wrong into one message and one exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Financing credit service platform (信易贷): runs it, feeds it, asks it.");
        foreach (var command in Commands.All())
        {
            root.Subcommands.Add(command);
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return BadUsage(parsed);
        }

        using var stop = new StopSignals();
        try
        {
            // Commands own their signals: the library's handler would end a graceful stop after two seconds.
            var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(settings, stop.Token).ConfigureAwait(false);
        }
        catch (CliException e)
        {
            Output.Error(e.Message, e.Where, e.WhatToDo);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Output.Error("Stopped before it was done.", parsed.CommandResult.Command.Name, "Run it again: what was finished is kept.");
            return ExitCodes.Failure;
        }
#pragma warning disable CA1031 // the last place that can turn an unexpected exception into a message and an exit code
        catch (Exception e)
#pragma warning restore CA1031
        {
            var detail = Environment.GetEnvironmentVariable("FP_DEBUG") is null ? e.Message : e.ToString();
            Output.Error($"{e.GetType().Name}: {detail}", parsed.CommandResult.Command.Name, "Set FP_DEBUG=1 and run it again to see where it happened.");
            return ExitCodes.Failure;
        }
    }

    private static int BadUsage(ParseResult parsed)
    {
        // A mistyped command also counts as a missing one: the first complaint says it better.
        var errors = parsed.UnmatchedTokens.Count > 0 ? parsed.Errors.Where(e => parsed.UnmatchedTokens.Any(t => e.Message.Contains(t, StringComparison.Ordinal))) : parsed.Errors;
        foreach (ParseError error in errors)
        {
            Output.Error(error.Message, PathOf(parsed.CommandResult), $"See: fp {PathOf(parsed.CommandResult)} --help".Replace("  ", " ", StringComparison.Ordinal));
        }

        return ExitCodes.BadUsage;
    }

    private static string PathOf(CommandResult result)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = result; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
        {
            names.Push(command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
