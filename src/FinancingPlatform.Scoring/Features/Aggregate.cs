namespace FinancingPlatform.Scoring.Features;

/// <summary>How the records of one item become one number (聚合方式).</summary>
public enum Aggregate
{
    /// <summary>Sum of values that were not voided; red-letter amounts count against it.</summary>
    Sum,

    /// <summary>Number of records that were not voided.</summary>
    Count,

    /// <summary>Mean value of the records that were not voided.</summary>
    Mean,

    /// <summary>Largest value of the records that were not voided.</summary>
    Largest,

    /// <summary>Value of the latest record that was not voided.</summary>
    Latest,

    /// <summary>Number of counterparties with a positive sum.</summary>
    Parties,

    /// <summary>The largest counterparty's share of all positive sums.</summary>
    TopPartyShare,

    /// <summary>Sum of the squares of counterparties' shares (Herfindahl index): 1 is a single counterparty.</summary>
    PartyConcentration,

    /// <summary>Share of the later half's counterparties that were none in the earlier half.</summary>
    NewPartyShare,

    /// <summary>Share of the earlier half's counterparties that are none in the later half.</summary>
    LostPartyShare,

    /// <summary>Calendar months with a record that was not voided, the as-of month included.</summary>
    ActiveMonths,

    /// <summary>Days since the latest record that was not voided.</summary>
    DaysSinceLast,

    /// <summary>Voided records ÷ all records.</summary>
    VoidedShare,

    /// <summary>Red-letter amounts ÷ positive amounts, both without voided ones.</summary>
    RedShare,

    /// <summary>Records of the feature's code ÷ all records.</summary>
    CodeShare,

    /// <summary>Sum of the window's later half ÷ sum of its earlier half.</summary>
    Trend,

    /// <summary>Largest month's sum ÷ the twelve months' sum: 1 is a single month, a twelfth is even.</summary>
    PeakMonthShare,

    /// <summary>Standard deviation ÷ mean of twelve months' sums.</summary>
    Variation,

    /// <summary>(Sum of invoice-sales − sum of this item) ÷ sum of invoice-sales.</summary>
    MarginOnSales,

    /// <summary>Sum of this item ÷ sum of invoice-sales.</summary>
    ShareOfSales,

    /// <summary>Number of records in force on the as-of date.</summary>
    InForce,

    /// <summary>1 when a record is in force on the as-of date, else 0.</summary>
    AnyInForce,

    /// <summary>Sum of the values of records in force on the as-of date.</summary>
    SumInForce,

    /// <summary>Members of the ring that the enterprise is in (rule C5); 0 when it is in none.</summary>
    RingSize,

    /// <summary>Yuan to other members of its ring.</summary>
    RingAmount,

    /// <summary>Years from the establishment date to the as-of date.</summary>
    YearsSinceEstablished,

    /// <summary>Registered capital in yuan.</summary>
    RegisteredCapital,
}
