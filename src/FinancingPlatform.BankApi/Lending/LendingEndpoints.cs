using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.BankApi.Lending;

/// <summary>Banks return lines, loans and what becomes of them (授信、放款及贷后回传).</summary>
internal static class LendingEndpoints
{
    private const string Corrections =
        " Needs a live return leg. With correction it is a new version of what has that number; the earlier one is kept. The same Idempotency-Key with the same body gets the same answer.";

    /// <summary>What any event of a note may be refused with.</summary>
    private static readonly Error[] s_event =
    [
        LendingErrors.Of("note-unknown"), LendingErrors.Of("no-return-authorisation"), LendingErrors.Of("event-unknown"), LendingErrors.Of("event-already-posted"),
        LendingErrors.Of("dates-out-of-order"), LendingErrors.Of("line-exceeded"), LendingErrors.Of("note-full"), FieldProblems.Number, FieldProblems.Reason,
    ];

    private static readonly Error[] s_line =
    [
        LendingErrors.Of("enterprise-unknown"), LendingErrors.Of("no-return-authorisation"), LendingErrors.Of("not-backfill"), LendingErrors.Of("dates-out-of-order"),
        LendingErrors.Of("line-unknown"), LendingErrors.Of("line-exceeded"), LendingErrors.Of("line-already-posted"), FieldProblems.Uscc, FieldProblems.Number,
        FieldProblems.Amount, FieldProblems.Rate, FieldProblems.Value, FieldProblems.Reason, FieldProblems.Field,
    ];

    private static readonly Error[] s_loan =
    [
        LendingErrors.Of("line-unknown"), LendingErrors.Of("no-return-authorisation"), LendingErrors.Of("note-unknown"), LendingErrors.Of("note-already-posted"),
        LendingErrors.Of("dates-out-of-order"), LendingErrors.Of("not-backfill"), LendingErrors.Of("renewed-note-unknown"), LendingErrors.Of("renewal-fixed"),
        LendingErrors.Of("renewal-exceeds-balance"), LendingErrors.Of("renewed-note-open"), LendingErrors.Of("balance-exceeded"), LendingErrors.Of("line-exceeded"),
        LendingErrors.Of("note-full"), FieldProblems.Number, FieldProblems.Amount, FieldProblems.Rate, FieldProblems.Value, FieldProblems.Reason, FieldProblems.RenewalNotFirst, FieldProblems.Backfill,
        FieldProblems.Field,
    ];

    public static void MapLending(this IEndpointRouteBuilder routes)
    {
        routes.MapPostOf<CreditLineRequest>("/v1/credit-lines", "PostCreditLine", "报送授信 / Post a credit line", "Grant is not disbursement.", s_line);
        routes.MapPostOf<LoanRequest>("/v1/loans", "PostLoan", "报送放款 / Post a loan", "One note once per legal entity, never above its line; a renewal is flagged and never new money.", s_loan);
        routes.MapPostOf<RepaymentRequest>("/v1/repayments", "PostRepayment", "报送还款 / Post a repayment", "The balance after it must add up.", [.. s_event, LendingErrors.Of("balance-exceeded"), LendingErrors.Of("balance-mismatch"), FieldProblems.Amount, FieldProblems.Value, FieldProblems.Field]);
        routes.MapPostOf<OverdueRequest>("/v1/overdues", "PostOverdue", "报送逾期 / Post overdue", "As of a day; zero days and zero principal say that it is over.", [.. s_event, LendingErrors.Of("balance-exceeded"), FieldProblems.Amount, FieldProblems.Overdue, FieldProblems.Field]);
        routes.MapPostOf<ClassificationRequest>("/v1/classifications", "PostClassification", "报送五级分类 / Post a five-class change", "The bank's own word; the platform infers none.", [.. s_event, FieldProblems.Value]);
        routes.MapPostOf<WriteOffRequest>("/v1/write-offs", "PostWriteOff", "报送核销 / Post a write-off", "The debt stands: what comes in later is a repayment.", [.. s_event, LendingErrors.Of("balance-exceeded"), FieldProblems.Amount, FieldProblems.Field]);
        routes.MapPostOf<ExtensionRequest>("/v1/extensions", "PostExtension", "报送展期 / Post an extension", "A later due date.", s_event);
    }

    private static void MapPostOf<T>(this IEndpointRouteBuilder routes, string path, string name, string summary, string description, IEnumerable<Error> refusals)
        where T : class, IPostRequest<T> =>
        routes.MapPost(path, PostAsync<T>)
            .WithName(name).WithSummary(summary).WithDescription(description + Corrections)
            .Accepts<T>("application/json").DescribesPost<PostedAnswer>().Refuses(refusals);

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
