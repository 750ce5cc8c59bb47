using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// The credit records of one invented enterprise (虚构信用记录). Everything became known some days after it happened, so that "known then" means
/// something in the city too.
/// </summary>
internal sealed class HistoryMaker(DemonstrationOptions options)
{
    private const int MonthsWithoutLoan = 12;
    private const int MonthsBeforeLoan = BusinessCourse.MonthsOfDecline;

    /// <summary>After how many days records become known that most enterprises have.</summary>
    private static readonly Dictionary<string, int> s_daysUntilKnown = new(StringComparer.Ordinal)
    {
        [ItemCode.InvoiceSales] = 3,
        [ItemCode.InvoicePurchase] = 3,
        [ItemCode.TaxPayment] = 2,
        [ItemCode.TaxCreditA] = 1,
        [ItemCode.SocialInsurance] = 2,
        [ItemCode.HousingFund] = 2,
        [ItemCode.UtilityElectricity] = 2,
        [ItemCode.UtilityWater] = 2,
        [ItemCode.Penalty] = 7,
        [ItemCode.DishonestDebtor] = 1,
        [ItemCode.Honour] = 10,
        [ItemCode.LoanDisbursed] = 1,
        [ItemCode.LoanOverdue] = 1,
    };

    private const int DaysUntilOthersAreKnown = 5;

    private readonly DateOnly _firstOfMonth = new(options.AsOf.Year, options.AsOf.Month, 1);

    /// <summary>The items that a history can hold; the city has batches of these and of no other.</summary>
    public static IReadOnlyList<string> Items { get; } = [.. s_daysUntilKnown.Keys, .. DeclarationMaker.Items, .. RareKind.All.Select(kind => kind.Item)];

    /// <summary>Every record, in the order in which it is invented.</summary>
    public IEnumerable<(string Item, ItemRow Row)> Make(DemonstrationEnterprise enterprise)
    {
        var rows = new List<(string Item, ItemRow Row)>();
        if (enterprise.IsRunning)
        {
            AddMonths(enterprise, rows);
            var loans = Stream(enterprise, ChanceStream.Loans);
            new LoanMaker(enterprise, options.AsOf, rows).Add(ref loans);
            var rare = Stream(enterprise, ChanceStream.Rare);
            new RareMaker(enterprise, options.AsOf, rows).Add(ref rare);
        }

        var lists = Stream(enterprise, ChanceStream.Lists);
        new ListMaker(enterprise, options.AsOf, rows).Add(ref lists);
        return rows.Select(r => (r.Item, r.Row with { KnownAt = Known(r.Row.OccurredOn.AddDays(s_daysUntilKnown.GetValueOrDefault(r.Item, DaysUntilOthersAreKnown))) }));
    }

    private void AddMonths(DemonstrationEnterprise enterprise, List<(string Item, ItemRow Row)> rows)
    {
        var habits = FirmHabits.Of(options.Seed, enterprise);
        var course = new BusinessCourse(enterprise, habits);
        var months = enterprise.LoanMonthsAgo is { } loan ? loan + MonthsBeforeLoan : MonthsWithoutLoan;
        var (invoices, bills) = (new InvoiceMaker(enterprise, habits, rows), new BillMaker(enterprise, habits, options.AsOf, rows));
        var (ofInvoices, ofBills) = (Stream(enterprise, ChanceStream.Invoices), Stream(enterprise, ChanceStream.Bills));
        var (declarations, ofDeclarations) = (new DeclarationMaker(enterprise, habits, options.AsOf, rows), Stream(enterprise, ChanceStream.Declarations));
        foreach (var month in FirmYear.Of(enterprise, habits, course, _firstOfMonth, months, Stream(enterprise, ChanceStream.Course)))
        {
            invoices.Add(month, months, ref ofInvoices);
            bills.Add(month, course.ArrearsChance(month.Ago), ref ofBills);
            declarations.Add(month, ref ofDeclarations);
        }

        declarations.AddYears(ref ofDeclarations);
    }

    private Chance Stream(DemonstrationEnterprise enterprise, ChanceStream stream) => new(options.Seed, enterprise.Index, stream);

    private DateTimeOffset Known(DateOnly day)
    {
        var (known, latest) = (China.StartOf(day), China.StartOf(options.AsOf));
        return known < latest ? known : latest;
    }
}
