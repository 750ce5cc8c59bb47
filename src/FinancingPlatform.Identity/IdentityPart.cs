using FinancingPlatform.Data;

namespace FinancingPlatform.Identity;

/// <summary>Accounts, verification and tokens (身份模块) as a part of the database.</summary>
public static class IdentityPart
{
    /// <summary>Its migrations.</summary>
    public static DataPart Data { get; } = new("identity", typeof(IdentityPart).Assembly);
}
