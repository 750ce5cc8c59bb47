using System.CommandLine;

namespace FinancingPlatform.Cli.Uscc;

/// <summary><c>fp uscc check FILE</c>: every unified social credit code of a file, valid or why not.</summary>
internal static class UsccCommand
{
    /// <summary>Findings that are printed; the counts hold all of them.</summary>
    private const int MaxShown = 200;

    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "Text or CSV, plain, .gz or .xz, in UTF-8. A CSV whose header names a code column (uscc, code, 统一社会信用代码, …) gives that column." };
        var check = new Command("check", "Checks every unified social credit code (GB 32100-2015). Division and inner check are warnings. Exit code 0 also when codes are invalid: the check itself went well.") { file, Output.JsonOption() };
        check.SetAction((parsed, cancel) => CheckAsync(parsed.GetValue(file)!, Output.For(parsed), cancel));
        return new Command("uscc", "Unified social credit codes (统一社会信用代码).") { check };
    }

    private static async Task<int> CheckAsync(string path, Output output, CancellationToken cancel)
    {
        long findings = 0;
        var report = await output.ProgressAsync($"Checking the codes of {path}", progress => UsccFileReport.MakeAsync(
            path,
            finding =>
            {
                if (++findings <= MaxShown)
                {
                    output.Say($"line {finding.Line}: {finding.Code}: {finding.Reason}");
                }
            },
            progress,
            cancel)).ConfigureAwait(false);
        if (!report.IsOk)
        {
            throw new CliException($"{report.Error.MessageEn} {report.Error.MessageZh}", path, "Mend the file and check it again.", ExitCodeOf(report.Error));
        }

        if (findings > MaxShown)
        {
            output.Say($"… and {findings - MaxShown} more.");
        }

        var counts = report.Value;
        output.Result(
            counts,
            [$"checked {counts.Checked}, valid {counts.Valid}, invalid {counts.Invalid}, with a warning {counts.Warnings}", .. counts.Reasons.Select(reason => $"  {reason.Key,-18} {reason.Value}")]);
        return ExitCodes.Ok;
    }

    private static int ExitCodeOf(Core.Errors.Error error) => error.Kind == Core.Errors.ErrorKind.NotFound ? ExitCodes.BadUsage : ExitCodes.Failure;
}
