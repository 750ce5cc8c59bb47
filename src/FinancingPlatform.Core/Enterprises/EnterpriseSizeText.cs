namespace FinancingPlatform.Core.Enterprises;

/// <summary>The form of a size (企业规模) that is kept in the database.</summary>
public static class EnterpriseSizeText
{
    /// <summary>One of unknown, micro, small, medium, large.</summary>
    public static string ToDatabase(this EnterpriseSize size) => size switch
    {
        EnterpriseSize.Unknown => "unknown",
        EnterpriseSize.Micro => "micro",
        EnterpriseSize.Small => "small",
        EnterpriseSize.Medium => "medium",
        EnterpriseSize.Large => "large",
    };
}
