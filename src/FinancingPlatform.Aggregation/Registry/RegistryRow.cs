using FinancingPlatform.Core.Enterprises;

namespace FinancingPlatform.Aggregation.Registry;

/// <summary>One enterprise as a registry file states it (登记信息), checked. Null = the file does not say.</summary>
internal sealed record RegistryRow(
    string Uscc,
    string Name,
    DateOnly? EstablishedOn,
    string? Kind,
    decimal? CapitalYuan,
    string? LegalRepresentative,
    EnterpriseStatus Status,
    DateOnly? StatusDate,
    string? Division,
    string? Industry,
    string? ParentUscc,
    int? Staff,
    decimal? RevenueYuan,
    decimal? AssetsYuan)
{
    /// <summary>By the size rule; unknown when a figure that the sector needs is missing.</summary>
    public EnterpriseSize Size => SizeRule.Classify(Industry, Staff, RevenueYuan, AssetsYuan);
}
