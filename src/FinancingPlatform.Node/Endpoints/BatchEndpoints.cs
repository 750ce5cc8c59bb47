using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Hosting.Problems;

namespace FinancingPlatform.Node.Endpoints;

/// <summary>POST /v1/batches (批次接收): the seal is the caller's proof of who it is; there is no other credential to steal.</summary>
internal static class BatchEndpoints
{
    public static void MapBatches(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/batches", async (BatchRequest batch, BatchIntake intake, CancellationToken cancellationToken) =>
            (await intake.TakeAsync(batch, cancellationToken)).ToHttp(receipt => Results.Json(receipt, NodeJson.Options)));
}
