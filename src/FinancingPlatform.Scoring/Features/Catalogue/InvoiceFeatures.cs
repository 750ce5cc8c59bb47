namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>Over VAT invoices (发票特征): level, trend, gaps, seasons, and how much hangs on few customers and suppliers.</summary>
internal static class InvoiceFeatures
{
    private const int TwoYears = 24;
    private const string Nothing = "; or nothing was invoiced in the window";

    public static IReadOnlyList<Feature> All { get; } =
    [
        Sales("sales_12m", Aggregate.Sum, "yuan", -1, "近12个月销项开票金额", "sales invoiced in the last 12 months"),
        Sales("sales_trend_12m", Aggregate.Trend, "ratio", -1, "近6个月与前6个月销项之比", "sales of the last 6 months against the 6 before", "; or nothing was sold in the earlier half"),
        Sales("sales_months_12m", Aggregate.ActiveMonths, "months", -1, "近12个月有销项的月数", "months with sales among the last 12"),
        Sales("sales_gap_days", Aggregate.DaysSinceLast, "days", 1, "距最近一次销项开票的天数", "days since the last sales invoice"),
        Sales("sales_voided_share_12m", Aggregate.VoidedShare, "share", 1, "近12个月销项作废率", "share of sales invoices voided in 12 months", Nothing),
        Sales("sales_red_share_12m", Aggregate.RedShare, "share", 1, "近12个月红字发票占比", "share of red-letter amounts in 12 months", Nothing),
        Sales("sales_invoices_12m", Aggregate.Count, "count", -1, "近12个月有效销项发票份数", "number of valid sales invoices in 12 months"),
        Sales("customers_12m", Aggregate.Parties, "count", -1, "近12个月客户数", "number of customers in 12 months"),
        Sales("customer_top_share_12m", Aggregate.TopPartyShare, "share", 1, "最大客户占销项的比重", "largest customer's share of sales", Nothing),
        Purchases("purchases_12m", Aggregate.Sum, "yuan", 0, "近12个月进项金额", "purchases invoiced in the last 12 months"),
        Purchases("purchase_months_12m", Aggregate.ActiveMonths, "months", -1, "近12个月有进项的月数", "months with purchases among the last 12"),
        Purchases("suppliers_12m", Aggregate.Parties, "count", -1, "近12个月供应商数", "number of suppliers in 12 months"),
        Purchases("supplier_top_share_12m", Aggregate.TopPartyShare, "share", 0, "最大供应商占进项的比重", "largest supplier's share of purchases", Nothing),
        Purchases("margin_12m", Aggregate.MarginOnSales, "share", 0, "近12个月购销毛差率", "gross margin of sales over purchases in 12 months", "; or no sales are known"),
        Sales("sales_growth_24m", Aggregate.Trend, "ratio", -1, "近12个月与前12个月销项之比", "sales of the last 12 months against the 12 before", "; or nothing was sold in the earlier year", TwoYears),
        Sales("sales_peak_month_share", Aggregate.PeakMonthShare, "share", 1, "最高月份占全年销项的比重", "largest month's share of the year's sales", Nothing),
        Sales("customers_new_share_12m", Aggregate.NewPartyShare, "share", 0, "近6个月新客户占比", "share of new customers in the last 6 months", "; or nothing was sold in the later half"),
        Sales("customers_lost_share_12m", Aggregate.LostPartyShare, "share", 1, "近6个月流失客户占比", "share of customers lost in the last 6 months", "; or nothing was sold in the earlier half"),
        Sales("invoice_ring_size", Aggregate.RingSize, "count", 1, "开票闭环企业数", "firms in an invoice loop", RingColumns.Unknown),
        Sales("sales_looped_12m", Aggregate.RingAmount, "yuan", 1, "近12个月闭环开票金额", "sales within an invoice loop in 12 months", RingColumns.Unknown),
        Purchases("purchases_trend_12m", Aggregate.Trend, "ratio", 0, "近6个月与前6个月进项之比", "purchases of the last 6 months against the 6 before", "; or nothing was bought in the earlier half"),
        Purchases("purchases_gap_days", Aggregate.DaysSinceLast, "days", 1, "距最近一次进项开票的天数", "days since the last purchase invoice"),
        Purchases("suppliers_lost_share_12m", Aggregate.LostPartyShare, "share", 1, "近6个月流失供应商占比", "share of suppliers lost in the last 6 months", "; or nothing was bought in the earlier half"),
    ];

    /// <summary>
    /// On the 123 labelled firms' own invoices the concentrations correlate at 0.98 with the largest party's share, and the variation up to 0.99 with the largest
    /// month's share: of each two the plainer one stays.
    /// </summary>
    public static IReadOnlyList<Feature> Retired { get; } =
    [
        Sales("sales_variation_12m", Aggregate.Variation, "ratio", 1, "月销项波动系数", "variation of monthly sales", Nothing),
        Sales("customer_concentration_12m", Aggregate.PartyConcentration, "share", 1, "客户集中度", "concentration of customers", Nothing),
        Purchases("supplier_concentration_12m", Aggregate.PartyConcentration, "share", 0, "供应商集中度", "concentration of suppliers", Nothing),
    ];

    private static Feature Sales(string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "", int months = 12) =>
        Declare.Own(Items.Sales, name, aggregate, unit, direction, zh, en, also, months);

    private static Feature Purchases(string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "") =>
        Declare.Own(Items.Purchases, name, aggregate, unit, direction, zh, en, also);
}
