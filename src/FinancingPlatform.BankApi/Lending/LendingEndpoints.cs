using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.BankApi.Lending;

/// <summary>Banks return lines, loans and what becomes of them (授信、放款及贷后回传).</summary>
internal static class LendingEndpoints
{
    private const string Corrections =
        " Needs a live return leg. With correction it is a new version of what has that number; the earlier one is kept. The same Idempotency-Key with the same body gets the same answer.";

    public static void MapLending(this IEndpointRouteBuilder routes)
    {
        routes.MapPostOf<CreditLineRequest>("/v1/credit-lines", "PostCreditLine", "报送授信 / Post a credit line", "Grant is not disbursement.");
        routes.MapPostOf<LoanRequest>("/v1/loans", "PostLoan", "报送放款 / Post a loan", "One note once per legal entity, never above its line; a renewal is flagged and never new money.");
        routes.MapPostOf<RepaymentRequest>("/v1/repayments", "PostRepayment", "报送还款 / Post a repayment", "The balance after it must add up.");
        routes.MapPostOf<OverdueRequest>("/v1/overdues", "PostOverdue", "报送逾期 / Post overdue", "As of a day; zero days and zero principal say that it is over.");
        routes.MapPostOf<ClassificationRequest>("/v1/classifications", "PostClassification", "报送五级分类 / Post a five-class change", "The bank's own word; the platform infers none.");
        routes.MapPostOf<WriteOffRequest>("/v1/write-offs", "PostWriteOff", "报送核销 / Post a write-off", "The debt stands: what comes in later is a repayment.");
        routes.MapPostOf<ExtensionRequest>("/v1/extensions", "PostExtension", "报送展期 / Post an extension", "A later due date.");
    }

    private static void MapPostOf<T>(this IEndpointRouteBuilder routes, string path, string name, string summary, string description)
        where T : class, IPostRequest<T> =>
        routes.MapPost(path, PostAsync<T>)
            .WithName(name).WithSummary(summary).WithDescription(description + Corrections)
            .Accepts<T>("application/json").DescribesPost<PostedAnswer>();

    private static Task<IResult> PostAsync<T>(StrictBody<T> body, HttpContext context, BankPosting posting, CancellationToken cancellationToken)
        where T : class, IPostRequest<T> => PostEndpoint.PostAsync(body, context, request => request.Read(), posting, cancellationToken);
}

/// <summary>The answer to a post: what it became here, which version, and the message that tells the nodes.</summary>
/// <param name="Id">The line's, note's or event's id on the platform.</param>
/// <param name="Version">1, or more after corrections.</param>
/// <param name="MessageId">The message to the provincial node.</param>
/// <param name="LineNo">The line's number, where there is one.</param>
/// <param name="NoteNo">The note's number, where there is one.</param>
/// <param name="EventNo">The event's serial number, where there is one.</param>
/// <param name="Balance">What the note owes now, after an event.</param>
internal sealed record PostedAnswer(
    Guid Id, int Version, Guid MessageId, string? LineNo = null, string? NoteNo = null, string? EventNo = null, MoneyField? Balance = null);
