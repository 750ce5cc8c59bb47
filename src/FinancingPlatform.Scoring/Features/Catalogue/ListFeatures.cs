namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>Over the public lists of administrative bodies (公示名单特征).</summary>
internal static class ListFeatures
{
    private const int ThreeYears = 36;
    private const int TenYears = 120;

    public static IReadOnlyList<Feature> All { get; } =
    [
        Declare.Listed(Items.Penalty, "penalties_36m", Aggregate.InForce, ThreeYears, "count", 1, "公示期内行政处罚", "administrative penalties on show"),
        Declare.Listed(Items.Penalty, "penalty_amount_36m", Aggregate.SumInForce, ThreeYears, "yuan", 1, "公示期内罚没金额", "fines of administrative penalties on show"),
        Declare.Listed(Items.Penalty, "penalties_serious_36m", Aggregate.InForce, ThreeYears, "count", 1, "公示期内严重违法行政处罚", "serious administrative penalties on show") with { Code = "serious" },
        Declare.Listed("act-inspection", "inspections_failed_36m", Aggregate.Count, ThreeYears, "count", 1, "监督检查不合格记录", "failed administrative inspections") with { Code = "failed" },
        Declare.Listed("abnormal-operation", "abnormal_operation", Aggregate.AnyInForce, TenYears, "flag", 1, "经营异常名录记录", "listing for abnormal operation"),
        Declare.Listed("serious-violation", "serious_violation", Aggregate.AnyInForce, TenYears, "flag", 1, "严重违法失信名单记录", "listing for serious violations"),
        Declare.Listed("tax-arrears", "tax_arrears_published", Aggregate.SumInForce, TenYears, "yuan", 1, "公告欠税余额", "published tax arrears"),
        Declare.Listed("abnormal-taxpayer", "abnormal_taxpayer", Aggregate.AnyInForce, TenYears, "flag", 1, "非正常户认定", "listing as an abnormal taxpayer"),
        Declare.Listed("major-tax-violation", "major_tax_violation", Aggregate.AnyInForce, TenYears, "flag", 1, "重大税收违法记录", "listing for a major tax violation"),
        Declare.Listed("environment-credit", "environment_grade_bad", Aggregate.Count, ThreeYears, "count", 1, "环保信用红牌评价", "red environmental grades") with { Code = "red" },
        Declare.Listed("commitment-performance", "commitments_broken_36m", Aggregate.Count, ThreeYears, "count", 1, "信用承诺违约记录", "broken credit commitments") with { Code = "broken" },
        Declare.Listed(Items.Honour, "honours_36m", Aggregate.InForce, ThreeYears, "count", -1, "政府部门表彰荣誉", "honours by government bodies"),
        Declare.Listed(Items.TaxCreditA, "tax_credit_a", Aggregate.AnyInForce, 24, "flag", -1, "纳税信用A级", "class A tax credit"),
        Declare.Listed(Items.TaxCreditA, "tax_credit_a_years", Aggregate.Count, TenYears, "count", -1, "纳税信用A级年数", "years of class A tax credit"),
        Declare.Listed("licence", "licences_in_force", Aggregate.InForce, TenYears, "count", -1, "有效行政许可", "administrative licences in force"),
        Declare.Listed("qualification", "qualifications_in_force", Aggregate.InForce, TenYears, "count", -1, "有效行业资质", "industry qualifications in force"),
        Declare.Listed("tech-status", "tech_status", Aggregate.AnyInForce, TenYears, "flag", -1, "有效科技资质", "technology status in force"),
        Declare.Listed("customs-credit", "customs_certified", Aggregate.AnyInForce, TenYears, "flag", -1, "海关高级认证", "advanced customs certification") with { Code = "certified" },
        Declare.Listed("rd-project", "rd_funds_36m", Aggregate.Sum, ThreeYears, "yuan", -1, "近三年研发资助", "research funds in 36 months"),
        Declare.Listed("subsidy", "subsidies_36m", Aggregate.Sum, ThreeYears, "yuan", -1, "近三年政策补贴", "subsidies in 36 months"),
    ];
}
