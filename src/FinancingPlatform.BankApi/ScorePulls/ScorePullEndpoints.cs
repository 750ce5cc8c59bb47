using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Looks;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Identity.ResourceServer;

namespace FinancingPlatform.BankApi.ScorePulls;

/// <summary>Banks pull scores (查询评分).</summary>
internal static class ScorePullEndpoints
{
    public static void MapScorePulls(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/score-pulls", PullAsync)
            .WithName("PullScore").WithSummary("查询评分 / Pull a score")
            .WithDescription("Needs a live authorisation for the bank, the items and the purpose, and uses up one of its looks; where there is no score yet it uses up none. Every call, also a refused one, stands on the enterprise's access list.")
            // The proof is spent in the gate's own transaction: see consent.open_look_once.
            .WithMetadata(new DeferDpopReplayAttribute(), new ForGrantsAttribute())
            .Accepts<ScorePullRequest>("application/json")
            .Produces<ScorePullAnswer>()
            .Refuses([.. LookRefusals.All, FieldProblems.Uscc, FieldProblems.Field, BankApiErrors.BeyondGrant]);

    private static async Task<IResult> PullAsync(
        StrictBody<ScorePullRequest> body, HttpContext context, ScorePuller pulls, CancellationToken cancellationToken)
    {
        if ((body.Error ?? body.Value!.FirstFault()) is { } fault)
        {
            return fault.ToProblem();
        }

        if (context.GetBank().Grant is { } grant && !grant.Covers(body.Value!.Uscc, body.Value.Purpose, body.Value.ItemsOrDefault()))
        {
            return BankApiErrors.BeyondGrant.ToProblem();
        }

        var answer = await pulls.PullAsync(context.GetBank(), body.Value!, cancellationToken);
        if (!answer.IsOk && answer.Error == BankApiErrors.ReplayedProof)
        {
            return ReplayedProofs.Refuse(context);
        }

        return answer.ToHttp<ScorePullAnswer>(score => TypedResults.Json(score, BankApiJson.Default.ScorePullAnswer));
    }
}
