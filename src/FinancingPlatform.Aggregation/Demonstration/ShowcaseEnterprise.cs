namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>An invented enterprise that demonstrations begin with (示范企业): active, of the city, with records of every item and no loan.</summary>
/// <param name="Uscc">统一社会信用代码.</param>
/// <param name="Name">Name.</param>
/// <param name="LegalRepresentative">法定代表人.</param>
public sealed record ShowcaseEnterprise(string Uscc, string Name, string LegalRepresentative);
