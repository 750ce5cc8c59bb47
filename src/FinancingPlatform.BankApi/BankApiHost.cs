using System.Threading.RateLimiting;
using FinancingPlatform.BankApi.Authorisations;
using FinancingPlatform.BankApi.Deliveries;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Lending;
using FinancingPlatform.BankApi.ScorePulls;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting;
using FinancingPlatform.Hosting.Health;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Hosting.Tls;
using FinancingPlatform.Identity.ResourceServer;
using FinancingPlatform.Lending.Posts;
using Microsoft.AspNetCore.Authorization;
using Npgsql;

namespace FinancingPlatform.BankApi;

/// <summary>The bank-facing API as a program (银行接口主机). Tests and benches build the same host on a free port.</summary>
internal static class BankApiHost
{
    public const string Name = "bank-api";

    /// <summary>Average requests per second and client that are let in.</summary>
    public const string RateKey = "BankApi:RequestsPerSecond";

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(BankApiHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        configure?.Invoke(builder);
        builder.AddPlatformHosting(Name, options => options.BodyBytes = BankApiLimits.BodyBytes);
        if (builder.Configuration["Keys:Directory"] is { Length: > 0 } keys)
        {
            builder.AddMutualTls(keys, TimeProvider.System);
        }

        AddServices(builder);
        var app = builder.Build();
        app.UsePlatformHosting();
        app.UseAuthentication();
        // After authentication, so that the limit is per bank and no stranger can use up a bank's share.
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapOpenApi("/openapi/v1.json").AllowAnonymous();
        app.MapScorePulls();
        app.MapAuthorisations();
        app.MapLending();
        app.MapDeliveries();
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var connection = configuration.GetConnectionString("Platform")
            ?? throw new InvalidOperationException("Set ConnectionStrings__Platform to the database connection of role bank_api.");
        builder.Services.AddSingleton(_ => PlatformDataServices.Source(Tuned(connection)));
        builder.Services.AddPoolReadiness("pool", static p => p.GetRequiredService<NpgsqlDataSource>());
        builder.Services.AddResourceServer(configuration);
        // Whatever a route forgets to say, it needs a bank's token.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddOpenApi("v1");
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BankApiJson.Default));
        builder.Services.AddSingleton<ScorePuller>();
        builder.Services.AddSingleton<DeliveryGate>();
        builder.Services.AddSingleton<CreditLinePosting>();
        builder.Services.AddSingleton<LoanPosting>();
        AddLimits(builder.Services, configuration.GetValue(RateKey, BankApiLimits.RequestsPerSecond));
    }

    private static void AddLimits(IServiceCollection services, int requestsPerSecond) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (rejected, _) => new ValueTask(rejected.HttpContext.WriteProblemAsync(CommonErrors.TooMany));
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Features.Get<BankCaller>() is { } bank
                ? RateLimitPartition.GetTokenBucketLimiter(bank.ClientId, _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = requestsPerSecond * BankApiLimits.BurstSeconds,
                    TokensPerPeriod = requestsPerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                })
                // Strangers get no further than a refusal, which costs less than a limiter each would.
                : RateLimitPartition.GetNoLimiter(string.Empty));
    });

    // The same few statements all day: prepared once per connection they are planned once.
    private static string Tuned(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxAutoPrepare = BankApiLimits.PreparedStatements,
        AutoPrepareMinUsages = 2,
        MaxPoolSize = BankApiLimits.DatabaseConnections,
        ApplicationName = Name,
    }.ConnectionString;
}
