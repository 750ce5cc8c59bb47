using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.Lending.Needs;

/// <summary>A bank takes a need (认领需求): who at the bank, at which branch.</summary>
/// <param name="NeedId">The need.</param>
/// <param name="Operator">The officer.</param>
/// <param name="Branch">The branch.</param>
public sealed record NeedClaim(Guid NeedId, string Operator, string Branch) : IPost
{
    /// <inheritdoc/>
    public string PostKind() => "need-claim";

    /// <inheritdoc/>
    public Result Check() => (PostRules.Text("operator", Operator, PostRules.MaxNameLength) ?? PostRules.Text("branch", Branch, PostRules.MaxBranchLength)) is { } error ? error : Result.Ok;

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.NeedClaim);
}

/// <summary>A bank gives a need back (退回需求). The need's clock runs on (rule C12).</summary>
/// <param name="NeedId">The need.</param>
public sealed record NeedRelease(Guid NeedId) : IPost
{
    /// <inheritdoc/>
    public string PostKind() => "need-release";

    /// <inheritdoc/>
    public Result Check() => Result.Ok;

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.NeedRelease);
}

/// <summary>A bank decides (审批结果): approved with amount, rate and term, or refused with a code (rule C6). It has no field for an internal note.</summary>
/// <param name="NeedId">The need.</param>
/// <param name="Decision"><c>approved</c> or <c>refused</c>.</param>
/// <param name="AmountYuan">Approved amount in yuan.</param>
/// <param name="AnnualRatePercent">Interest per year in percent.</param>
/// <param name="Months">Term in months.</param>
/// <param name="RefusalCode">One of <see cref="RefusalCodes"/>.</param>
public sealed record NeedDecision(Guid NeedId, string Decision, decimal? AmountYuan, decimal? AnnualRatePercent, int? Months, string? RefusalCode) : IPost
{
    private static readonly string[] s_decisions = ["approved", "refused"];

    /// <inheritdoc/>
    public string PostKind() => "need-decision";

    /// <inheritdoc/>
    public Result Check() => FirstFault() is { } error ? error : Result.Ok;

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.NeedDecision);

    private Error? FirstFault()
    {
        if (PostRules.OneOf("decision", Decision, s_decisions) is { } unknown)
        {
            return unknown;
        }

        if (Decision == "refused")
        {
            return RefusalCode is null || !RefusalCodes.IsKnown(RefusalCode)
                ? LendingErrors.Field(
                    "refusal_code", "refusal-code-unknown", "拒绝须给出原因代码，见 GET /v1/refusal-codes。", "A refusal names its code; GET /v1/refusal-codes lists them.")
                : AmountYuan is null && AnnualRatePercent is null && Months is null
                    ? null
                    : LendingErrors.Field("amount", "decision-contradicts", "拒绝时不能给出金额、利率或期限。", "A refusal has no amount, rate or term.");
        }

        return RefusalCode is not null || AmountYuan is not { } amount || AnnualRatePercent is not { } rate || Months is not { } months
            ? LendingErrors.Field("decision", "decision-contradicts", "批准须给出金额、利率和期限，且没有拒绝代码。", "An approval has amount, rate and term and no refusal code.")
            : PostRules.Amount("amount", amount) ?? PostRules.Rate("annual_rate_percent", rate) ?? PostRules.Months("months", months);
    }
}
