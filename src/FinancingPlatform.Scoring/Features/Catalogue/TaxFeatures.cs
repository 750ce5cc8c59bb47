using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>Over tax paid, owed and declared (纳税特征).</summary>
internal static class TaxFeatures
{
    private const string Declaration = "tax-declaration";
    private const string Grade = "tax-credit-grade";

    public static IReadOnlyList<Feature> All { get; } =
    [
        Paid("tax_paid_12m", Aggregate.Sum, "yuan", -1, "近12个月缴税金额", "tax paid in the last 12 months"),
        Paid("tax_trend_12m", Aggregate.Trend, "ratio", -1, "近6个月与前6个月缴税之比", "tax paid in the last 6 months against the 6 before", "; or nothing was paid in the earlier half"),
        Paid("tax_months_12m", Aggregate.ActiveMonths, "months", -1, "近12个月有缴税的月数", "months with tax paid among the last 12"),
        Paid("tax_gap_days", Aggregate.DaysSinceLast, "days", 1, "距最近一次缴税的天数", "days since tax was last paid", "; or none was ever paid"),
        Paid("tax_to_sales_12m", Aggregate.ShareOfSales, "share", 0, "近12个月缴税与销项之比", "tax paid as a share of sales", "; or no sales are known"),
        Owed("tax_arrears_12m", Aggregate.Sum, "yuan", 1, "近12个月欠税金额", "tax owed in the last 12 months"),
        Owed("tax_arrears_share_12m", Aggregate.CodeShare, "share", 1, "近12个月欠税次数占比", "share of tax dues left unpaid", "; or none was due in the window"),
        Declare.Own(Declaration, "declared_sales_12m", Aggregate.Sum, "yuan", -1, "近12个月申报销售额", "sales declared in the last 12 months"),
        Declare.Own(Declaration, "declared_trend_12m", Aggregate.Trend, "ratio", -1, "近6个月与前6个月申报销售额之比", "declared sales of the last 6 months against the 6 before", "; or none in the earlier half"),
        Declare.Own(Grade, "tax_credit_points", Aggregate.Latest, "points", -1, "最近纳税信用得分", "latest tax credit points", months: 36) with { ByQuantity = true },
    ];

    private static Feature Paid(string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "") =>
        Declare.Own(ItemCode.TaxPayment, name, aggregate, unit, direction, zh, en, also) with { Code = "paid" };

    private static Feature Owed(string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "") =>
        Declare.Own(ItemCode.TaxPayment, name, aggregate, unit, direction, zh, en, also) with { Code = "arrears" };
}
