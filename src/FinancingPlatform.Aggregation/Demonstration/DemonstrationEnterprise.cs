using FinancingPlatform.Core.Enterprises;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>One invented enterprise (虚构企业) and what its history will look like.</summary>
internal sealed record DemonstrationEnterprise(
    int Index,
    string Uscc,
    string Name,
    string LegalRepresentative,
    string Kind,
    EnterpriseStatus Status,
    DateOnly? StatusDate,
    DateOnly EstablishedOn,
    string Division,
    DemonstrationSector Sector,
    decimal CapitalWan,
    int? Staff,
    decimal? RevenueYuan,
    decimal? AssetsYuan)
{
    /// <summary>By the size rule; unknown where no annual report stands behind it.</summary>
    public EnterpriseSize Size => SizeRule.Classify(Sector.Industry, Staff, RevenueYuan, AssetsYuan);

    /// <summary>Months before the city's date at which a loan was disbursed; null without a loan.</summary>
    public int? LoanMonthsAgo { get; init; }

    /// <summary>More than 90 days overdue within twelve months of the loan.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>Worse than it looks without ever being overdue: keeps the city from being too easy to score.</summary>
    public bool IsStrained { get; init; }

    /// <summary>Items about which no department sent anything.</summary>
    public required IReadOnlySet<string> Missing { get; init; }

    /// <summary>True when it has a running business to report on.</summary>
    public bool IsRunning => Status is EnterpriseStatus.Active or EnterpriseStatus.Suspended or EnterpriseStatus.Unknown;
}
