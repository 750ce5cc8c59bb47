using FinancingPlatform.Core.Enterprises;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// What the city looks like from afar (演示城市的边际分布): shares in percent, held to the table of docs/demonstration-city.md by a test.
/// </summary>
/// <param name="Enterprises">Registered subjects.</param>
/// <param name="Existing">Of them existing enterprises of the city.</param>
/// <param name="Sector">Percent of subjects by section of GB/T 4754.</param>
/// <param name="Size">Percent of subjects by size.</param>
/// <param name="Age">Percent of subjects by full years since registration.</param>
/// <param name="Status">Percent of subjects by status.</param>
/// <param name="BorrowerPercent">Percent of subjects with a loan.</param>
/// <param name="OverduePercent">Percent of borrowers more than 90 days overdue within twelve months.</param>
/// <param name="Missing">Percent of running subjects about which nothing was sent, by item.</param>
public sealed record DemonstrationMargins(
    int Enterprises,
    int Existing,
    IReadOnlyDictionary<string, double> Sector,
    IReadOnlyDictionary<string, double> Size,
    IReadOnlyDictionary<string, double> Age,
    IReadOnlyDictionary<string, double> Status,
    double BorrowerPercent,
    double OverduePercent,
    IReadOnlyDictionary<string, double> Missing)
{
    private const int YoungBelow = 3;
    private const int MiddleBelow = 10;

    /// <summary>Says on every print that nothing of it is real.</summary>
    public string Note => "虚构数据，仅供演示 / invented data, for demonstration only";

    /// <summary>Counts the city that the options make, without a database.</summary>
    public static DemonstrationMargins Of(DemonstrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var all = EnterpriseMaker.Make(options).ToList();
        var running = all.Where(e => e.IsRunning).ToList();
        var borrowers = all.Where(e => e.LoanMonthsAgo is not null).ToList();
        return new DemonstrationMargins(
            all.Count,
            all.Count(e => ExistingEnterpriseRule.IsExisting(Core.Identifiers.Uscc.Parse(e.Uscc), e.Status, isInCity: true) == true),
            Shares(all, e => e.Sector.Section.ToString()),
            Shares(all, e => e.Size.ToDatabase()),
            Shares(all, e => AgeBand(options.AsOf.Year - e.EstablishedOn.Year - (options.AsOf.DayOfYear < e.EstablishedOn.DayOfYear ? 1 : 0))),
            Shares(all, e => e.Status.ToDatabase()),
            Percent(borrowers.Count, all.Count),
            Percent(borrowers.Count(e => e.IsOverdue), borrowers.Count),
            EnterpriseMaker.MissingShares.ToDictionary(item => item.Item, item => Percent(running.Count(e => e.Missing.Contains(item.Item)), running.Count), StringComparer.Ordinal));
    }

    private static string AgeBand(int years) => years switch
    {
        < YoungBelow => "0-2",
        < MiddleBelow => "3-9",
        _ => "10+",
    };

    private static SortedDictionary<string, double> Shares(IReadOnlyCollection<DemonstrationEnterprise> all, Func<DemonstrationEnterprise, string> key) =>
        new(all.GroupBy(key).ToDictionary(group => group.Key, group => Percent(group.Count(), all.Count), StringComparer.Ordinal), StringComparer.Ordinal);

    private static double Percent(int part, int whole) => whole == 0 ? 0 : Math.Round(100.0 * part / whole, 2);
}
