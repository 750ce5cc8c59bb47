using System.Text.RegularExpressions;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Health;
using FinancingPlatform.Hosting.Problems;

namespace FinancingPlatform.BankApi.Sandbox;

/// <summary>
/// The sandbox (银行沙箱): the same program with <c>BankApi:Sandbox=true</c> over a database of invented data. Requests are really carried out; a case makes one answer
/// with a problem of its number. Elsewhere the header is refused, so that a test that went astray does nothing.
/// </summary>
internal static partial class SandboxSetup
{
    public const string Key = "BankApi:Sandbox";

    /// <summary>Says on every answer of a sandbox that its data is invented.</summary>
    public const string Mark = "Sandbox";

    public static bool IsSandbox(IConfiguration configuration) => configuration.GetValue(Key, defaultValue: false);

    public static IServiceCollection AddSandbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => SandboxCases.Load());
        services.AddSingleton<SandboxGuard>();
        return !IsSandbox(configuration) ? services
            : services.AddHostedService<SandboxStart>().AddSingleton(provider => new Readiness("sandbox", async cancel =>
                await provider.GetRequiredService<SandboxGuard>().IsInventedAsync(cancel) ? null : "the database holds data that is not invented"));
    }

    /// <summary>After authorisation: a case needs the same token and proof as the request that it stands for.</summary>
    public static void UseSandbox(this WebApplication app)
    {
        var isSandbox = IsSandbox(app.Configuration);
        app.Use((context, next) =>
        {
            if (isSandbox)
            {
                context.Response.Headers[Mark] = "invented-data";
            }

            return context.Request.Headers.ContainsKey(SandboxCases.Header) ? AnswerAsync(context, isSandbox) : next(context);
        });
    }

    private static async Task AnswerAsync(HttpContext context, bool isSandbox)
    {
        var number = context.Request.Headers[SandboxCases.Header].ToString();
        if (!isSandbox)
        {
            await context.WriteProblemAsync(SandboxProblems.NotASandbox);
        }
        else if (!await context.RequestServices.GetRequiredService<SandboxGuard>().IsInventedAsync(context.RequestAborted))
        {
            await context.WriteProblemAsync(CommonErrors.Unavailable);
        }
        else if (!WellFormed().IsMatch(number) || context.RequestServices.GetRequiredService<SandboxCases>().Find(number, context.GetEndpoint()) is not { } error)
        {
            await context.WriteProblemAsync(SandboxProblems.CaseUnknown);
        }
        else
        {
            SetHeaders(context, error);
            await (Problem.From(error, context) with { SandboxCase = number }).WriteAsync(context);
        }
    }

    /// <summary>What comes beside the body for the real cause.</summary>
    private static void SetHeaders(HttpContext context, Error error)
    {
        if (error.Kind != ErrorKind.Unauthenticated)
        {
            return;
        }

        context.Response.Headers.WWWAuthenticate = $"DPoP error=\"{error.Code.Replace('-', '_')}\", error_description=\"sandbox case\"";
        if (error.Code == Contract.TokenProblems.UseNonce.Code)
        {
            context.Response.Headers["DPoP-Nonce"] = "sandbox-nonce";
        }
    }

    [GeneratedRegex("^SBX-[0-9]{3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex WellFormed();
}

/// <summary>A sandbox over real data does not start.</summary>
internal sealed class SandboxStart(SandboxGuard guard) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!await guard.IsInventedAsync(cancellationToken))
        {
            throw new InvalidOperationException($"{SandboxSetup.Key} is true, and the database holds enterprises that are not invented: a sandbox needs a database of its own.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
