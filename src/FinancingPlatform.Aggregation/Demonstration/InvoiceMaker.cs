using System.Globalization;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// Sales and purchase invoices of one enterprise (虚构发票): one row for each month and other party. What a month did not invoice comes with a later one;
/// purchases follow their own rhythm, so that a month may have either kind, both or none.
/// </summary>
internal sealed class InvoiceMaker(DemonstrationEnterprise enterprise, FirmHabits habits, List<(string Item, ItemRow Row)> rows)
{
    /// <summary>Health below which only the last faithful customer is left.</summary>
    private const double Shrunk = 0.6;

    private const decimal VatRate = 0.13m;
    private const int CustomerNames = 9973;

    /// <summary>Most customers that one month's invoices go to.</summary>
    private const int MostCustomers = 3;

    /// <summary>Most suppliers that they come from.</summary>
    private const int MostSuppliers = 2;

    /// <summary>The smallest customer against the largest.</summary>
    private const double LeastWeight = 0.02;

    private double _unbilled;
    private double _toBuy;

    /// <summary>Adds a month; the changes of customers are spread over <paramref name="months"/>.</summary>
    public void Add(FirmMonth month, int months, ref Chance chance)
    {
        _unbilled += month.Sales * habits.Invoiced;
        _toBuy += month.Sales * habits.Bought * chance.Factor(0.2);
        var isInvoiced = chance.Happens(habits.InvoicesMonthly);
        var (bills, first, red, voided) = (chance.Between(1, MostCustomers), chance.Next(), chance.Next(), chance.Next());
        if (isInvoiced && month.Age >= habits.Delays[(int)Beginning.Sales])
        {
            var (billed, from) = (month.Health < Shrunk ? 1 : Math.Min(bills, habits.Customers), First(habits.Customers, habits.CustomerDecay, first));
            Span<double> shares = stackalloc double[billed];
            Share(shares, habits.Customers, habits.CustomerDecay, from, ref chance);
            for (var n = 0; n < billed; n++)
            {
                Add(ItemCode.InvoiceSales, month, _unbilled * shares[n], Customer((from + n) % habits.Customers, month.Ago, months), "S", n, ref chance);
            }

            if (red < 0.03 + (0.12 * (1 - month.Health)))
            {
                Add(ItemCode.InvoiceSales, month, -_unbilled * (0.02 + (0.3 * chance.Next())), "演示客户红字", "R", 0, ref chance);
            }

            if (voided < 0.04 + (0.15 * (1 - month.Health)))
            {
                Add(ItemCode.InvoiceSales, month, _unbilled * (0.05 + (0.4 * chance.Next())), "演示客户作废", "V", 0, ref chance, InvoiceState.Voided);
            }

            _unbilled = 0;
        }

        if (month.Age < habits.Delays[(int)Beginning.Purchases])
        {
            return;
        }

        if (month.Ago == habits.InvestedMonthsAgo)
        {
            Add(ItemCode.InvoicePurchase, month, month.Sales * (1 + (4 * chance.Next())), Supplier(habits.Suppliers), "M", 0, ref chance);
        }

        if ((month.Ago + enterprise.Index) % habits.BuysEvery == 0)
        {
            AddPurchases(month, _toBuy * chance.Factor(0.3), ref chance);
            _toBuy = 0;
        }
    }

    private void AddPurchases(FirmMonth month, double bought, ref Chance chance)
    {
        var (sellers, from) = (Math.Min(chance.Between(1, MostSuppliers), habits.Suppliers), First(habits.Suppliers, habits.SupplierDecay, chance.Next()));
        Span<double> shares = stackalloc double[sellers];
        Share(shares, habits.Suppliers, habits.SupplierDecay, from, ref chance);
        for (var n = 0; n < sellers; n++)
        {
            Add(ItemCode.InvoicePurchase, month, bought * shares[n], Supplier((from + n) % habits.Suppliers), "P", n, ref chance);
        }
    }

    /// <summary>Large parties, which stand first in the book, come more often.</summary>
    private static int First(int book, double decay, double at) => (int)(book * at * (decay < 1 ? at : 1));

    /// <summary>One month's amount over the parties from a place of the book on.</summary>
    private static void Share(Span<double> shares, int book, double decay, int from, ref Chance chance)
    {
        double all = 0;
        for (var n = 0; n < shares.Length; n++)
        {
            all += shares[n] = Math.Max(LeastWeight, Math.Pow(decay, (from + n) % book)) * chance.Factor(0.3);
        }

        for (var n = 0; n < shares.Length; n++)
        {
            shares[n] /= all;
        }
    }

    /// <summary>The customer in a place of the book; in some places another one came at some time.</summary>
    private string Customer(int place, int ago, int months)
    {
        var turn = Chance.Even(enterprise.Index, place, 53);
        var changedAgo = turn < habits.CustomersLeave ? (int)(months * turn / habits.CustomersLeave) : months;
        return Name("演示客户", (enterprise.Index * 31L) + (place * 2) + (ago <= changedAgo ? 1 : 0));
    }

    private string Supplier(int place) => Name("演示供应商", (enterprise.Index * 17L) + place);

    private static string Name(string word, long number) => string.Create(CultureInfo.InvariantCulture, $"{word}{number % CustomerNames:D4}");

    private void Add(string item, FirmMonth month, double net, string party, string book, int number, ref Chance chance, string code = InvoiceState.Valid)
    {
        var day = chance.Between(2, 27);
        if (enterprise.Missing.Contains(item))
        {
            return;
        }

        var amount = Math.Round((decimal)net, 2);
        rows.Add((item, new ItemRow(
            enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"{book}{month.First:yyyyMM}-{number}"), month.First.AddDays(day), amount, Math.Round(amount * VatRate, 2), code, party,
            null, null, null, null)));
    }
}
