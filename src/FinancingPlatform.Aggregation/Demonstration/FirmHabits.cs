namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// How one enterprise works all year (经营习惯), drawn once: what it buys for its sales, how it invoices, how steady it is, whom it insures, how it uses
/// power and water. Firms of one size differ in these as real ones do, so that no record of the city can be told from another by size alone.
/// </summary>
internal sealed record FirmHabits
{
    /// <summary>Growth of a year.</summary>
    public required double Growth { get; init; }

    /// <summary>How far its best month stands above its mean one.</summary>
    public required double Season { get; init; }

    /// <summary>Its best calendar month.</summary>
    public required int PeakMonth { get; init; }

    /// <summary>Spread of the logarithm of a month's business around its course.</summary>
    public required double Unrest { get; init; }

    /// <summary>Share of its revenue that it invoices; the rest is sold over the counter.</summary>
    public required double Invoiced { get; init; }

    /// <summary>Chance that a month's sales are invoiced in that month; what is not comes with a later one.</summary>
    public required double InvoicesMonthly { get; init; }

    /// <summary>How many customers it sells to at a time.</summary>
    public required int Customers { get; init; }

    /// <summary>Weight of each next customer against the one before: 1 all alike, near 0 one large one.</summary>
    public required double CustomerDecay { get; init; }

    /// <summary>Months before the city's date of an order that is out of the ordinary; 0 for none.</summary>
    public required int BigOrderMonthsAgo { get; init; }

    /// <summary>Chance that a customer is another one by the end of the history.</summary>
    public required double CustomersLeave { get; init; }

    /// <summary>How many suppliers it buys from.</summary>
    public required int Suppliers { get; init; }

    /// <summary>As of <see cref="CustomerDecay"/>.</summary>
    public required double SupplierDecay { get; init; }

    /// <summary>Share of its sales that it buys in with an invoice.</summary>
    public required double Bought { get; init; }

    /// <summary>It buys every so many months, for all of them.</summary>
    public required int BuysEvery { get; init; }

    /// <summary>Months before the city's date in which it bought a machine or a stock for a year; 0 for none.</summary>
    public required int InvestedMonthsAgo { get; init; }

    /// <summary>Tax as a share of what it sells.</summary>
    public required double Tax { get; init; }

    /// <summary>Pays every month (一般纳税人), not every quarter.</summary>
    public required bool IsMonthlyTaxpayer { get; init; }

    /// <summary>Share of its staff that it insures.</summary>
    public required double Insured { get; init; }

    /// <summary>Contributions for one person and month, yuan.</summary>
    public required decimal InsuranceForOne { get; init; }

    /// <summary>Share of the insured for whom it pays into the housing fund.</summary>
    public required double InFund { get; init; }

    /// <summary>Deposit for one person and month, yuan.</summary>
    public required decimal FundForOne { get; init; }

    /// <summary>Electricity for a yuan of sales against its sector's.</summary>
    public required double Power { get; init; }

    /// <summary>Price of a kilowatt-hour, yuan.</summary>
    public required double PowerPrice { get; init; }

    /// <summary>Water for a person against its sector's.</summary>
    public required double Water { get; init; }

    /// <summary>Water that is used by nobody in particular, m³ a month.</summary>
    public required double WaterBase { get; init; }

    /// <summary>Share of its sales that it declares; 0 where its declarations are not delivered.</summary>
    public required double Declared { get; init; }

    /// <summary>Gas for a person and winter month, m³; 0 for those who burn none.</summary>
    public required double Gas { get; init; }

    /// <summary>Chance that a month has an import or export; 0 for most.</summary>
    public required double TradesAbroad { get; init; }

    /// <summary>Share of a month's business that goes or comes over the border then.</summary>
    public required double Abroad { get; init; }

    /// <summary>Day of the month on which its bills are due; another one for each kind.</summary>
    public required IReadOnlyList<int> BillDays { get; init; }

    /// <summary>Months from its first day to its first record, for each kind of record: nobody opens, hires and buys on one day.</summary>
    public required IReadOnlyList<int> Delays { get; init; }

    /// <summary>Habits of an enterprise; the showcase has steady ones, so that demonstrations find every kind of record.</summary>
    public static FirmHabits Of(int seed, DemonstrationEnterprise enterprise)
    {
        var chance = new Chance(seed, enterprise.Index, ChanceStream.Habits);
        var sector = enterprise.Sector;
        var isShowcase = enterprise.Index < EnterpriseMaker.Showcase;
        var rhythm = chance.Next();
        var buying = chance.Next();
        return new FirmHabits
        {
            Growth = (chance.Next() * 0.4) - 0.15,
            Season = Math.Min(0.8, sector.Season * chance.Factor(0.4)),
            PeakMonth = sector.PeakMonth + chance.Between(-1, 1),
            Unrest = isShowcase ? 0.12 : 0.05 + (0.45 * chance.Next() * chance.Next()),
            Invoiced = 0.3 + (0.7 * chance.Next()),
            InvoicesMonthly = isShowcase || rhythm < 0.5 ? 1 : rhythm < 0.8 ? 0.75 : 0.4,
            Customers = Book(chance.Next(), ref chance),
            CustomerDecay = Decay(ref chance),
            BigOrderMonthsAgo = !isShowcase && chance.Happens(0.3) ? chance.Between(1, 12) : 0,
            CustomersLeave = 0.5 * chance.Next(),
            Suppliers = Book(chance.Next(), ref chance),
            SupplierDecay = Decay(ref chance),
            Bought = Math.Min(0.97, sector.Bought * chance.Factor(0.35)),
            BuysEvery = isShowcase || buying < 0.55 ? 1 : buying < 0.85 ? 2 : 3,
            InvestedMonthsAgo = chance.Happens(0.08) ? chance.Between(1, 12) : 0,
            Tax = sector.Tax * chance.Factor(0.5),
            IsMonthlyTaxpayer = chance.Happens((enterprise.RevenueYuan ?? 0) > GeneralTaxpayerFrom ? 0.95 : 0.25),
            Insured = 0.35 + (0.65 * chance.Next()),
            InsuranceForOne = Math.Round(1_150m * (decimal)chance.Factor(0.15), 2),
            InFund = Math.Pow(10, -1.1 * chance.Next()),
            FundForOne = Math.Round(600m * (decimal)chance.Factor(0.4), 2),
            Power = chance.Factor(0.5),
            PowerPrice = 0.68 * chance.Factor(0.08),
            Water = chance.Factor(0.5),
            WaterBase = 20 * chance.Factor(0.8),
            Declared = chance.Happens(0.8) ? 0.5 + (0.5 * chance.Next()) : 0,
            Gas = chance.Happens(sector.Section == 'H' ? 0.8 : sector.Section == 'C' ? 0.4 : 0.04) ? 25 * chance.Factor(0.9) : 0,
            TradesAbroad = chance.Happens(sector.Section is 'C' or 'F' ? 0.25 : 0.03) ? 0.2 + (0.7 * chance.Next()) : 0,
            Abroad = Math.Min(1.5, 0.25 * chance.Factor(0.9)),
            BillDays = [chance.Between(8, 15), chance.Between(10, 15), chance.Between(5, 20), chance.Between(2, 24), chance.Between(3, 22)],
            Delays = isShowcase ? [0, 0, 0, 0, 0, 0] : [chance.Between(0, 5), chance.Between(0, 4), chance.Between(0, 7), chance.Between(0, 10), chance.Between(0, 4), chance.Between(0, 5)],
        };
    }

    /// <summary>Other parties: one or two, some, or many.</summary>
    private static int Book(double at, ref Chance chance) => at < 0.25 ? chance.Between(1, 2) : at < 0.7 ? chance.Between(3, 6) : chance.Between(7, 14);

    /// <summary>Two in five deal alike with all, the others have a largest one.</summary>
    private static double Decay(ref Chance chance) => chance.Happens(0.4) ? 1 : 0.2 + (0.7 * chance.Next());

    /// <summary>Yearly sales above which an enterprise is a general taxpayer, yuan.</summary>
    private const decimal GeneralTaxpayerFrom = 5_000_000m;
}

/// <summary>Kinds of record that begin at a time of their own (记录种类), in the order of <see cref="FirmHabits.Delays"/>.</summary>
internal enum Beginning
{
    /// <summary>Sales invoices and tax.</summary>
    Sales,

    /// <summary>Purchase invoices.</summary>
    Purchases,

    /// <summary>Social insurance.</summary>
    Insurance,

    /// <summary>Housing fund.</summary>
    Fund,

    /// <summary>Electricity.</summary>
    Power,

    /// <summary>Water.</summary>
    Water,
}

/// <summary>Bills with a due day of their own (账单种类), in the order of <see cref="FirmHabits.BillDays"/>.</summary>
internal enum Bill
{
    /// <summary>Tax.</summary>
    Tax,

    /// <summary>Social insurance.</summary>
    Insurance,

    /// <summary>Housing fund.</summary>
    Fund,

    /// <summary>Electricity.</summary>
    Power,

    /// <summary>Water.</summary>
    Water,
}
