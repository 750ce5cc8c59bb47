using System.Text.RegularExpressions;

namespace FinancingPlatform.Tests.Architecture;

/// <summary>A document that points nowhere is worse than none.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_link_and_path_in_a_document_leads_somewhere()
    {
        var broken = Documents().SelectMany(document =>
            Targets(document).Where(target => !Exists(target)).Select(target => $"{Path.GetRelativePath(RepositoryFiles.Root, document)}: {Path.GetRelativePath(RepositoryFiles.Root, target)}"));

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_decision_is_listed()
    {
        var folder = Path.Combine(RepositoryFiles.Root, "docs", "adr");
        var list = File.ReadAllText(Path.Combine(folder, "README.md"));

        Directory.EnumerateFiles(folder, "*.md").Select(Path.GetFileName)
            .Where(name => !string.Equals(name, "README.md", StringComparison.Ordinal) && !list.Contains($"]({name})", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static bool Exists(string target) => File.Exists(target) || Directory.Exists(target);

    private static IEnumerable<string> Documents() =>
        RepositoryFiles.Under("docs", "*.md").Append(Path.Combine(RepositoryFiles.Root, "README.md"));

    private static IEnumerable<string> Targets(string document)
    {
        var text = File.ReadAllText(document);
        var links = Link().Matches(text).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal))
            .Select(link => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, link)));
        var paths = SourcePath().Matches(text).Select(match => Path.Combine(RepositoryFiles.Root, match.Groups[1].Value));
        return links.Concat(paths);
    }

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|docs|models)/[A-Za-z0-9_./-]+)`", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex SourcePath();
}
