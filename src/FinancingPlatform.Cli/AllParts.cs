using FinancingPlatform.Aggregation;
using FinancingPlatform.Consent;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange;
using FinancingPlatform.Identity;
using FinancingPlatform.Indicators;
using FinancingPlatform.Lending;
using FinancingPlatform.Scoring;

namespace FinancingPlatform.Cli;

/// <summary>Every part that brings tables, in the order of dependence: what <c>fp up</c> migrates and what tests run against.</summary>
internal static class AllParts
{
    public static IReadOnlyList<DataPart> List { get; } =
    [
        BasePart.Data,
        ExchangePart.Data,
        AggregationPart.Data,
        ConsentPart.Data,
        ScoringPart.Data,
        LendingPart.Data,
        IdentityPart.Data,
        IndicatorsPart.Data,
    ];
}
