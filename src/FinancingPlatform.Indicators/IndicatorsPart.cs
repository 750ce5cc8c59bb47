using FinancingPlatform.Data;

namespace FinancingPlatform.Indicators;

/// <summary>What this part brings to the database (指标模块): definitions, figures, snapshots, and what the operator's page reads.</summary>
public static class IndicatorsPart
{
    /// <summary>The part.</summary>
    public static DataPart Data { get; } = new("indicators", typeof(IndicatorsPart).Assembly);
}
