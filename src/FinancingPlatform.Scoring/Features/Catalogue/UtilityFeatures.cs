using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>Over electricity, water and gas (水电气特征): whether a firm works, and whether it pays.</summary>
internal static class UtilityFeatures
{
    private const string Gas = "utility-gas";
    private const string NoneEarlier = "; or none in the earlier half";
    private const string NoneDue = "; or none was due in the window";

    public static IReadOnlyList<Feature> All { get; } =
    [
        Power("kwh_12m", Aggregate.Sum, "kWh", -1, "近12个月用电量", "electricity used in 12 months") with { ByQuantity = true },
        Power("kwh_trend_12m", Aggregate.Trend, "ratio", -1, "近6个月与前6个月用电之比", "electricity of the last 6 months against the 6 before", NoneEarlier) with { ByQuantity = true },
        Power("kwh_variation_12m", Aggregate.Variation, "ratio", 1, "月用电波动系数", "variation of monthly electricity", "; or none was used in the window") with { ByQuantity = true },
        Power("power_arrears_share_12m", Aggregate.CodeShare, "share", 1, "近12个月电费欠缴次数占比", "share of electricity bills left unpaid", NoneDue) with { Code = "arrears" },
        Power("power_gap_days", Aggregate.DaysSinceLast, "days", 1, "距最近一次电费账单的天数", "days since the last electricity bill"),
        Water("water_12m", Aggregate.Sum, "m3", 0, "近12个月用水量", "water used in 12 months") with { ByQuantity = true },
        Water("water_trend_12m", Aggregate.Trend, "ratio", -1, "近6个月与前6个月用水之比", "water of the last 6 months against the 6 before", NoneEarlier) with { ByQuantity = true },
        Water("water_arrears_share_12m", Aggregate.CodeShare, "share", 1, "近12个月水费欠缴次数占比", "share of water bills left unpaid", NoneDue) with { Code = "arrears" },
        Declare.Own(Gas, "gas_12m", Aggregate.Sum, "m3", 0, "近12个月用气量", "gas used in 12 months") with { ByQuantity = true },
    ];

    private static Feature Power(string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "") =>
        Declare.Own(ItemCode.UtilityElectricity, name, aggregate, unit, direction, zh, en, also);

    private static Feature Water(string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "") =>
        Declare.Own(ItemCode.UtilityWater, name, aggregate, unit, direction, zh, en, also);
}
