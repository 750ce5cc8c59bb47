using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.Lending.Requests;

/// <summary>A bank asks an enterprise for an authorisation (授权申请). It changes no right; what the enterprise signs does.</summary>
/// <param name="Uscc">The enterprise.</param>
/// <param name="Items">Items of the catalogue that are not public.</param>
/// <param name="Purpose">pre-credit, loan-application or post-loan.</param>
/// <param name="LegLook">Look (查询).</param>
/// <param name="LegReturn">Return of loan results (回传).</param>
/// <param name="LegTraining">Training of models (建模).</param>
/// <param name="Days">For how many days.</param>
/// <param name="MaxUses">For how many looks.</param>
/// <param name="Operator">The officer.</param>
/// <param name="Branch">The branch.</param>
/// <param name="Reference">The bank's reference.</param>
public sealed record AuthorisationAsk(
    string Uscc, IReadOnlyList<string> Items, string Purpose, bool LegLook, bool LegReturn, bool LegTraining, int Days, int MaxUses, string Operator, string Branch,
    string Reference) : IPost
{
    /// <summary>Items of one request.</summary>
    public const int MaxItems = 64;

    private const int MaxUsesAllowed = 400;
    private const int PostLoanDays = 365;
    private const int OtherDays = 90;

    /// <inheritdoc/>
    public string PostKind() => "authorisation-request";

    /// <inheritdoc/>
    public Result Check() => FirstFault() is { } error ? error : Result.Ok;

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.AuthorisationAsk);

    private Error? FirstFault()
    {
        var longest = Purpose == Core.Catalogue.Purpose.PostLoan ? PostLoanDays : OtherDays;
        return (Core.Identifiers.Uscc.TryParse(Uscc, out _) ? null : LendingErrors.Field("uscc", "uscc-invalid", "统一社会信用代码校验不通过，请核对。", "The unified social credit code does not check; correct it."))
            ?? PostRules.OneOf("purpose", Purpose, [.. Core.Catalogue.Purpose.WithScoring])
            ?? (Items.Count is >= 1 and <= MaxItems && Items.Distinct(StringComparer.Ordinal).Count() == Items.Count
                && !Items.Any(item => item.Length is 0 or > PostRules.MaxNameLength || item.Any(char.IsControl))
                ? null
                : LendingErrors.Field("items", "items-invalid", $"信息项须为 1 至 {MaxItems} 个且互不重复。", $"Name 1 to {MaxItems} different items."))
            ?? (LegLook || LegReturn || LegTraining ? null : LendingErrors.Field("leg_look", "leg-missing", "至少申请一项用途：查询、回传或建模。", "Ask for at least one leg: look, return or training."))
            ?? (Days >= 1 && Days <= longest ? null : LendingErrors.Field("days", "days-invalid", $"期限须为 1 至 {longest} 天。", $"Ask for 1 to {longest} days."))
            ?? (MaxUses is >= 1 and <= MaxUsesAllowed ? null : LendingErrors.Field("max_uses", "uses-invalid", $"次数须为 1 至 {MaxUsesAllowed}。", $"Ask for 1 to {MaxUsesAllowed} looks."))
            ?? PostRules.Text("operator", Operator, PostRules.MaxNameLength) ?? PostRules.Text("branch", Branch, PostRules.MaxBranchLength)
            ?? PostRules.Text("reference", Reference, PostRules.MaxBranchLength);
    }
}

/// <summary>A bank takes its question back (撤销申请).</summary>
/// <param name="RequestId">The request.</param>
public sealed record AuthorisationAskCancelled(Guid RequestId) : IPost
{
    /// <inheritdoc/>
    public string PostKind() => "authorisation-request-cancelled";

    /// <inheritdoc/>
    public Result Check() => Result.Ok;

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.AuthorisationAskCancelled);
}
