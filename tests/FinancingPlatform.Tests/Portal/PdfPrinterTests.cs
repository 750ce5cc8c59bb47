using System.Globalization;
using FinancingPlatform.Aggregation.Report;
using FinancingPlatform.Portal.Pdf;
using FinancingPlatform.Portal.Reports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinancingPlatform.Tests.Portal;

/// <summary>The printer's child process dies, hangs, babbles or is missing: the caller gets an error with words, and the next print works.</summary>
public sealed class PdfPrinterTests
{
    private const int Patience = 2;

    private static readonly CreditReport s_report = new(
        [new ReportField("name", "企业名称", "Name", "虚构企业"), new ReportField("status", "登记状态", "Status", null)], "2024",
        [new ReportPart(ReportBlocks.PublicPart, [new ReportBlock("penalties", null, [])])], Invented: true);

    [Fact]
    public async Task A_printer_that_was_killed_is_started_again_by_the_next_print()
    {
        await using var printer = Printer("node", within: 60);
        (await printer.PrintAsync(Job(), default)).IsOk.ShouldBeTrue();
        var first = printer.ProcessId!.Value;
        using (var process = System.Diagnostics.Process.GetProcessById(first))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        var again = await printer.PrintAsync(Job(), default);

        IsPdf(again.Value).ShouldBeTrue();
        printer.ProcessId.ShouldNotBe(first);
    }

    [Theory]
    [InlineData("dies before it reads", "exit 1")]
    [InlineData("dies in the middle", "head -c 10 >/dev/null; exit 1")]
    [InlineData("answers half a line and dies", "head -c 10 >/dev/null; printf '{\"pdf\":'; exit 0")]
    [InlineData("answers no JSON", "head -n 1 >/dev/null; echo 'Segmentation fault'; exec sleep 600")]
    [InlineData("answers two lines", "head -n 1 >/dev/null; printf '{}\\n{}\\n'; exec sleep 600")]
    [InlineData("writes without end", "head -n 1 >/dev/null; exec yes xxxxxxxxxxxxxxxx | tr -d '\\n'")]
    [InlineData("never answers", "head -n 1 >/dev/null; exec sleep 600")]
    [InlineData("never reads", "exec sleep 600")]
    public async Task A_printer_that_fails_is_ended_and_the_error_says_what_to_do(string how, string script)
    {
        using var child = new FakeNode(script);
        await using var printer = Printer(child.Path, Patience);

        // More than a pipe holds, so that a child that never reads stops the writer.
        var answer = await printer.PrintAsync(new string(' ', 300_000) + Job(), default);

        answer.Error.Code.ShouldBe("pdf-unavailable", how);
        answer.Error.MessageEn.ShouldContain("take the JSON");
        answer.Error.RetryAfterSeconds.ShouldNotBeNull();
        printer.ProcessId.ShouldBeNull("nothing is left running");
    }

    [Fact]
    public async Task A_missing_node_is_an_error_with_words_and_not_an_exception()
    {
        await using var printer = Printer("/no/such/node", Patience);

        (await printer.PrintAsync(Job(), default)).Error.Code.ShouldBe("pdf-unavailable");
    }

    [Fact]
    public async Task A_caller_who_goes_away_ends_the_print_and_the_next_one_works()
    {
        using var child = new FakeNode($"read line; [ \"${{#line}}\" -gt 1000 ] && exec sleep 600; echo '{{\"error\":\"short\"}}'; exec sleep 600");
        await using var printer = Printer(child.Path, within: 600);
        using var gone = new CancellationTokenSource();
        var print = printer.PrintAsync(new string(' ', 2000), gone.Token);
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => print);

        printer.ProcessId.ShouldBeNull();
        (await printer.PrintAsync("{}", default)).Error.Code.ShouldBe("pdf-too-large", "the printer's own refusal");
    }

    [Fact]
    public async Task Too_many_waiting_prints_are_told_to_come_again()
    {
        using var child = new FakeNode("exec sleep 600");
        await using var printer = Printer(child.Path, within: 600);
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, PdfPrinter.MaxWaiting).Select(_ => printer.PrintAsync("{}", gone.Token)).ToList();

        (await printer.PrintAsync("{}", default)).Error.Code.ShouldBe("pdf-busy");

        await gone.CancelAsync();
        foreach (var print in waiting)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => print);
        }
    }

    [Fact]
    public async Task A_report_beyond_the_limits_is_refused_and_the_printer_lives_on()
    {
        await using var printer = Printer("node", within: 60);
        (await printer.PrintAsync(new string(' ', PdfPrinter.MaxRequestChars + 1), default)).Error.Code.ShouldBe("pdf-too-large");
        (await printer.PrintAsync(Job().Replace($"\"maxPages\":{PdfPrinter.MaxPages}", "\"maxPages\":0", StringComparison.Ordinal), default)).Error.Code.ShouldBe("pdf-too-large");
        var alive = printer.ProcessId;

        IsPdf((await printer.PrintAsync(Job(), default)).Value).ShouldBeTrue();

        alive.ShouldNotBeNull();
        printer.ProcessId.ShouldBe(alive);
    }

    private static bool IsPdf(byte[] bytes) => bytes.AsSpan().StartsWith("%PDF-"u8);

    private static PdfPrinter Printer(string node, int within) => new(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Pdf:Node"] = node, ["Pdf:WithinSeconds"] = within.ToString(CultureInfo.InvariantCulture) }).Build(),
        NullLogger<PdfPrinter>.Instance);

    private static string Job() => ReportPdfJob.Of(
        new PrintedReport(s_report, new IssuedReport(new string('a', 32), new DateTime(2026, 11, 26, 1, 2, 3, DateTimeKind.Utc), new DateOnly(2026, 11, 26), s_report.Digest)),
        "http://localhost:1/verify/" + new string('a', 32));

    /// <summary>A program in node's place that does what a test needs; it ignores its argument.</summary>
    private sealed class FakeNode : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("fp-node-").FullName;

        public FakeNode(string script)
        {
            Path = System.IO.Path.Combine(_folder, "node");
            File.WriteAllText(Path, "#!/bin/sh\n" + script + "\n");
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public string Path { get; }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
