using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.BankApi.Lending;

/// <summary>Banks return lines and loans (授信、放款回传).</summary>
internal static class LendingEndpoints
{
    public static void MapLending(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/credit-lines", PostCreditLineAsync)
            .WithName("PostCreditLine").WithSummary("报送授信 / Post a credit line")
            .WithDescription("Needs a live return leg. The same Idempotency-Key with the same body gets the same answer.")
            .Accepts<CreditLineRequest>("application/json").DescribesPost();
        routes.MapPost("/v1/loans", PostLoanAsync)
            .WithName("PostLoan").WithSummary("报送放款 / Post a loan")
            .WithDescription("One note once, never above its line. The same Idempotency-Key with the same body gets the same answer.")
            .Accepts<LoanRequest>("application/json").DescribesPost();
    }

    private static Task<IResult> PostCreditLineAsync(
        StrictBody<CreditLineRequest> body, HttpContext context, CreditLinePosting posting, CancellationToken cancellationToken) =>
        PostAsync(body, context, request => request.Read(), posting.PostAsync, cancellationToken);

    private static Task<IResult> PostLoanAsync(
        StrictBody<LoanRequest> body, HttpContext context, LoanPosting posting, CancellationToken cancellationToken) =>
        PostAsync(body, context, request => request.Read(), posting.PostAsync, cancellationToken);

    private static async Task<IResult> PostAsync<TRequest, TFact>(
        StrictBody<TRequest> body, HttpContext context, Func<TRequest, Result<TFact>> read,
        Func<Poster, TFact, CancellationToken, Task<Result<PostAnswer>>> post, CancellationToken cancellationToken)
        where TRequest : class, IJsonRequest<TRequest>
    {
        var key = IdempotencyKey.Of(context);
        if (!key.IsOk)
        {
            return key.Error.ToProblem();
        }

        if (body.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        var fact = read(body.Value!);
        if (!fact.IsOk)
        {
            return fact.Error.ToProblem();
        }

        var bank = context.GetBank();
        var answer = await post(new Poster(bank.ClientId, bank.BankUscc, key.Value, body.Sha256), fact.Value, cancellationToken);
        return answer.ToHttp(posted => Results.Text(posted.Response, "application/json", statusCode: StatusCodes.Status201Created));
    }

    private static void DescribesPost(this RouteHandlerBuilder route) => route
        .Produces(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);
}
