namespace FinancingPlatform.Aggregation.Report;

/// <summary>A report that was issued (已出具的报告): its serial number, moment and digest, not its content.</summary>
/// <param name="Code">Serial number and verification code, 32 hexadecimal digits, not guessable.</param>
/// <param name="IssuedAt">UTC.</param>
/// <param name="AsOf">Day in China for which expiry was judged.</param>
/// <param name="Digest">SHA-256, lower-case hexadecimal.</param>
public sealed record IssuedReport(string Code, DateTime IssuedAt, DateOnly AsOf, string Digest);

/// <summary>A report with the issue that it belongs to (报告及其出具记录).</summary>
public sealed record PrintedReport(CreditReport Report, IssuedReport Issue);

/// <summary>What a code is worth at the moment it was asked (核验结果): dates and digest, no content and no name.</summary>
/// <param name="Code">The code.</param>
/// <param name="State">valid, superseded or withdrawn.</param>
/// <param name="IssuedAt">UTC.</param>
/// <param name="AsOf">Day of the report.</param>
/// <param name="ListVersion">Version of the shared-information list.</param>
/// <param name="Digest">SHA-256 as it stands on page, JSON and PDF.</param>
public sealed record ReportVerification(string Code, string State, DateTime IssuedAt, DateOnly AsOf, string ListVersion, string Digest);
