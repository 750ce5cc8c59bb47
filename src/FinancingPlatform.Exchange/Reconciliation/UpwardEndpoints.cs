using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RestEase;

namespace FinancingPlatform.Exchange.Reconciliation;

/// <summary>How a program that sends upwards compares itself with the node above (对账接口); the city's worker and the province map it alike.</summary>
public static class UpwardEndpoints
{
    /// <summary>Maps <c>GET /v1/reconciliation/upwards?days=</c>; 503 while the node above does not answer; an empty, clean report at the top.</summary>
    public static void MapUpward(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/reconciliation/upwards", async (int? days, IServiceProvider services, CancellationToken cancellationToken) =>
        {
            if (services.GetService<Reconciler>() is not { } reconciler)
            {
                return Results.Json(new ReconciliationReport(true, []), NodeJson.Options);
            }

            try
            {
                return Results.Json(await reconciler.CompareAsync(days ?? ExchangeLimits.ReconciliationDaysByDefault, cancellationToken), NodeJson.Options);
            }
            catch (Exception e) when (e is ApiException || UpwardFaults.IsUnreachable(e))
            {
                return Results.Problem(
                    type: "https://financing-platform.example/problems/upstream-unavailable", statusCode: StatusCodes.Status503ServiceUnavailable,
                    title: "The node above does not answer; start it or wait, then reconcile again.",
                    extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "upstream-unavailable", ["title_zh"] = "上级节点无应答；请启动或等待后重新对账。" });
            }
        });
}
