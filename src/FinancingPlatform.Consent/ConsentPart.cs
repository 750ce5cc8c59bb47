using FinancingPlatform.Data;

namespace FinancingPlatform.Consent;

/// <summary>This part (授权): texts, signatures, the gate, the access list.</summary>
public static class ConsentPart
{
    /// <summary>Its migrations and SQL.</summary>
    public static DataPart Data { get; } = new("consent", typeof(ConsentPart).Assembly);
}
