namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>Over the courts' public lists (司法特征).</summary>
internal static class CourtFeatures
{
    private const int ThreeYears = 36;
    private const int TenYears = 120;

    public static IReadOnlyList<Feature> All { get; } =
    [
        Declare.Listed(Items.DishonestDebtor, "dishonest_debtor", Aggregate.AnyInForce, TenYears, "flag", 1, "失信被执行人记录", "listing as a dishonest debtor"),
        Declare.Listed(Items.DishonestDebtor, "dishonest_amount", Aggregate.SumInForce, TenYears, "yuan", 1, "失信被执行金额", "obligations as a dishonest debtor"),
        Declare.Listed("enforcement", "enforcements_36m", Aggregate.Count, ThreeYears, "count", 1, "被执行案件", "cases under enforcement"),
        Declare.Listed("enforcement", "enforcement_amount_36m", Aggregate.SumInForce, ThreeYears, "yuan", 1, "未结执行标的", "open amounts under enforcement"),
        Declare.Listed("consumption-limit", "consumption_limited", Aggregate.AnyInForce, TenYears, "flag", 1, "限制高消费令", "consumption limits"),
        Declare.Listed("judgment", "judgments_as_defendant_36m", Aggregate.Count, ThreeYears, "count", 1, "作为被告的判决", "judgments as defendant") with { Code = "defendant" },
        Declare.Listed("bankruptcy", "bankruptcy", Aggregate.AnyInForce, TenYears, "flag", 1, "破产程序", "bankruptcy proceedings"),
    ];
}
