using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinancingPlatform.Hosting.Correlation;

/// <summary>
/// One id (关联编号) that follows a request through hosts, logs and answers: the caller's <c>X-Correlation-Id</c> when well-formed,
/// otherwise the trace id (W3C Trace Context; ASP.NET Core takes it from a well-formed <c>traceparent</c>).
/// </summary>
public static partial class CorrelationIds
{
    /// <summary>Header in requests and answers.</summary>
    public const string Header = "X-Correlation-Id";

    internal const string ScopeName = "correlation_id";

    /// <summary>The correlation id of a request.</summary>
    public static string GetCorrelationId(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.TraceIdentifier;
    }

    internal static async Task InvokeAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        var id = Choose(context.Request.Headers[Header].ToString(), Activity.Current, context.TraceIdentifier);
        context.TraceIdentifier = id;
        context.Response.Headers[Header] = id;
        Activity.Current?.SetTag(ScopeName, id);
        using (log.BeginScope("correlation_id:{correlation_id}", id))
        {
            await next(context).ConfigureAwait(false);
        }
    }

    /// <summary>A caller's id goes into logs and headers, so only harmless characters and a bounded length are taken.</summary>
    internal static string Choose(string offered, Activity? activity, string fallback) =>
        WellFormed().IsMatch(offered) ? offered
        : activity is { IdFormat: ActivityIdFormat.W3C } ? activity.TraceId.ToHexString()
        : fallback;

    [GeneratedRegex("^[A-Za-z0-9._-]{8,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex WellFormed();
}
