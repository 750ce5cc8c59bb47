using FinancingPlatform.Tests.Architecture;

namespace FinancingPlatform.Tests.Identity.Strangers;

/// <summary>
/// docs/verdicts.md sets the two issuers beside each other, from the rows that the theories prove; set FP_WRITE_VERDICTS=1 to write it again.
/// </summary>
public sealed class VerdictTableTests
{
    private const string Begin = "<!-- {0}: begin -->";
    private const string End = "<!-- {0}: end -->";

    private static readonly string s_document = Path.Combine(RepositoryFiles.Root, "docs", "verdicts.md");

    [Fact]
    public void Every_verdict_that_a_test_proves_stands_in_the_document()
    {
        var text = File.ReadAllText(s_document);
        var written = With(With(text, "assertions", Assertions()), "steps", Steps());
        if (Environment.GetEnvironmentVariable("FP_WRITE_VERDICTS") == "1")
        {
            File.WriteAllText(s_document, written);
            return;
        }

        text.ShouldBe(written, "a verdict changed; set FP_WRITE_VERDICTS=1 and run this test to write the table again");
    }

    [Fact]
    public void A_verdict_that_differs_has_its_reason_and_one_that_does_not_has_none()
    {
        AssertionCases.All.ShouldAllBe(c => ((c.Check == null) == (c.Stranger == null)) == (c.Why == null));
        BrokenSteps.All.ShouldAllBe(s => (s.StrangersStep == null && s.StrangersError == null) == (s.Why == null));
    }

    private static string Assertions() => "| case | clause | this issuer | oidc-provider | why they differ |\n|---|---|---|---|---|\n" + string.Concat(
        AssertionCases.All.Select(c => $"| {c.Name} | {c.Clause} | {Said(c.Check)} | {Said(c.Stranger)} | {c.Why} |\n"));

    private static string Steps() => "| broken step | clause | this issuer | oidc-provider | why they differ |\n|---|---|---|---|---|\n" + string.Concat(
        BrokenSteps.All.Select(s => $"| {s.Name} | {s.Clause} | {Ended(s.Step, s.Error)} | {Ended(s.StrangersStep ?? s.Step, s.StrangersError ?? s.Error)} | {s.Why} |\n"));

    private static string Said(string? refusal) => refusal is null ? "token" : $"`{refusal}`";

    private static string Ended(string step, string? error) => $"{step}: {(error is null ? "the client's library" : $"`{error}`")}";

    private static string With(string text, string part, string table)
    {
        var (begin, end) = (Begin.Replace("{0}", part, StringComparison.Ordinal), End.Replace("{0}", part, StringComparison.Ordinal));
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        to.ShouldBeGreaterThan(from, part);
        return text[..from] + "\n\n" + table + "\n" + text[to..];
    }
}
