using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>Over loans and guarantees (贷款与担保特征).</summary>
internal static class LoanFeatures
{
    private const int ThreeYears = 36;
    private const string Guarantee = "external-guarantee";

    public static IReadOnlyList<Feature> All { get; } =
    [
        Declare.Own(ItemCode.LoanDisbursed, "loans_12m", Aggregate.Sum, "yuan", 0, "近12个月放款金额", "loans disbursed in 12 months"),
        Declare.Own(ItemCode.LoanDisbursed, "lenders_36m", Aggregate.Parties, "count", 0, "近三年贷款银行数", "lenders in 36 months", months: ThreeYears),
        Declare.Listed(ItemCode.LoanOverdue, "overdue_days_max_36m", Aggregate.Largest, ThreeYears, "days", 1, "近三年最长逾期天数", "longest overdue in 36 months") with { ByQuantity = true },
        Declare.Listed(ItemCode.LoanOverdue, "overdue_count_36m", Aggregate.Count, ThreeYears, "count", 1, "近三年逾期次数", "overdue records in 36 months"),
        Declare.Listed(Guarantee, "guarantee_ring_size", Aggregate.RingSize, 120, "count", 1, "互保或连环担保", "firms in a guarantee circle"),
        Declare.Listed(Guarantee, "guarantees_given", Aggregate.SumInForce, 120, "yuan", 1, "对外担保余额", "guarantees given"),
    ];
}
