using System.Reflection;
using System.Xml.Linq;

namespace FinancingPlatform.Tests.Architecture;

/// <summary>A part depends only on parts above it in docs/architecture.md; nothing depends on a host.</summary>
public sealed class ArrowTests
{
    private const string Prefix = "FinancingPlatform.";

    /// <summary>The order of the parts: each may reference those before it.</summary>
    private static readonly string[] s_order =
        ["Core", "Data", "Exchange", "Consent", "Aggregation", "Scoring", "Lending", "Identity", "Indicators", "Hosting"];

    private static readonly string[] s_hosts = ["Portal", "BankApi", "Node", "Worker", "Phone"];

    /// <summary>Narrower than the order alone: what a part may know.</summary>
    private static readonly Dictionary<string, string[]> s_narrower = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Data"] = ["Core"],
        ["Exchange"] = ["Core", "Data"],
    };

    public static TheoryData<string> Projects() => [.. s_order, .. s_hosts, "Cli"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_part_references_only_parts_above_it(string part)
    {
        var allowed = Allowed(part);

        ProjectReferences(part).Except(allowed).ShouldBeEmpty($"{part} may reference only {string.Join(", ", allowed)}");
    }

    [Fact]
    public void Every_project_of_src_stands_in_the_order()
    {
        var projects = RepositoryFiles.Under("src", "*.csproj").Select(file => Path.GetFileNameWithoutExtension(file)[Prefix.Length..]);

        projects.ShouldBe([.. s_order, .. s_hosts, "Cli"], ignoreOrder: true);
    }

    [Fact]
    public void Core_uses_no_package_and_no_database()
    {
        var project = XDocument.Load(ProjectFile("Core"));

        project.Descendants("PackageReference").ShouldBeEmpty();
        project.Descendants("FrameworkReference").ShouldBeEmpty();
        Assembly.Load(Prefix + "Core").GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.StartsWith("Npgsql", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Allowed(string part)
    {
        if (s_narrower.TryGetValue(part, out var narrow))
        {
            return narrow;
        }

        var place = Array.IndexOf(s_order, part);
        return place >= 0 ? s_order[..place] : s_order;
    }

    private static IEnumerable<string> ProjectReferences(string part) =>
        XDocument.Load(ProjectFile(part)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))[Prefix.Length..]);

    private static string ProjectFile(string part) =>
        Path.Combine(RepositoryFiles.Root, "src", Prefix + part, Prefix + part + ".csproj");
}
