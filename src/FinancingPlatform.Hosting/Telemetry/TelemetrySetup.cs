using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace FinancingPlatform.Hosting.Telemetry;

/// <summary>Traces, metrics and logs (可观测性) by OpenTelemetry; sent by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
internal static class TelemetrySetup
{
    /// <summary>Name under which every part makes its own sources and meters.</summary>
    public const string OwnSources = "FinancingPlatform.*";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // What the framework and the driver publish by themselves; no instrumentation packages needed.
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", OwnSources];
    private static readonly string[] Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", OwnSources];

    public static void Add(WebApplicationBuilder builder, string host)
    {
        var exports = !string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]);
        if (!exports)
        {
            // Without a collector nothing listens: sources stay unsampled and cost nothing.
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService($"financing-platform-{host}"))
            .WithTracing(t => t.AddSource(Sources))
            .WithMetrics(m => m.AddMeter(Meters))
            .WithLogging(null, o => o.IncludeScopes = true)
            .UseOtlpExporter();
    }
}
