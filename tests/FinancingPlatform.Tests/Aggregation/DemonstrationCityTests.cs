using System.Globalization;
using FinancingPlatform.Aggregation.Demonstration;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Data;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation;

public sealed class DemonstrationCityTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private static readonly DateOnly AsOf = new(2026, 11, 22);

    /// <summary>The promise: each margin within a tenth of the table's figure.</summary>
    private const double Tolerance = 0.10;

    [Theory]
    [InlineData(20_000, DemonstrationOptions.DefaultSeed)]
    [InlineData(20_000, 7)]
    [InlineData(50_000, 1)]
    public void Margins_are_within_a_tenth_of_the_table(int enterprises, int seed)
    {
        var margins = DemonstrationMargins.Of(new DemonstrationOptions(enterprises, seed, AsOf, string.Empty));
        var found = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["borrowers"] = margins.BorrowerPercent,
            ["overdue"] = margins.OverduePercent,
            ["existing"] = 100.0 * margins.Existing / margins.Enterprises,
        };
        foreach (var (title, shares) in new[] { ("sector", margins.Sector), ("size", margins.Size), ("age", margins.Age), ("status", margins.Status), ("missing", margins.Missing) })
        {
            foreach (var (name, share) in shares)
            {
                found[$"{title} {name}"] = share;
            }
        }

        var table = Table().ToDictionary(StringComparer.Ordinal);

        found.Keys.ShouldBe(table.Keys, ignoreOrder: true);
        found.Where(pair => Math.Abs(pair.Value - table[pair.Key]) > Tolerance * table[pair.Key]).ShouldBeEmpty();
        margins.OverduePercent.ShouldBeInRange(1, 3);
    }

    [Fact]
    public void The_same_seed_is_the_same_city_and_another_seed_shares_no_code_with_it()
    {
        var first = Make(500, 1).ToList();
        var again = Make(500, 1).ToList();
        var other = Make(500, 2).ToList();

        again.Select(e => (e.Uscc, e.Name, e.RevenueYuan, e.LoanMonthsAgo)).ShouldBe(first.Select(e => (e.Uscc, e.Name, e.RevenueYuan, e.LoanMonthsAgo)));
        first.Select(e => e.Uscc).Intersect(other.Select(e => e.Uscc)).ShouldBeEmpty();
        Make(1000, 1).Take(500).Select(e => e.Uscc).ShouldBe(first.Select(e => e.Uscc), "a larger city begins with the smaller one");
    }

    [Fact]
    public void Codes_are_valid_without_a_warning_and_names_say_that_they_are_invented()
    {
        var city = Make(5_000, 3).ToList();

        city.Select(e => e.Uscc).Distinct().Count().ShouldBe(5_000);
        city.ShouldAllBe(e => Uscc.Check(e.Uscc).IsValid && Uscc.Check(e.Uscc).Warnings.Count == 0 && e.Uscc.Substring(2, 4) == "3709");
        city.ShouldAllBe(e => e.Name.Contains("虚构", StringComparison.Ordinal) && e.LegalRepresentative.Contains("虚构", StringComparison.Ordinal));
        DemonstrationBank.All.ShouldAllBe(b => Uscc.Check(b.Uscc).IsValid && b.Name.Contains("虚构", StringComparison.Ordinal));
    }

    [Fact]
    public void Overdue_enterprises_differ_from_others_already_before_the_loan()
    {
        var options = new DemonstrationOptions(20_000, DemonstrationOptions.DefaultSeed, AsOf, string.Empty);
        var history = new HistoryMaker(options);
        var borrowers = EnterpriseMaker.Make(options).Where(e => e.LoanMonthsAgo is not null && e.Missing.Count == 0 || e.IsOverdue).ToList();

        var falls = borrowers.Select(e => (e.IsOverdue, Change: ChangeBeforeLoan(history, e, "invoice-sales"))).Where(x => x.Change is not null).ToLookup(x => x.IsOverdue, x => x.Change!.Value);
        var power = borrowers.Select(e => (e.IsOverdue, Change: ChangeBeforeLoan(history, e, "utility-electricity"))).Where(x => x.Change is not null).ToLookup(x => x.IsOverdue, x => x.Change!.Value);

        falls[true].Average().ShouldBeLessThan(falls[false].Average() - 0.2);
        power[true].Average().ShouldBeLessThan(power[false].Average() - 0.2);
        ArrearsBeforeLoan(history, borrowers.Where(e => e.IsOverdue)).ShouldBeGreaterThan(3 * ArrearsBeforeLoan(history, borrowers.Where(e => !e.IsOverdue)));
    }

    [Fact]
    public async Task A_city_is_seeded_once_with_its_dirt_and_everything_in_it_says_invented()
    {
        var folder = Directory.CreateTempSubdirectory("fp-city-").FullName;
        try
        {
            var options = new DemonstrationOptions(2_500, 11, AsOf, folder);
            var outcome = (await DemonstrationCity.SeedAsync(database.As(DatabaseRoles.Loader), options, new Progress<double>(), CancellationToken.None)).Value;
            var again = (await DemonstrationCity.SeedAsync(database.As(DatabaseRoles.Loader), options, new Progress<double>(), CancellationToken.None)).Value;

            outcome.Records.ShouldBeGreaterThan(50_000);
            outcome.Files.Values.ShouldAllBe(file => file.Rejected > 0 && file.RejectedFile != null);
            (again.AlreadySeeded, again.Records).ShouldBe((true, 0L));
            (await database.ScalarAsync<long>("select count(*) from credit.credit_record where not invented")).ShouldBe(0);
            (await database.ScalarAsync<long>("select count(*) from registry.enterprise where not invented")).ShouldBe(0);
            (await database.ScalarAsync<long>("select count(*) from registry.enterprise")).ShouldBe(2_500);
            (await database.ScalarAsync<long>("select count(*) from lending.bank")).ShouldBe(3);
            (await database.ScalarAsync<long>("select count(*) from credit.credit_record where known_at > clock_timestamp() or known_at::date < occurred_on or occurred_on >= $1", AsOf)).ShouldBe(0);

            var showcase = DemonstrationCity.Showcase(options)[0];
            (await database.ScalarAsync<long>(
                "select count(distinct r.item) from credit.credit_record r join registry.enterprise e on e.id = r.enterprise_id where e.uscc = $1 and e.status = 'active'", showcase.Uscc)).ShouldBeGreaterThanOrEqualTo(7);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_city_of_no_size_is_refused() =>
        (await DemonstrationCity.SeedAsync(database.As(DatabaseRoles.Loader), new DemonstrationOptions(0, 1, AsOf, Path.GetTempPath()), new Progress<double>(), CancellationToken.None)).Error.Code.ShouldBe("city-size");

    private static IEnumerable<DemonstrationEnterprise> Make(int enterprises, int seed) => EnterpriseMaker.Make(new DemonstrationOptions(enterprises, seed, AsOf, string.Empty));

    // The last three months before the loan against the first three of its history.
    private static double? ChangeBeforeLoan(HistoryMaker history, DemonstrationEnterprise enterprise, string item)
    {
        var loan = new DateOnly(AsOf.Year, AsOf.Month, 1).AddMonths(-enterprise.LoanMonthsAgo!.Value);
        var months = history.Make(enterprise).Where(r => r.Item == item && r.Row.OccurredOn < loan && r.Row.Code != "voided")
            .GroupBy(r => (r.Row.OccurredOn.Year, r.Row.OccurredOn.Month)).OrderBy(g => g.Key).Select(g => (double)g.Sum(r => r.Row.Amount ?? 0)).ToList();
        return months.Count < 8 ? null : months.TakeLast(3).Average() / months.Take(3).Average();
    }

    private static double ArrearsBeforeLoan(HistoryMaker history, IEnumerable<DemonstrationEnterprise> enterprises)
    {
        var bills = enterprises.SelectMany(e => history.Make(e)
            .Where(r => r.Row.Code is "paid" or "arrears" && r.Row.OccurredOn < new DateOnly(AsOf.Year, AsOf.Month, 1).AddMonths(-e.LoanMonthsAgo!.Value))).ToList();
        return bills.Count(r => r.Row.Code == "arrears") / (double)bills.Count;
    }

    private static IEnumerable<KeyValuePair<string, double>> Table() =>
        File.ReadLines(Path.Combine(Repository.Root, "docs", "demonstration-city.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 5 && double.TryParse(cells[2], CultureInfo.InvariantCulture, out _))
            .Select(cells => KeyValuePair.Create(cells[1], double.Parse(cells[2], CultureInfo.InvariantCulture)));
}
