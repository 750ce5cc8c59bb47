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

    /// <summary>
    /// A caller's id goes into logs and headers, so only harmless characters and a bounded length are taken, and nobody's telephone or personal number
    /// (GB 11643), nor a token.
    /// </summary>
    internal static string Choose(string offered, Activity? activity, string fallback) =>
        WellFormed().IsMatch(offered) && !Personal().IsMatch(offered) ? offered
        : activity is { IdFormat: ActivityIdFormat.W3C } ? activity.TraceId.ToHexString()
        : fallback;

    [GeneratedRegex("^[A-Za-z0-9._-]{8,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex WellFormed();

    [GeneratedRegex("(?<![0-9])(?:1[3-9][0-9]{9}|[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx])(?![0-9])|eyJ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Personal();
}
