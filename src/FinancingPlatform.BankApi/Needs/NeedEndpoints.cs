using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Lending;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Needs;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.BankApi.Needs;

/// <summary>Financing needs (融资需求): the pool, a bank's own, claim, release, decision.</summary>
internal static class NeedEndpoints
{
    private const int LongestPrefix = 12;
    private static readonly string s_page = SqlResource.Read(typeof(NeedEndpoints).Assembly, "Sql/NeedsPage.sql");

    public static void MapNeeds(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/needs", ListAsync).WithName("ListNeeds").WithSummary("融资需求 / Financing needs").DescribesPage<NeedEntry>().Refuses(FieldProblems.Field)
            .WithDescription(
                "Open needs, newest first; mine=true lists those that this bank holds or decided. division and industry are code prefixes; amount_from and amount_to are yuan. "
                + "uscc and name are shown to banks that the firm picked or accepted.");
        routes.MapPost("/v1/needs/{id:guid}/claim", ClaimAsync).WithName("ClaimNeed").WithSummary("认领需求 / Claim a need")
            .WithDescription("At most three banks hold a need at a time. The day to decide by is the need's own and does not start anew.")
            .Accepts<NeedClaimRequest>("application/json").DescribesPost<NeedStepAnswer>()
            .Refuses([.. Steps("need-unknown", "need-withdrawn", "need-already-claimed", "need-closed", "need-taken"), FieldProblems.Text]);
        routes.MapPost("/v1/needs/{id:guid}/release", ReleaseAsync).WithName("ReleaseNeed").WithSummary("退回需求 / Give a need back")
            .WithDescription("The need's clock runs on; another bank may claim it.")
            .Accepts<NeedReleaseRequest>("application/json").DescribesPost<NeedStepAnswer>()
            .Refuses(Steps("need-unknown", "need-withdrawn", "need-not-claimed", "need-decided"));
        routes.MapPost("/v1/needs/{id:guid}/decision", DecideAsync).WithName("DecideNeed").WithSummary("需求审批结果 / Decide a need")
            .WithDescription("approved with amount, rate and term; refused with a code of GET /v1/refusal-codes. An internal note has no field here and never leaves the bank.")
            .Accepts<NeedDecisionRequest>("application/json").DescribesPost<NeedStepAnswer>()
            .Refuses([
                .. Steps("need-unknown", "need-withdrawn", "need-not-claimed", "need-decided"), FieldProblems.Value, FieldProblems.RefusalCode, FieldProblems.DecisionContradicts,
                FieldProblems.Amount, FieldProblems.Rate, FieldProblems.Months, FieldProblems.Field]);
        routes.MapGet("/v1/refusal-codes", () => TypedResults.Json(RefusalCodes.All, BankApiJson.Default.IReadOnlyListRefusalCode))
            .WithName("ListRefusalCodes").WithSummary("拒绝原因代码 / Refusal codes and what the firm is told")
            .WithDescription("Every code, its meaning for the officer, and the advice that the firm reads.").Produces<IReadOnlyList<RefusalCode>>();
    }

    private static IEnumerable<Error> Steps(params string[] codes) => codes.Select(LendingErrors.Of);

    private static async Task<IResult> ListAsync(
        bool? mine, string? division, string? industry, string? amount_from, string? amount_to, string? after, HttpContext context, JsonPages pages, CancellationToken cancellationToken)
    {
        var (from, to) = (Yuan("amount_from", amount_from), Yuan("amount_to", amount_to));
        if ((Prefix("division", division) ?? Prefix("industry", industry) ?? from.Error ?? to.Error) is { } fault)
        {
            return fault.ToProblem();
        }

        return await pages.PageAsync(
            s_page, after,
            [
                JsonPages.Value(context.GetBank().BankUscc), JsonPages.Value(mine ?? false), JsonPages.Value(division), JsonPages.Value(industry),
                JsonPages.Value(from.Value), JsonPages.Value(to.Value),
            ],
            cancellationToken);
    }

    private static Task<IResult> ClaimAsync(Guid id, StrictBody<NeedClaimRequest> body, HttpContext context, BankPosting posting, CancellationToken cancellationToken) =>
        PostEndpoint.PostAsync(body, context, request => new NeedClaim(id, request.Operator, request.Branch), posting, cancellationToken);

    private static Task<IResult> ReleaseAsync(Guid id, StrictBody<NeedReleaseRequest> body, HttpContext context, BankPosting posting, CancellationToken cancellationToken) =>
        PostEndpoint.PostAsync(body, context, _ => new NeedRelease(id), posting, cancellationToken);

    private static Task<IResult> DecideAsync(Guid id, StrictBody<NeedDecisionRequest> body, HttpContext context, BankPosting posting, CancellationToken cancellationToken) =>
        PostEndpoint.PostAsync(body, context, request => request.Read(id), posting, cancellationToken);

    private static (decimal? Value, Error? Error) Yuan(string field, string? text) =>
        text is null ? (null, null)
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) ? (yuan, null)
        : (null, BankApiErrors.Field(field, "金额须为以元计的十进制数。", "An amount is a decimal number in yuan."));

    /// <summary>A code's first characters: letters and digits, so that nothing in it is a pattern.</summary>
    internal static Error? Prefix(string field, string? text) =>
        text is null || (text.Length is >= 1 and <= LongestPrefix && text.All(char.IsAsciiLetterOrDigit))
            ? null
            : BankApiErrors.Field(field, $"{field} 须为 1 至 {LongestPrefix} 位字母或数字。", $"{field} must have 1 to {LongestPrefix} letters or digits.");
}

/// <summary>Who at the bank takes the need.</summary>
internal sealed record NeedClaimRequest(string Operator, string Branch) : IJsonRequest<NeedClaimRequest>
{
    public static JsonTypeInfo<NeedClaimRequest> JsonType => BankApiJson.Default.NeedClaimRequest;
}

/// <summary>Nothing but the wish to give it back.</summary>
internal sealed record NeedReleaseRequest : IJsonRequest<NeedReleaseRequest>
{
    public static JsonTypeInfo<NeedReleaseRequest> JsonType => BankApiJson.Default.NeedReleaseRequest;
}

/// <summary>A bank's decision.</summary>
internal sealed record NeedDecisionRequest(
    string Decision, MoneyField? Amount = null, string? AnnualRatePercent = null, int? Months = null, string? RefusalCode = null) : IJsonRequest<NeedDecisionRequest>
{
    public static JsonTypeInfo<NeedDecisionRequest> JsonType => BankApiJson.Default.NeedDecisionRequest;

    public Result<IPost> Read(Guid need) =>
        PostFields.Optional(Amount, "amount").Then(amount => PostFields.OptionalPercent(AnnualRatePercent).Map<IPost>(
            rate => new NeedDecision(need, Decision, amount.Value, rate.Value, Months, RefusalCode)));
}

/// <summary>A need as a bank sees it.</summary>
internal sealed record NeedEntry(
    Guid Id, string NeedNo, MoneyField Amount, int Months, string Purpose, string LoanType, string Source, bool Picked, DateTime PostedAt, DateOnly DecideBy,
    string? Industry, string? Division, string Size, string? PublicGrade, string State, int Claims, string? Uscc, string? EnterpriseName);

/// <summary>What came of a step.</summary>
/// <param name="Id">The claim.</param>
/// <param name="NeedId">The need.</param>
/// <param name="DecideBy">The need's own day.</param>
/// <param name="Late">The decision came after it.</param>
internal sealed record NeedStepAnswer(Guid Id, Guid NeedId, DateOnly DecideBy, bool Late);
