using System.Reflection;

namespace FinancingPlatform.Tests.Architecture;

/// <summary>
/// docs/security.md lists which test proves which clause of a standard. The list is this test's own answer, read from the traits; set
/// FP_WRITE_CLAUSES=1 to write it again.
/// </summary>
public sealed class ClauseRegisterTests
{
    private const string Begin = "<!-- clauses: begin -->";
    private const string End = "<!-- clauses: end -->";

    private static readonly string s_document = Path.Combine(RepositoryFiles.Root, "docs", "security.md");

    [Fact]
    public void Every_clause_that_a_test_proves_stands_in_the_document_with_that_test()
    {
        var text = File.ReadAllText(s_document);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        to.ShouldBeGreaterThan(from);
        var table = "\n\n| clause | proved by |\n|---|---|\n" + string.Concat(Clauses().Select(c => $"| {c.Clause} | {string.Join(", ", c.Tests.Select(t => $"`{t}`"))} |\n")) + "\n";
        if (Environment.GetEnvironmentVariable("FP_WRITE_CLAUSES") == "1")
        {
            File.WriteAllText(s_document, text[..from] + table + text[to..]);
            return;
        }

        text[from..to].ShouldBe(table, "a test of a clause was added, renamed or lost; set FP_WRITE_CLAUSES=1 and run this test to write the list again");
    }

    private static IEnumerable<(string Clause, string[] Tests)> Clauses() => Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => !type.IsAbstract)
        .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any())
            .SelectMany(method => Of(type).Concat(Of(method)).Concat(OfRows(type, method)).Select(clause => (Clause: clause, Test: $"{type.FullName!["FinancingPlatform.Tests.".Length..]}.{method.Name}"))))
        .GroupBy(pair => pair.Clause, pair => pair.Test, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (group.Key, group.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray()));

    /// <summary>A theory whose rows prove a clause each says so in a parameter of that name.</summary>
    private static IEnumerable<string> OfRows(Type type, MethodInfo method)
    {
        var at = Array.FindIndex(method.GetParameters(), p => p.Name == "clause");
        return at < 0 ? [] : RowsOf(type, method).Select(row => (string)row[at]!);
    }

    private static IEnumerable<object?[]> RowsOf(Type type, MethodInfo method) =>
    [
        .. method.GetCustomAttributes<InlineDataAttribute>().Select(row => row.Data),
        .. method.GetCustomAttributes<MemberDataAttribute>()
            .SelectMany(rows => (IEnumerable<ITheoryDataRow>)type.GetProperty(rows.MemberName, BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)!.GetValue(null)!)
            .Select(row => row.GetData()),
    ];

    private static IEnumerable<string> Of(MemberInfo member) => member.GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType == typeof(TraitAttribute) && attribute.ConstructorArguments[0].Value as string == "clause")
        .Select(attribute => (string)attribute.ConstructorArguments[1].Value!);
}
