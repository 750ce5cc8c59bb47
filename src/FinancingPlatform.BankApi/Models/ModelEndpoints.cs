using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Limits;
using FinancingPlatform.Lending.Models;
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
            .Accepts<LimitPolicyRequest>("application/json").DescribesOnce<LimitPolicyAnswer>()
            .Refuses([.. LimitPolicyPosting.Refusals, FieldProblems.Policy, FieldProblems.Field]);
        routes.MapPost("/v1/score-overrides", PostOverrideAsync)
            .WithName("PostScoreOverride").WithSummary("报送人工调整 / Post an override")
            .WithDescription("Your bank decided otherwise than the score suggests; once per look. It changes no score. The same Idempotency-Key with the same body gets the same answer.")
            .Accepts<OverrideRequest>("application/json").DescribesOnce<OverrideAnswer>()
            .Refuses([.. ModelPosts.OverrideRefusals, FieldProblems.Value]);
        routes.MapGet("/v1/packs", ListPacksAsync)
            .WithName("ListPacks").WithSummary("模型版本 / Versions of the scores")
            .WithDescription("The champion, challengers beside it, and the version that your bank keeps to.")
            .Produces<PackList>();
        routes.MapPost("/v1/pack-pins", PostPinAsync)
            .WithName("PinPack").WithSummary("选定模型版本 / Accept a version")
            .WithDescription("Your bank's pulls are answered by this version until it accepts another: a new champion reaches no bank by itself.")
            .Accepts<PackPinRequest>("application/json").DescribesOnce<PackPinAnswer>()
            .Refuses([.. ModelPosts.PinRefusals, FieldProblems.Value]);
    }

    private static Task<IResult> PostOverrideAsync(StrictBody<OverrideRequest> body, HttpContext context, ModelPosts posts, CancellationToken cancellationToken) =>
        OnceAsync(body, context, request => request.Read(), posts.OverrideAsync, cancellationToken);

    private static Task<IResult> PostPinAsync(StrictBody<PackPinRequest> body, HttpContext context, ModelPosts posts, CancellationToken cancellationToken) =>
        OnceAsync<PackPinRequest, string>(body, context, request => request.PackSha256, posts.PinAsync, cancellationToken);

    private static async Task<IResult> ListPacksAsync(HttpContext context, PackOffers offers, CancellationToken cancellationToken) =>
        TypedResults.Json(await offers.ListAsync(context.GetBank().BankUscc, cancellationToken), BankApiJson.Default.PackList);

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

    private static RouteHandlerBuilder DescribesOnce<TAnswer>(this RouteHandlerBuilder route) => route
        .IsIdempotent().Produces<TAnswer>(StatusCodes.Status201Created);
}
