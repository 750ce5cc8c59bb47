namespace FinancingPlatform.Cli.Bench.Accuracy;

/// <summary>One invoice of a firm (发票), as far as the features look at it.</summary>
/// <param name="Day">Date of issue.</param>
/// <param name="Partner">The other side.</param>
/// <param name="Amount">Yuan with tax; below zero for a red-letter invoice.</param>
/// <param name="IsVoid">Voided (作废): counted, its amount never.</param>
internal readonly record struct Invoice(DateOnly Day, string Partner, double Amount, bool IsVoid);

/// <summary>
/// What the invoice bench knows of one firm: 15 figures of its invoices, chosen from what lenders ask of a merchant before any model was
/// fitted, and never changed to please a result. The rating is not read.
/// </summary>
internal static class InvoiceFirm
{
    private const int Months = 24;
    private const int Year = 12;

    /// <summary>The files end in February 2020; figures look back from the day after.</summary>
    private static readonly DateOnly s_asOf = new(2020, 3, 1);

    /// <summary>Name and direction: +1 the risk may only rise with it, -1 only fall, 0 free.</summary>
    public static IReadOnlyList<(string Name, int Direction)> Columns { get; } =
    [
        ("log_sales_invoices", -1),
        ("log_purchase_invoices", -1),
        ("log_sales", -1),
        ("log_purchases", -1),
        ("surplus_share", 0),
        ("void_share", 1),
        ("red_share", 1),
        ("log_customers", -1),
        ("log_suppliers", -1),
        ("top_customer_share", 1),
        ("top_supplier_share", 1),
        ("active_month_share", -1),
        ("log_days_since_sale", 1),
        ("sales_growth", -1),
        ("sales_variation", 1),
    ];

    /// <summary>The figures of one firm, in the order of <see cref="Columns"/>; none is unknown: no invoice is nought here, because both files are complete.</summary>
    public static double[] Figures(IReadOnlyList<Invoice> sales, IReadOnlyList<Invoice> purchases)
    {
        var (sold, bought) = (Valid(sales), Valid(purchases));
        var (income, spent) = (Positive(sold.Sum(i => i.Amount)), Positive(bought.Sum(i => i.Amount)));
        var months = Monthly(sold);
        return
        [
            Math.Log(1 + sold.Count),
            Math.Log(1 + bought.Count),
            Math.Log(1 + income),
            Math.Log(1 + spent),
            Share(income - spent, income + spent),
            Share(sales.Count(i => i.IsVoid), sales.Count),
            Share(-sold.Where(i => i.Amount < 0).Sum(i => i.Amount), sold.Sum(i => Math.Abs(i.Amount))),
            Math.Log(1 + sold.Select(i => i.Partner).Distinct(StringComparer.Ordinal).Count()),
            Math.Log(1 + bought.Select(i => i.Partner).Distinct(StringComparer.Ordinal).Count()),
            Largest(sold),
            Largest(bought),
            months.Count(m => m > 0) / (double)Months,
            Math.Log(1 + (sold.Count == 0 ? Months * 31 : s_asOf.DayNumber - sold.Max(i => i.Day).DayNumber)),
            Share(months[..Year].Sum() - months[Year..].Sum(), months.Sum()),
            Variation(months),
        ];
    }

    private static List<Invoice> Valid(IReadOnlyList<Invoice> invoices) => [.. invoices.Where(i => !i.IsVoid && i.Day < s_asOf)];

    private static double Positive(double value) => Math.Max(0, value);

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;

    private static double Largest(List<Invoice> invoices)
    {
        var partners = invoices.GroupBy(i => i.Partner, StringComparer.Ordinal).Select(g => Positive(g.Sum(i => i.Amount))).ToArray();
        return partners.Length == 0 ? 1 : Share(partners.Max(), partners.Sum());
    }

    /// <summary>Sales of the last 24 months, the latest first; a month in the red counts as none.</summary>
    private static double[] Monthly(List<Invoice> sold)
    {
        var months = new double[Months];
        foreach (var invoice in sold)
        {
            var back = ((s_asOf.Year - invoice.Day.Year) * Year) + s_asOf.Month - invoice.Day.Month - 1;
            if (back < Months)
            {
                months[back] += invoice.Amount;
            }
        }

        return [.. months.Select(Positive)];
    }

    private static double Variation(double[] months)
    {
        var mean = months.Average();
        return mean > 0 ? Math.Sqrt(months.Average(m => (m - mean) * (m - mean))) / mean : Math.Sqrt(Months);
    }
}
