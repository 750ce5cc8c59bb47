using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Looks;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.Dpop;

namespace FinancingPlatform.BankApi.ReportPulls;

/// <summary>Banks pull credit reports (查询信用报告).</summary>
internal static class ReportPullEndpoints
{
    public static void MapReportPulls(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/report-pulls", PullAsync)
            .WithName("PullReport").WithSummary("查询信用报告 / Pull a credit report")
            .WithDescription("Needs a live authorisation for the bank, the items and the purpose, and uses up one of its looks. The public part, and of the rest the items that are named. Every call, also a refused one, stands on the enterprise's access list.")
            // The proof is spent in the gate's own transaction: see consent.open_look_once.
            .WithMetadata(new DeferDpopReplayAttribute())
            .Accepts<ReportPullRequest>("application/json")
            .Produces<ReportPullAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> PullAsync(
        StrictBody<ReportPullRequest> body, HttpContext context, ReportPuller pulls, CancellationToken cancellationToken)
    {
        if ((body.Error ?? LookCommand.Fault(body.Value!)) is { } fault)
        {
            return fault.ToProblem();
        }

        var answer = await pulls.PullAsync(context.GetBank(), body.Value!, cancellationToken);
        if (!answer.IsOk && answer.Error == BankApiErrors.ReplayedProof)
        {
            context.Response.Headers.WWWAuthenticate = "DPoP error=\"invalid_dpop_proof\", error_description=\"the proof was used before\"";
        }

        return answer.ToHttp<ReportPullAnswer>(report => TypedResults.Json(report, ReportPullJson.Default.ReportPullAnswer));
    }
}
