using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Looks;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Identity.ResourceServer;

namespace FinancingPlatform.BankApi.ReportPulls;

/// <summary>Banks pull credit reports (查询信用报告).</summary>
internal static class ReportPullEndpoints
{
    public static void MapReportPulls(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/report-pulls", PullAsync)
            .WithName("PullReport").WithSummary("查询信用报告 / Pull a credit report")
            .WithDescription("Needs a live authorisation for the bank, the items and the purpose, and uses up one of its looks. The public part, and of the rest the items that are named. Every call, also a refused one, stands on the enterprise's access list.")
            // The proof is spent in the gate's own transaction: see consent.open_look_once.
            .WithMetadata(new DeferDpopReplayAttribute(), new ForGrantsAttribute())
            .Accepts<ReportPullRequest>("application/json")
            .Produces<ReportPullAnswer>()
            .Refuses([.. LookRefusals.OfGate, FieldProblems.Uscc, FieldProblems.Field, BankApiErrors.BeyondGrant]);

    private static async Task<IResult> PullAsync(
        StrictBody<ReportPullRequest> body, HttpContext context, ReportPuller pulls, CancellationToken cancellationToken)
    {
        if ((body.Error ?? LookCommand.Fault(body.Value!)) is { } fault)
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
            context.Response.Headers.WWWAuthenticate = "DPoP error=\"invalid_dpop_proof\", error_description=\"the proof was used before\"";
        }

        return answer.ToHttp<ReportPullAnswer>(report => TypedResults.Json(report, ReportPullJson.Default.ReportPullAnswer));
    }
}
