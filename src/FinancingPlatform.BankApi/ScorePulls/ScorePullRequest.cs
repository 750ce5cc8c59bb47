using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.ScorePulls;

/// <summary>A bank asks for a score: every pull names operator, branch, purpose and reference (rule A6).</summary>
internal sealed record ScorePullRequest(
    string Uscc, string Purpose, string Operator, string Branch, string Reference, IReadOnlyList<string>? Items = null)
    : IJsonRequest<ScorePullRequest>
{
    /// <summary>What a full score needs; a bank that names no items asks for the full score.</summary>
    private static readonly string[] s_fullScore = [ItemCode.InvoiceSales, ItemCode.InvoicePurchase];

    public static JsonTypeInfo<ScorePullRequest> JsonType => BankApiJson.Default.ScorePullRequest;

    public string[] ItemsOrDefault() => Items is null ? s_fullScore : [.. Items];

    public Error? FirstFault() =>
        FieldRules.Code("uscc", Uscc)
        ?? (Core.Catalogue.Purpose.WithScoring.Contains(Purpose)
            ? null
            : BankApiErrors.Field("purpose", "目的只能是 pre-credit、loan-application 或 post-loan。", "The purpose must be pre-credit, loan-application or post-loan."))
        ?? FieldRules.Text("operator", Operator, BankApiLimits.NameLength)
        ?? FieldRules.Text("branch", Branch, BankApiLimits.ReferenceLength)
        ?? FieldRules.Text("reference", Reference, BankApiLimits.ReferenceLength)
        ?? ItemsFault();

    private Error? ItemsFault()
    {
        if (Items is null)
        {
            return null;
        }

        return Items.Count > BankApiLimits.Items || Items.Any(item => item.Length is 0 or > BankApiLimits.NameLength) || Items.Distinct(StringComparer.Ordinal).Count() != Items.Count
            ? BankApiErrors.Field("items", $"信息项最多 {BankApiLimits.Items} 个，且互不重复。", $"At most {BankApiLimits.Items} different items.")
            : null;
    }
}
