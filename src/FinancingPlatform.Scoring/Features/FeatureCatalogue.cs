using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Features;

/// <summary>The features of the first packs (特征目录). A pack names those it uses; their order is the pack's.</summary>
public static class FeatureCatalogue
{
    private const string NoSales = "no sales invoice within 36 months is known under this authorisation";
    private const string NoPurchases = "no purchase invoice within 36 months is known under this authorisation";

    /// <summary>Features over invoices; they need an authorisation.</summary>
    public static IReadOnlyList<Feature> Invoices { get; } =
    [
        Sales("sales_12m", Aggregate.Sum, "yuan", -1, "近12个月销项开票金额", "sales invoiced in the last 12 months", high: true),
        Sales("sales_trend_12m", Aggregate.Trend, "ratio", -1, "近6个月与前6个月销项之比", "sales of the last 6 months against the 6 before", high: true, "; or nothing was sold in the earlier half"),
        Sales("sales_months_12m", Aggregate.ActiveMonths, "months", -1, "近12个月有销项的月数", "months with sales among the last 12", high: true),
        Sales("sales_gap_days", Aggregate.DaysSinceLast, "days", 1, "距最近一次销项开票的天数", "days since the last sales invoice", high: false),
        Sales("sales_voided_share_12m", Aggregate.VoidedShare, "share", 1, "近12个月销项作废率", "share of sales invoices voided in 12 months", high: false, "; or none was issued in the window"),
        Sales("sales_red_share_12m", Aggregate.RedShare, "share", 1, "近12个月红字发票占比", "share of red-letter amounts in 12 months", high: false, "; or nothing was sold in the window"),
        Sales("sales_invoices_12m", Aggregate.Count, "count", -1, "近12个月有效销项发票份数", "number of valid sales invoices in 12 months", high: true),
        Sales("customers_12m", Aggregate.Parties, "count", -1, "近12个月客户数", "number of customers in 12 months", high: true),
        Sales("customer_top_share_12m", Aggregate.TopPartyShare, "share", 1, "最大客户占销项的比重", "largest customer's share of sales", high: false, "; or nothing was sold in the window"),
        Purchases("purchases_12m", Aggregate.Sum, "yuan", 0, "近12个月进项金额", "purchases invoiced in the last 12 months", high: true),
        Purchases("purchase_months_12m", Aggregate.ActiveMonths, "months", -1, "近12个月有进项的月数", "months with purchases among the last 12", high: true),
        Purchases("suppliers_12m", Aggregate.Parties, "count", -1, "近12个月供应商数", "number of suppliers in 12 months", high: true),
        Purchases("supplier_top_share_12m", Aggregate.TopPartyShare, "share", 0, "最大供应商占进项的比重", "largest supplier's share of purchases", high: false, "; or nothing was bought in the window"),
        Purchases("margin_12m", Aggregate.MarginOnSales, "share", 0, "近12个月购销毛差率", "gross margin of sales over purchases in 12 months", high: true, "; or no sales are known"),
    ];

    /// <summary>Features over items of mode public and the registry; known of every enterprise.</summary>
    public static IReadOnlyList<Feature> Public { get; } =
    [
        Listed("penalties_36m", Items.Penalty, Aggregate.InForce, 36, "count", 1, "公示期内行政处罚", "administrative penalties on show"),
        Listed("dishonest_debtor", Items.DishonestDebtor, Aggregate.AnyInForce, 120, "flag", 1, "失信被执行人记录", "listing as a dishonest debtor"),
        Listed("honours_36m", Items.Honour, Aggregate.InForce, 36, "count", -1, "政府部门表彰荣誉", "honours by government bodies"),
        Listed("tax_credit_a", Items.TaxCreditA, Aggregate.AnyInForce, 24, "flag", -1, "纳税信用A级", "class A tax credit"),
        new("age_years", string.Empty, Aggregate.YearsSinceEstablished, 0, "years", -1, Coverage.Registry, "the registry has no establishment date, or one after the as-of date",
            new("成立年限较长", "established for long", "成立年限较短", "established only recently", "成立日期未知", "establishment date unknown")),
    ];

    /// <summary>Every feature.</summary>
    public static IReadOnlyList<Feature> All { get; } = [.. Invoices, .. Public];

    /// <summary>The feature of that name, or null.</summary>
    public static Feature? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    private static Feature Sales(string name, Aggregate aggregate, string unit, int direction, string zh, string en, bool high, string also = "") =>
        new(name, Items.Sales, aggregate, 12, unit, direction, Coverage.OwnRecords, NoSales + also, Text(zh, en, high));

    private static Feature Purchases(string name, Aggregate aggregate, string unit, int direction, string zh, string en, bool high, string also = "") =>
        new(name, Items.Purchases, aggregate, 12, unit, direction, Coverage.OwnRecords, NoPurchases + also, Text(zh, en, high));

    private static Feature Listed(string name, string item, Aggregate aggregate, int months, string unit, int direction, string zh, string en) =>
        new(name, item, aggregate, months, unit, direction, Coverage.CompleteList, "the city had not received the list by then",
            direction > 0
                ? new($"无{zh}", $"no {en}", $"有{zh}", $"{en}", $"{zh}情况未知", $"{en}: unknown")
                : new($"有{zh}", $"{en}", $"无{zh}", $"no {en}", $"{zh}情况未知", $"{en}: unknown"));

    private static ReasonText Text(string zh, string en, bool high) =>
        new($"{zh}（{(high ? "较高" : "较低")}，有利）", $"{en}: {(high ? "high" : "low")}, which helps",
            $"{zh}（{(high ? "较低" : "较高")}，不利）", $"{en}: {(high ? "low" : "high")}, which hurts",
            $"{zh}：未知", $"{en}: unknown");
}
