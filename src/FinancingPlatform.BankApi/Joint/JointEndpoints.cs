using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Looks;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Lending.Joint;
using FinancingPlatform.Lending.Once;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.BankApi.Joint;

/// <summary>Joint models of banks (联合建模).</summary>
internal static class JointEndpoints
{
    public static void MapJointModels(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/joint-models", SubmitAsync)
            .WithName("SubmitJointModel").WithSummary("提交联合模型 / Hand in a joint model")
            .WithDescription("XGBoost or scorecard JSON with its schema, kept under your key alone. Two operators activate it. The same Idempotency-Key with the same body gets the same answer.")
            .WithMetadata(new RequestSizeLimitAttribute(JointModelRequest.MaxBytes))
            .Accepts<JointModelRequest>("application/json").Produces<JointModelSubmitted>(StatusCodes.Status201Created).IsIdempotent()
            .Refuses([.. JointSubmission.Refusals, FieldProblems.Field, FieldProblems.Value, 
                FieldProblems.ModelMalformed, FieldProblems.ModelNotSupported, FieldProblems.ModelNotMonotone, FieldProblems.SchemaUnusable]);
        routes.MapGet("/v1/joint-models", ListAsync)
            .WithName("ListJointModels").WithSummary("联合模型列表 / Your joint models").WithDescription("Newest first, with how often each was called.").Produces<JointModelList>();
        routes.MapPost("/v1/joint-models/{id:guid}/scores", ScoreAsync)
            .WithName("CallJointModel").WithSummary("调用联合模型 / Call a joint model")
            .WithDescription("Needs a live authorisation for the items that the model reads. Your own features are kept as a digest only. A call that brings no result uses up no look. Every call stands on the enterprise's access list.")
            // The proof is spent in the gate's own transaction: see consent.open_look_once.
            .WithMetadata(new DeferDpopReplayAttribute())
            .Accepts<JointScoreRequest>("application/json").Produces<JointScoreAnswer>()
            .Refuses([.. JointDesk.Refusals, .. LookRefusals.OfGate, FieldProblems.Uscc, FieldProblems.Field]);
        routes.MapGet("/v1/joint-models/{id:guid}/back-test", BackTestAsync)
            .WithName("BackTestJointModel").WithSummary("联合模型回溯检验 / Back-test of a joint model")
            .WithDescription("On your own funded loans with an outcome; figures only above the smallest group.").Produces<JointBackTestAnswer>();
    }

    private static async Task<IResult> SubmitAsync(StrictBody<JointModelRequest> body, HttpContext context, JointSubmission submission, CancellationToken cancellationToken)
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

        var bank = context.GetBank();
        var model = body.Value!.Read(bank.BankUscc);
        if (!model.IsOk)
        {
            return model.Error.ToProblem();
        }

        var answer = await submission.SubmitAsync(new Caller(bank.ClientId, bank.BankUscc, key.Value, body.Sha256), model.Value, cancellationToken);
        return answer.ToHttp(response => Results.Text(response, "application/json", statusCode: StatusCodes.Status201Created));
    }

    private static async Task<IResult> ListAsync(HttpContext context, JointDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Json(await desk.ListAsync(context.GetBank().BankUscc, cancellationToken), BankApiJson.Default.JointModelList);

    private static async Task<IResult> ScoreAsync(Guid id, StrictBody<JointScoreRequest> body, HttpContext context, JointDesk desk, CancellationToken cancellationToken)
    {
        if ((body.Error ?? body.Value!.FirstFault()) is { } fault)
        {
            return fault.ToProblem();
        }

        var answer = await desk.ScoreAsync(context.GetBank(), id, body.Value!, cancellationToken);
        if (!answer.IsOk && answer.Error == BankApiErrors.ReplayedProof)
        {
            context.Response.Headers.WWWAuthenticate = "DPoP error=\"invalid_dpop_proof\", error_description=\"the proof was used before\"";
        }

        return answer.ToHttp<JointScoreAnswer>(score => TypedResults.Json(score, BankApiJson.Default.JointScoreAnswer));
    }

    private static async Task<IResult> BackTestAsync(Guid id, HttpContext context, JointDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Json(await desk.BackTestAsync(context.GetBank().BankUscc, id, cancellationToken), BankApiJson.Default.JointBackTestAnswer);
}
