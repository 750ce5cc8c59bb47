namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>Over property, rights and foreign trade (资产与外贸特征).</summary>
internal static class AssetFeatures
{
    private const int TwentyYears = 240;

    public static IReadOnlyList<Feature> Public { get; } =
    [
        Declare.Listed("patent", "patents_in_force", Aggregate.InForce, TwentyYears, "count", -1, "有效专利", "patents in force"),
        Declare.Listed("patent", "inventions_in_force", Aggregate.InForce, TwentyYears, "count", -1, "有效发明专利", "invention patents in force") with { Code = "invention" },
        Declare.Listed("trademark", "trademarks_in_force", Aggregate.InForce, TwentyYears, "count", -1, "有效商标", "trademarks in force"),
        Declare.Listed("ip-pledge", "ip_pledges_in_force", Aggregate.InForce, TwentyYears, "count", 0, "知识产权质押", "pledges of intellectual property"),
    ];

    public static IReadOnlyList<Feature> Authorised { get; } =
    [
        Trade("exports_12m", Aggregate.Sum, "yuan", -1, "近12个月出口额", "exports in 12 months") with { Code = "export" },
        Trade("exports_trend_12m", Aggregate.Trend, "ratio", -1, "近6个月与前6个月出口之比", "exports of the last 6 months against the 6 before", "; or none in the earlier half") with { Code = "export" },
        Trade("trade_months_12m", Aggregate.ActiveMonths, "months", -1, "近12个月有进出口的月数", "months with foreign trade"),
        Registered("real-estate-title", "title_area", Aggregate.SumInForce, "m2", -1, "自有不动产面积", "area of own real estate") with { ByQuantity = true },
        Registered("real-estate-mortgage", "mortgages_in_force", Aggregate.SumInForce, "yuan", 1, "不动产抵押金额", "mortgages on real estate"),
        Registered("real-estate-seizure", "seizures_in_force", Aggregate.InForce, "count", 1, "不动产查封", "seizures of real estate"),
    ];

    private static Feature Trade(string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "") =>
        Declare.Own("customs-declaration", name, aggregate, unit, direction, zh, en, also);

    /// <summary>The land registry knows every title of the city, so silence means none.</summary>
    private static Feature Registered(string item, string name, Aggregate aggregate, string unit, int direction, string zh, string en) =>
        Declare.Listed(item, name, aggregate, TwentyYears, unit, direction, zh, en);
}
