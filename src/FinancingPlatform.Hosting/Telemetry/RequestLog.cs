using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace FinancingPlatform.Hosting.Telemetry;

/// <summary>One line for each request: method, route as declared (never the values in it), status, time.</summary>
internal static partial class RequestLog
{
    private const string NoRoute = "(no route)";

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? NoRoute;
            if (route is not ("/healthz" or "/readyz"))
            {
                Answered(log, context.Request.Method, route, context.Response.StatusCode, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            if (Activity.Current is { } activity)
            {
                activity.DisplayName = $"{context.Request.Method} {route}";
                activity.SetTag("http.route", route);
                activity.SetTag("http.response.status_code", context.Response.StatusCode);
            }
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Method} {Route} {Status} in {Milliseconds} ms")]
    private static partial void Answered(ILogger log, string method, string route, int status, long milliseconds);
}
