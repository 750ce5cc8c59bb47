namespace FinancingPlatform.Data;

/// <summary>Which of the platform's databases (数据库种类) something belongs to.</summary>
[Flags]
public enum DatabaseKind
{
    /// <summary>The city's platform.</summary>
    City = 1,

    /// <summary>A provincial or national node.</summary>
    Node = 2,
}
