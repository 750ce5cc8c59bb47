using System.Globalization;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// The credit records of one invented enterprise (虚构信用记录). Invoices are one row for each month and other party, bills one for each month or
/// quarter; everything became known some days after it happened, so that "known then" means something in the city too.
/// </summary>
internal sealed class HistoryMaker(DemonstrationOptions options)
{
    private const int MonthsWithoutLoan = 12;
    private const int MonthsBeforeLoan = BusinessCourse.MonthsOfDecline;
    private const decimal UnknownYearlyRevenue = 600_000m;

    /// <summary>The items that a history can hold; the city has batches of these and of no other.</summary>
    public static IReadOnlyList<string> Items { get; } =
    [
        ItemCode.InvoiceSales, ItemCode.InvoicePurchase, ItemCode.TaxPayment, ItemCode.TaxCreditA, ItemCode.SocialInsurance, ItemCode.HousingFund,
        ItemCode.UtilityElectricity, ItemCode.UtilityWater, ItemCode.Penalty, ItemCode.DishonestDebtor, ItemCode.Honour, ItemCode.LoanDisbursed, ItemCode.LoanOverdue,
    ];

    private readonly DateOnly _firstOfMonth = new(options.AsOf.Year, options.AsOf.Month, 1);

    /// <summary>Every record, item by item.</summary>
    public IEnumerable<(string Item, ItemRow Row)> Make(DemonstrationEnterprise enterprise)
    {
        var chance = new Chance(options.Seed ^ 0x5EED, enterprise.Index + 1);
        var rows = new List<(string, ItemRow)>();
        if (enterprise.IsRunning)
        {
            AddMonths(enterprise, ref chance, rows);
            AddLoan(enterprise, ref chance, rows);
        }

        AddPublicRecords(enterprise, ref chance, rows);
        return rows;
    }

    private void AddMonths(DemonstrationEnterprise enterprise, ref Chance chance, List<(string, ItemRow)> rows)
    {
        var course = new BusinessCourse(enterprise, (chance.Next() * 0.3) - 0.1);
        var usualMonth = (double)((enterprise.RevenueYuan ?? UnknownYearlyRevenue) / 12);
        var staff = enterprise.Staff ?? 4;
        var buyers = chance.Between(1, 2);
        var months = enterprise.LoanMonthsAgo is { } loan ? loan + MonthsBeforeLoan : MonthsWithoutLoan;
        for (var ago = months; ago >= 1; ago--)
        {
            var month = _firstOfMonth.AddMonths(-ago);
            if (month < enterprise.EstablishedOn)
            {
                continue;
            }

            var sales = usualMonth * course.Level(ago) * (0.85 + (0.3 * chance.Next()));
            AddInvoices(enterprise, ref chance, rows, month, sales, course.Health(ago) < 0.6 ? 1 : buyers, course.Health(ago));
            AddBills(enterprise, ref chance, rows, month, sales, (int)Math.Ceiling(staff * Math.Min(1, course.Health(ago) + 0.05)), course.ArrearsChance(ago));
        }
    }

    private void AddInvoices(DemonstrationEnterprise enterprise, ref Chance chance, List<(string, ItemRow)> rows, DateOnly month, double sales, int buyers, double health)
    {
        if (!enterprise.Missing.Contains(ItemCode.InvoiceSales))
        {
            for (var buyer = 0; buyer < buyers; buyer++)
            {
                var net = Yuan(sales * (buyers == 1 ? 1 : buyer == 0 ? 0.65 : 0.35));
                rows.Add((ItemCode.InvoiceSales, Invoice(enterprise, ref chance, month, net, string.Create(CultureInfo.InvariantCulture, $"演示客户{((enterprise.Index * 7) + buyer) % 9973:D4}"), "S", buyer)));
            }

            if (chance.Happens(0.03 + (0.12 * (1 - health))))
            {
                rows.Add((ItemCode.InvoiceSales, Invoice(enterprise, ref chance, month, Yuan(-sales * 0.1), "演示客户红字", "R", 0)));
            }

            if (chance.Happens(0.04 + (0.15 * (1 - health))))
            {
                rows.Add((ItemCode.InvoiceSales, Invoice(enterprise, ref chance, month, Yuan(sales * 0.2), "演示客户作废", "V", 0) with { Code = InvoiceState.Voided }));
            }
        }

        if (!enterprise.Missing.Contains(ItemCode.InvoicePurchase))
        {
            rows.Add((ItemCode.InvoicePurchase, Invoice(enterprise, ref chance, month, Yuan(sales * (0.62 + (0.12 * chance.Next()))), string.Create(CultureInfo.InvariantCulture, $"演示供应商{(enterprise.Index * 13) % 9973:D4}"), "P", 0)));
        }
    }

    private ItemRow Invoice(DemonstrationEnterprise enterprise, ref Chance chance, DateOnly month, decimal net, string party, string book, int number) => Known(
        new ItemRow(
            enterprise.Uscc,
            string.Create(CultureInfo.InvariantCulture, $"{book}{month:yyyyMM}-{number}"),
            month.AddDays(chance.Between(2, 27)),
            net,
            Math.Round(net * 0.13m, 2),
            InvoiceState.Valid,
            party,
            null,
            null,
            null,
            null),
        3);

    private void AddBills(DemonstrationEnterprise enterprise, ref Chance chance, List<(string, ItemRow)> rows, DateOnly month, double sales, int staff, double arrears)
    {
        var next = month.AddMonths(1);
        var isQuarterEnd = month.Month % 3 == 0;
        AddBill(ItemCode.SocialInsurance, 1_150m * staff, staff, next.AddDays(14), ref chance);
        AddBill(ItemCode.UtilityElectricity, Yuan(sales * enterprise.Sector.Power * 0.68), Yuan(sales * enterprise.Sector.Power), next.AddDays(4), ref chance);
        if (isQuarterEnd)
        {
            AddBill(ItemCode.TaxPayment, Yuan(sales * 3 * 0.031), null, next.AddDays(14), ref chance);
            AddBill(ItemCode.HousingFund, 600m * staff, staff, next.AddDays(9), ref chance);
            AddBill(ItemCode.UtilityWater, Yuan(((staff * 9) + 20) * 4.2), (staff * 9) + 20, next.AddDays(6), ref chance);
        }

        void AddBill(string item, decimal amount, decimal? quantity, DateOnly due, ref Chance luck)
        {
            var isUnpaid = luck.Happens(arrears);
            if (!enterprise.Missing.Contains(item) && due < options.AsOf)
            {
                rows.Add((item, Known(
                    new ItemRow(enterprise.Uscc, month.ToString("yyyyMM", CultureInfo.InvariantCulture), due, amount, quantity, isUnpaid ? "arrears" : "paid", null, month, next.AddDays(-1), null, null), 2)));
            }
        }
    }

    private void AddLoan(DemonstrationEnterprise enterprise, ref Chance chance, List<(string, ItemRow)> rows)
    {
        if (enterprise.LoanMonthsAgo is not { } ago)
        {
            return;
        }

        var bank = chance.Pick(DemonstrationBank.All).Uscc;
        var amount = Math.Round(Math.Clamp((enterprise.RevenueYuan ?? UnknownYearlyRevenue) * (decimal)(0.1 + (0.2 * chance.Next())), 50_000m, 10_000_000m), 0);
        var paid = _firstOfMonth.AddMonths(-ago).AddDays(chance.Between(0, 27));
        var note = string.Create(CultureInfo.InvariantCulture, $"YS{enterprise.Index + 1:D6}");
        string[] types = ["credit", "credit", "guarantee", "mortgage", "pledge", "combined"];
        rows.Add((ItemCode.LoanDisbursed, Known(new ItemRow(enterprise.Uscc, note, paid, amount, null, chance.Pick(types), bank, paid, paid.AddMonths(12), null, null), 1)));
        if (enterprise.IsOverdue)
        {
            // Bad = more than 90 days overdue within twelve months of the loan (rule C2).
            var overdue = paid.AddMonths(chance.Between(4, 8));
            rows.Add((ItemCode.LoanOverdue, Known(new ItemRow(enterprise.Uscc, note, overdue.AddDays(91), Math.Round(amount * 0.8m, 2), 91 + chance.Between(0, 20), "substandard", bank, overdue, null, null, null), 1)));
        }
    }

    private void AddPublicRecords(DemonstrationEnterprise enterprise, ref Chance chance, List<(string, ItemRow)> rows)
    {
        var isInTrouble = enterprise.IsOverdue || enterprise.IsStrained;
        if (chance.Happens(isInTrouble ? 0.18 : 0.04))
        {
            var decided = options.AsOf.AddDays(-chance.Between(20, 700));
            rows.Add((ItemCode.Penalty, Known(
                new ItemRow(enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"泰演罚〔{decided.Year}〕{enterprise.Index + 1}号"), decided, chance.Between(2, 90) * 1_000m, null, chance.Happens(0.15) ? "serious" : "general", "泰安演示执法局（虚构）", null, null, decided.AddMonths(12), null), 7)));
        }

        if (enterprise.IsOverdue ? chance.Happens(0.25) : chance.Happens(0.004))
        {
            var published = options.AsOf.AddDays(-chance.Between(10, 300));
            rows.Add((ItemCode.DishonestDebtor, Known(
                new ItemRow(enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"（{published.Year}）演执{enterprise.Index + 1}号"), published, chance.Between(5, 200) * 10_000m, null, "unperformed", "泰安演示法院（虚构）", null, null, published.AddYears(2), null), 1)));
        }

        if (enterprise.IsRunning && !isInTrouble && chance.Happens(0.10))
        {
            var year = options.AsOf.Month > 4 ? options.AsOf.Year : options.AsOf.Year - 1;
            rows.Add((ItemCode.TaxCreditA, Known(new ItemRow(enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"A{year - 1}"), new DateOnly(year, 4, 25), null, year - 1, "A", "泰安演示税务局（虚构）", null, null, new DateOnly(year + 1, 4, 25), null), 1)));
        }

        if (enterprise.IsRunning && !isInTrouble && chance.Happens(0.06))
        {
            string[] kinds = ["specialised", "high-tech", "green", "contract-keeping"];
            var granted = options.AsOf.AddDays(-chance.Between(60, 1000));
            rows.Add((ItemCode.Honour, Known(new ItemRow(enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"R{granted:yyyy}-{enterprise.Index + 1}"), granted, null, null, chance.Pick(kinds), "泰安演示主管部门（虚构）", null, null, granted.AddYears(3), null), 10)));
        }
    }

    private ItemRow Known(ItemRow row, int daysLater)
    {
        var known = China.StartOf(row.OccurredOn.AddDays(daysLater));
        var latest = China.StartOf(options.AsOf);
        return row with { KnownAt = known < latest ? known : latest };
    }

    private static decimal Yuan(double amount) => Math.Round((decimal)amount, 2);
}
