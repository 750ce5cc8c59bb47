using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>Over social insurance and housing fund (社保与公积金特征): how many people a firm pays for, and whether it does.</summary>
internal static class StaffFeatures
{
    public static IReadOnlyList<Feature> All { get; } =
    [
        Insured("insured_staff_mean_12m", Aggregate.Mean, "persons", -1, "近12个月平均参保人数", "mean insured staff in 12 months", "; or none was reported in the window") with { ByQuantity = true },
        Insured("insured_staff_trend_12m", Aggregate.Trend, "ratio", -1, "近6个月与前6个月参保人次之比", "insured staff of the last 6 months against the 6 before", "; or none in the earlier half") with { ByQuantity = true },
        Insured("insurance_months_12m", Aggregate.ActiveMonths, "months", -1, "近12个月缴纳社保的月数", "months with social insurance paid") with { Code = "paid" },
        Insured("insurance_arrears_share_12m", Aggregate.CodeShare, "share", 1, "近12个月社保欠缴次数占比", "share of social insurance dues left unpaid", "; or none was due in the window") with { Code = "arrears" },
        Insured("insurance_gap_days", Aggregate.DaysSinceLast, "days", 1, "距最近一次缴纳社保的天数", "days since social insurance was last paid", "; or none was ever paid") with { Code = "paid" },
        Fund("fund_staff_mean_12m", Aggregate.Mean, "persons", -1, "近12个月平均缴存公积金人数", "mean staff in the housing fund", "; or none was reported in the window") with { ByQuantity = true },
        Fund("fund_trend_12m", Aggregate.Trend, "ratio", -1, "近6个月与前6个月公积金缴存之比", "housing fund deposits of the last 6 months against the 6 before", "; or none in the earlier half"),
        Fund("fund_arrears_share_12m", Aggregate.CodeShare, "share", 1, "近12个月公积金欠缴次数占比", "share of housing fund dues left unpaid", "; or none was due in the window") with { Code = "arrears" },
    ];

    /// <summary>The latest month of the same count as <c>insured_staff_mean_12m</c>: the two correlate above 0.98 wherever firms keep their people; the change is the trend's.</summary>
    public static IReadOnlyList<Feature> Retired { get; } =
    [
        Insured("insured_staff_latest", Aggregate.Latest, "persons", -1, "最近参保人数", "latest insured staff", "; or none was reported in the window") with { ByQuantity = true },
    ];

    private static Feature Insured(string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "") =>
        Declare.Own(ItemCode.SocialInsurance, name, aggregate, unit, direction, zh, en, also);

    private static Feature Fund(string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "") =>
        Declare.Own(ItemCode.HousingFund, name, aggregate, unit, direction, zh, en, also);
}
