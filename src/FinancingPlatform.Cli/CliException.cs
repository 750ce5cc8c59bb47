namespace FinancingPlatform.Cli;

/// <summary>A command that can't go on: what happened, where, and what the reader should do.</summary>
internal sealed class CliException(string what, string where, string whatToDo, int exitCode = ExitCodes.Failure) : Exception(what)
{
    public string Where { get; } = where;

    public string WhatToDo { get; } = whatToDo;

    public int ExitCode { get; } = exitCode;

    /// <summary>Arguments that parse but make no sense together, or name a file that is not there.</summary>
    public static CliException BadUsage(string what, string where, string whatToDo) => new(what, where, whatToDo, ExitCodes.BadUsage);
}
