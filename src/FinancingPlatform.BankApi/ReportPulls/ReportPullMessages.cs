using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.Aggregation.Report;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Looks;

namespace FinancingPlatform.BankApi.ReportPulls;

/// <summary>A bank asks for a credit report (查询信用报告). Items: those beyond the public part; none named, none given.</summary>
internal sealed record ReportPullRequest(
    string Uscc, string Purpose, string Operator, string Branch, string Reference, IReadOnlyList<string>? Items = null)
    : IJsonRequest<ReportPullRequest>, ILookRequest
{
    public static JsonTypeInfo<ReportPullRequest> JsonType => BankApiJson.Default.ReportPullRequest;

    public string[] ItemsOrDefault() => Items is null ? [] : [.. Items];
}

/// <summary>
/// A report as a bank gets it. Null is "no information" and never zero; a disputed entry says so and carries the subject's statement. The digest is that of
/// the parts given here.
/// </summary>
internal sealed record ReportPullAnswer(
    Guid Ticket, string Uscc, DateOnly AsOf, DateTime KnownAt, Guid AuthorisationId, string? ListVersion, string Digest, bool Invented,
    IReadOnlyList<ReportField> Enterprise, IReadOnlyList<ReportPart> Parts)
{
    /// <summary>Edition of the standard report.</summary>
    public string Edition { get; } = $"{CreditReport.EditionZh} / {CreditReport.EditionEn}";

    /// <summary>Said with every report.</summary>
    public string Note { get; } = "仅限所授权的目的使用，银行独立决策 / For the authorised purpose only; the bank decides independently";
}
