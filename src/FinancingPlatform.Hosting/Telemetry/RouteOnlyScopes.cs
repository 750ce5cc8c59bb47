using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FinancingPlatform.Hosting.Telemetry;

/// <summary>
/// Log scopes without the request's path (日志范围去路径): ASP.NET Core puts it on every line, and a path can hold a code, a note's or a person's number.
/// The request's own line names the route instead. Trace and span stand on each line as before.
/// </summary>
internal sealed class RouteOnlyScopes : IExternalScopeProvider
{
    private const string PathKey = "RequestPath";
    private readonly LoggerExternalScopeProvider _inner = new();

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
    {
        if (Activity.Current is { } activity)
        {
            callback(new KeyValuePair<string, object?>[] { new("TraceId", activity.TraceId.ToHexString()), new("SpanId", activity.SpanId.ToHexString()) }, state);
        }

        _inner.ForEachScope(callback, state);
    }

    public IDisposable Push(object? state) =>
        state is IEnumerable<KeyValuePair<string, object>> pairs && pairs.Any(pair => pair.Key == PathKey) ? Nothing.Instance : _inner.Push(state);

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
            // Nothing was pushed.
        }
    }
}
