namespace FinancingPlatform.Core.Enterprises;

/// <summary>Size of an enterprise (企业规模, 工信部联企业〔2011〕300号).</summary>
public enum EnterpriseSize
{
    /// <summary>A figure that the rule needs is missing (未知); never taken for micro.</summary>
    Unknown,

    /// <summary>微型.</summary>
    Micro,

    /// <summary>小型.</summary>
    Small,

    /// <summary>中型.</summary>
    Medium,

    /// <summary>大型.</summary>
    Large,
}
