using System.Globalization;
using FinancingPlatform.Aggregation.Items;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// What an enterprise declares about itself (申报与年报), and what follows from it: tax declarations by quarter, annual reports and tax credit grades by year,
/// gas, and foreign trade. Declared sales are not invoiced ones, and an annual report is rounder than either.
/// </summary>
internal sealed class DeclarationMaker(DemonstrationEnterprise enterprise, FirmHabits habits, DateOnly asOf, List<(string Item, ItemRow Row)> rows)
{
    /// <summary>Items that this writes.</summary>
    public static IReadOnlyList<string> Items { get; } = [Declaration, AnnualReport, Grade, Gas, Customs];

    private const string Declaration = "tax-declaration", AnnualReport = "annual-report", Grade = "tax-credit-grade", Gas = "utility-gas", Customs = "customs-declaration";
    private const int MonthsOfQuarter = 3;
    private const int YearsOfReports = 2;
    private const double GasPrice = 3.4;

    private double _sales;

    /// <summary>Adds a month.</summary>
    public void Add(FirmMonth month, ref Chance chance)
    {
        _sales += month.Sales * habits.Declared * chance.Factor(0.15);
        var (due, used, traded, way) = (month.First.AddMonths(1).AddDays(habits.BillDays[(int)Bill.Tax] - 1), chance.Factor(0.3), chance.Next(), chance.Next());
        if (month.First.Month % MonthsOfQuarter == 0)
        {
            if (habits.Declared > 0 && due < asOf && month.Age >= habits.Delays[(int)Beginning.Sales])
            {
                Add(Declaration, Key(month), due, Yuan(_sales), Yuan(_sales * habits.Tax), null, month.First.AddMonths(1 - MonthsOfQuarter), month.First.AddMonths(1).AddDays(-1));
            }

            _sales = 0;
        }

        if (habits.Gas > 0 && due < asOf)
        {
            var gas = Yuan(month.Staff * habits.Gas * (0.6 + (0.4 * Math.Cos((month.First.Month - 1) * Math.PI / 6))) * used);
            Add(Gas, Key(month), due, Yuan((double)gas * GasPrice), gas, "paid", month.First, month.First.AddMonths(1).AddDays(-1));
        }

        if (traded < habits.TradesAbroad)
        {
            Add(Customs, Key(month), month.First.AddDays(20), Yuan(month.Sales * habits.Abroad * (0.5 + way)), null, way < 0.75 ? "export" : "import", null, null);
        }
    }

    /// <summary>Adds the yearly ones.</summary>
    public void AddYears(ref Chance chance)
    {
        var newest = asOf.Month > 6 ? asOf.Year - 1 : asOf.Year - 2;
        var points = enterprise.IsOverdue || enterprise.IsStrained ? chance.Between(30, 80) : chance.Between(60, 98);
        for (var back = 0; back < YearsOfReports; back++)
        {
            var year = newest - back;
            var (said, staff, drift) = (chance.Factor(0.3), chance.Factor(0.25), chance.Between(-6, 6));
            if (year < enterprise.EstablishedOn.Year)
            {
                return;
            }

            if (enterprise is { RevenueYuan: { } revenue, Staff: { } people })
            {
                Add(AnnualReport, Year(year), new DateOnly(year + 1, 6, 20), Math.Round(revenue * (decimal)(said / Math.Pow(1 + habits.Growth, back)), 0), Math.Max(1, Math.Round(people * (decimal)staff)), null, null, null);
            }

            var graded = Math.Clamp(points + drift, 0, 100);
            Add(Grade, Year(year), new DateOnly(year + 1, 4, 25), null, graded, graded >= 90 ? "A" : graded >= 70 ? "B" : graded >= 40 ? "C" : "D", new DateOnly(year + 1, 4, 25), null);
        }
    }

    private void Add(string item, string key, DateOnly day, decimal? amount, decimal? quantity, string? code, DateOnly? from, DateOnly? to) =>
        rows.Add((item, new ItemRow(enterprise.Uscc, key, day, amount, quantity, code, null, from, to, null, null)));

    private static string Key(FirmMonth month) => month.First.ToString("yyyyMM", CultureInfo.InvariantCulture);

    private static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);

    private static decimal Yuan(double amount) => Math.Round((decimal)amount, 2);
}
