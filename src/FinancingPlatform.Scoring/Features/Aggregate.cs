namespace FinancingPlatform.Scoring.Features;

/// <summary>How the records of one item become one number (聚合方式).</summary>
public enum Aggregate
{
    /// <summary>Sum of amounts that were not voided; red-letter amounts count against it.</summary>
    Sum,

    /// <summary>Number of records that were not voided.</summary>
    Count,

    /// <summary>Number of counterparties with a positive sum.</summary>
    Parties,

    /// <summary>The largest counterparty's share of all positive sums.</summary>
    TopPartyShare,

    /// <summary>Calendar months with a record that was not voided, the as-of month included.</summary>
    ActiveMonths,

    /// <summary>Days since the latest record that was not voided.</summary>
    DaysSinceLast,

    /// <summary>Voided records ÷ all records.</summary>
    VoidedShare,

    /// <summary>Red-letter amounts ÷ positive amounts, both without voided ones.</summary>
    RedShare,

    /// <summary>Sum of the window's later half ÷ sum of its earlier half.</summary>
    Trend,

    /// <summary>(Sum of invoice-sales − sum of this item) ÷ sum of invoice-sales.</summary>
    MarginOnSales,

    /// <summary>Number of records in force on the as-of date.</summary>
    InForce,

    /// <summary>1 when a record is in force on the as-of date, else 0.</summary>
    AnyInForce,

    /// <summary>Years from the establishment date to the as-of date.</summary>
    YearsSinceEstablished,
}
