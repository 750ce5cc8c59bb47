using System.Text.RegularExpressions;

namespace FinancingPlatform.Tests.Architecture;

/// <summary>What a reader counts on in every file, and what no analyser looks for.</summary>
public sealed partial class HouseStyleTests
{
    private const int LongestFileLines = 500;

    [Fact]
    public void No_source_file_is_longer_than_a_reader_can_hold()
    {
        var tooLong = Sources("*.cs").Concat(Sources("*.sql")).Concat(Sources("*.cshtml"))
            .Select(file => (Name: Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > LongestFileLines);

        tooLong.ShouldBeEmpty();
    }

    [Fact]
    public void No_exception_is_swallowed_without_a_word()
    {
        var swallowed = Sources("*.cs").Where(file => EmptyCatch().IsMatch(File.ReadAllText(file))).Select(Relative);

        swallowed.ShouldBeEmpty("an empty catch hides what went wrong: handle it, or let it go on");
    }

    [Fact]
    public void No_page_carries_inline_script_or_style()
    {
        var inline = Sources("*.cshtml").Where(file => InlineCode().IsMatch(File.ReadAllText(file))).Select(Relative);

        inline.ShouldBeEmpty("the Content-Security-Policy refuses them");
    }

    private static IEnumerable<string> Sources(string pattern) =>
        RepositoryFiles.Under("src", pattern).Concat(RepositoryFiles.Under("tests", pattern));

    private static string Relative(string file) => Path.GetRelativePath(RepositoryFiles.Root, file);

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*\}", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=""|\son(click|load|change|submit)=", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex InlineCode();
}
