using FinancingPlatform.Data;

namespace FinancingPlatform.Lending;

/// <summary>This part (贷款): lines and loans that banks return.</summary>
public static class LendingPart
{
    /// <summary>Its migrations and SQL.</summary>
    public static DataPart Data { get; } = new("lending", typeof(LendingPart).Assembly);
}
