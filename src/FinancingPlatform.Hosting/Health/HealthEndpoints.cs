using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace FinancingPlatform.Hosting.Health;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: what it needs is there. Neither tells a stranger more than names.</summary>
internal static class HealthEndpoints
{
    /// <summary>Time for all checks together.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes, string host)
    {
        routes.MapGet("/healthz", () => Results.Json(new { status = "live", host })).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/readyz", (IEnumerable<Readiness> checks, CancellationToken cancel) => ReadyAsync(host, checks, cancel)).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(string host, IEnumerable<Readiness> checks, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Within);
        var waiting = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var check in checks)
        {
            if (await RunAsync(check, limit.Token).ConfigureAwait(false) is { } why)
            {
                waiting[check.Name] = why;
            }
        }

        return waiting.Count == 0
            ? Results.Json(new { status = "ready", host })
            : Results.Json(new { status = "waiting", host, waiting }, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string?> RunAsync(Readiness check, CancellationToken cancel)
    {
        try
        {
            return await check.CheckAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return "no answer in time";
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or HttpRequestException or TimeoutException or IOException)
        {
            return "not reachable";
        }
    }
}
