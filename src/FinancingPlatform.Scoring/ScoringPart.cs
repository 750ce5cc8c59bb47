using FinancingPlatform.Data;

namespace FinancingPlatform.Scoring;

/// <summary>What this part brings to the city's database (评分模块): scores, and the views through which features are read.</summary>
public static class ScoringPart
{
    /// <summary>The part.</summary>
    public static DataPart Data { get; } = new("scoring", typeof(ScoringPart).Assembly);
}
