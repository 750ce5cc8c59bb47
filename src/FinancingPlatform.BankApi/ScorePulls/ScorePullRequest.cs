using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Looks;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.ScorePulls;

/// <summary>A bank asks for a score: every pull names operator, branch, purpose and reference (rule A6).</summary>
internal sealed record ScorePullRequest(
    string Uscc, string Purpose, string Operator, string Branch, string Reference, IReadOnlyList<string>? Items = null)
    : IJsonRequest<ScorePullRequest>, ILookRequest
{
    /// <summary>What a full score needs; a bank that names no items asks for the full score.</summary>
    private static readonly string[] s_fullScore = [ItemCode.InvoiceSales, ItemCode.InvoicePurchase];

    public static JsonTypeInfo<ScorePullRequest> JsonType => BankApiJson.Default.ScorePullRequest;

    public string[] ItemsOrDefault() => Items is null ? s_fullScore : [.. Items];

    public Error? FirstFault() => LookCommand.Fault(this);
}
