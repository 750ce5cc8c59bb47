using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Limits;
using FinancingPlatform.Lending.Once;

namespace FinancingPlatform.BankApi.Models;

/// <summary>What banks say about models and limits (模型与额度).</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/limit-policies", PostLimitPolicyAsync)
            .WithName("SetLimitPolicy").WithSummary("设定额度政策 / Set a limit policy")
            .WithDescription("How indicative limits of your bank are computed from today or a later day on. The same Idempotency-Key with the same body gets the same answer.")
            .Accepts<LimitPolicyRequest>("application/json").DescribesOnce();
    }

    private static Task<IResult> PostLimitPolicyAsync(
        StrictBody<LimitPolicyRequest> body, HttpContext context, LimitPolicyPosting posting, CancellationToken cancellationToken) =>
        OnceAsync(body, context, request => request.Read(), posting.PostAsync, cancellationToken);

    private static async Task<IResult> OnceAsync<TRequest, TFact>(
        StrictBody<TRequest> body, HttpContext context, Func<TRequest, Result<TFact>> read, Func<Caller, TFact, CancellationToken, Task<Result<string>>> post,
        CancellationToken cancellationToken)
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
        var answer = await post(new Caller(bank.ClientId, bank.BankUscc, key.Value, body.Sha256), fact.Value, cancellationToken);
        return answer.ToHttp(response => Results.Text(response, "application/json", statusCode: StatusCodes.Status201Created));
    }

    private static void DescribesOnce(this RouteHandlerBuilder route) => route
        .Produces(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);
}
