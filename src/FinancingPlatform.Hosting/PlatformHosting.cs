using FinancingPlatform.Hosting.Correlation;
using FinancingPlatform.Hosting.Demonstration;
using FinancingPlatform.Hosting.Headers;
using FinancingPlatform.Hosting.Health;
using FinancingPlatform.Hosting.Limits;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinancingPlatform.Hosting;

/// <summary>What every host shares (主机公共设施): problems, correlation, telemetry, health, headers, limits, graceful stop.</summary>
public static class PlatformHosting
{
    /// <summary>Adds the services. Call first, with the host's name: portal, bank-api, province, nation, worker or phone.</summary>
    public static WebApplicationBuilder AddPlatformHosting(this WebApplicationBuilder builder, string host, Action<PlatformHostingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        LoopbackOnly.Enforce(builder.Configuration);
        var options = new PlatformHostingOptions();
        configure?.Invoke(options);

        LogSetup.Add(builder);
        TelemetrySetup.Add(builder, host);
        builder.WebHost.ConfigureKestrel(kestrel => HostLimits.Apply(kestrel, options.BodyBytes));
        builder.Services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = HostLimits.FormFields;
            form.MultipartBodyLengthLimit = options.BodyBytes;
        });
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = HostLimits.Stop);
        builder.Services.Configure<RouteHandlerOptions>(r => r.ThrowOnBadRequest = true);
        builder.Services.AddRequestTimeouts(t => t.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = HostLimits.Request,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new HostIdentity(host, options));
        if (LoopbackOnly.IsDemonstration(builder.Configuration))
        {
            builder.Services.PostConfigure<HostFilteringOptions>(f => f.AllowedHosts = [.. LoopbackOnly.Names]);
        }

        if (ParentWatch.IsWanted(builder.Configuration))
        {
            builder.Services.AddHostedService<ParentWatch>();
        }

        foreach (var name in options.Databases)
        {
            if (builder.Configuration.GetConnectionString(name) is { Length: > 0 } connection)
            {
                builder.Services.AddSingleton(DatabaseReadiness.For($"database {name}", connection));
            }
        }

        return builder;
    }

    /// <summary>Adds the middleware and the health endpoints. Call first, before the host's own middleware and endpoints.</summary>
    public static WebApplication UsePlatformHosting(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var host = app.Services.GetRequiredService<HostIdentity>();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger($"FinancingPlatform.{host.Name}");

        app.Use(SecurityHeaders.InvokeAsync);
        app.Use((context, next) => CorrelationIds.InvokeAsync(context, next, log));
        app.Use((context, next) => RequestLog.InvokeAsync(context, next, log));
        UseProblems(app, host.Options.ErrorPage);
        app.UseRouting();
        app.UseRequestTimeouts();
        HealthEndpoints.Map(app, host.Name);
        return app;
    }

    private static void UseProblems(WebApplication app, string? errorPage)
    {
        // A script or an API client gets a problem; a person's browser gets the host's own page, when it has one.
        if (errorPage is not null)
        {
            app.UseWhen(ProblemMiddleware.WantsPage, pages =>
            {
                pages.UseExceptionHandler(errorPage);
                pages.UseStatusCodePagesWithReExecute(errorPage, "?status={0}");
            });
        }

        app.UseWhen(context => errorPage is null || !ProblemMiddleware.WantsPage(context), api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = ProblemMiddleware.WriteExceptionAsync,
                // A client's malformed request is not the server's failure.
                StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode
                    : ProblemMiddleware.IsPassing(e) ? StatusCodes.Status503ServiceUnavailable
                    : StatusCodes.Status500InternalServerError,
                SuppressDiagnosticsCallback = c => c.Exception is BadHttpRequestException,
            });
            api.UseStatusCodePages(c => ProblemMiddleware.WriteStatusAsync(c.HttpContext, c.HttpContext.Response.StatusCode));
        });
    }
}
