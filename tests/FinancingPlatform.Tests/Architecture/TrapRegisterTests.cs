using System.Reflection;
using System.Text.RegularExpressions;

namespace FinancingPlatform.Tests.Architecture;

/// <summary>docs/traps.md names the test of each rule and trap; a name that is not a running test fails here.</summary>
public sealed partial class TrapRegisterTests
{
    private const string Planned = "planned";

    private static readonly string[] s_rules =
    [
        .. Ids('A', 11), .. Ids('B', 7), .. Ids('C', 12), .. Ids('D', 13), .. Ids('E', 5),
        .. Enumerable.Range(1, 30).Select(number => "trap " + number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];

    [Fact]
    public void Every_rule_and_trap_has_a_row() =>
        Rows().Select(row => row.Id).ShouldBe(s_rules, ignoreOrder: true);

    [Fact]
    public void Every_named_test_exists_and_runs()
    {
        var missing = new List<string>();
        foreach (var row in Rows())
        {
            if (row.Tests.Length == 0 && !string.Equals(row.State, Planned, StringComparison.Ordinal))
            {
                missing.Add($"{row.Id}: no test, and not marked {Planned}");
            }

            missing.AddRange(row.Tests.Where(test => !IsRunningTest(test)).Select(test => $"{row.Id}: {test} is no running test"));
        }

        missing.ShouldBeEmpty();
    }

    private static bool IsRunningTest(string name)
    {
        var dot = name.LastIndexOf('.');
        var type = dot < 0 ? null : Assembly.GetExecutingAssembly().GetType("FinancingPlatform.Tests." + name[..dot], throwOnError: false);
        return type?.GetMethod(name[(dot + 1)..])?.GetCustomAttributes<FactAttribute>(inherit: true).Any(fact => fact.Skip is null) == true;
    }

    private static IEnumerable<string> Ids(char letter, int count) => Enumerable.Range(1, count).Select(number => $"{letter}{number}");

    private static List<(string Id, string State, string[] Tests)> Rows() =>
        [.. File.ReadLines(Path.Combine(RepositoryFiles.Root, "docs", "traps.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length >= 5 && RowId().IsMatch(cells[1]))
            .Select(cells => (cells[1], cells[3], TestName().Matches(cells[4]).Select(match => match.Groups[1].Value).ToArray()))];

    [GeneratedRegex(@"^([A-E]\d{1,2}|trap \d{1,2})$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RowId();

    [GeneratedRegex(@"`([A-Za-z0-9_.]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestName();
}
