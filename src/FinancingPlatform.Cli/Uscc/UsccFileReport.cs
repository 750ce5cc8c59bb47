using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Cli.Uscc;

/// <summary>A code that is wrong or odd, and where it stands.</summary>
internal sealed record UsccFinding(long Line, string Code, string Reason);

/// <summary>The contract of <c>fp uscc check</c>: how many codes, and how many of each reason (a fault of an invalid code, or a warning of a valid one).</summary>
internal sealed record UsccFileReport(long Checked, long Valid, long Invalid, long Warnings, IReadOnlyDictionary<string, long> Reasons)
{
    private const int MaxShownCode = 40;
    private const int LinesPerReport = 10_000;

    /// <summary>Checks every code of a file in one pass; each finding goes to <paramref name="found"/> as it is met.</summary>
    public static async Task<Result<UsccFileReport>> MakeAsync(string path, Action<UsccFinding> found, IProgress<double> progress, CancellationToken ct)
    {
        var opened = await SourceFile.OpenAsync(path, FileLimits.Default, ct);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        await using var file = opened.Value;
        try
        {
            return await ReadAsync(file, found, progress, ct);
        }
        catch (UnreadableFileException e)
        {
            return e.Error;
        }
    }

    private static async Task<UsccFileReport> ReadAsync(SourceFile file, Action<UsccFinding> found, IProgress<double> progress, CancellationToken ct)
    {
        var lines = new LineReader(file.Content, file.Path, file.Limits);
        var finder = new CodeFinder();
        var reasons = new SortedDictionary<string, long>(StringComparer.Ordinal);
        long valid = 0, invalid = 0, warnings = 0;
        while (await lines.ReadAsync(ct) is { } line)
        {
            foreach (var code in finder.In(line))
            {
                var check = Core.Identifiers.Uscc.Check(code);
                valid += check.IsValid ? 1 : 0;
                invalid += check.IsValid ? 0 : 1;
                warnings += check.Warnings.Count > 0 ? 1 : 0;
                foreach (var reason in check.IsValid ? check.Warnings.Select(NameOf) : [NameOf(check.Fault)])
                {
                    reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
                    found(new UsccFinding(lines.Line, code.Length > MaxShownCode ? code[..MaxShownCode] + "…" : code, reason));
                }
            }

            if (lines.Line % LinesPerReport == 0)
            {
                progress.Report(file.Progress);
            }
        }

        return new UsccFileReport(valid + invalid, valid, invalid, warnings, reasons);
    }

    private static string NameOf(UsccFault fault) => fault switch
    {
        UsccFault.None => "none",
        UsccFault.Length => "length",
        UsccFault.Alphabet => "alphabet",
        UsccFault.Prefix => "prefix",
        UsccFault.CheckCharacter => "check-character",
    };

    private static string NameOf(UsccWarning warning) => warning switch
    {
        UsccWarning.UnknownDivision => "unknown-division",
        UsccWarning.InnerCheck => "inner-check",
    };
}
