using FinancingPlatform.BankApi.Authorisations;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Deliveries;
using FinancingPlatform.BankApi.Events;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Joint;
using FinancingPlatform.BankApi.Lending;
using FinancingPlatform.BankApi.Limits;
using FinancingPlatform.BankApi.Models;
using FinancingPlatform.BankApi.Needs;
using FinancingPlatform.BankApi.Objections;
using FinancingPlatform.BankApi.PreCredit;
using FinancingPlatform.BankApi.Products;
using FinancingPlatform.BankApi.ReportPulls;
using FinancingPlatform.BankApi.Requests;
using FinancingPlatform.BankApi.Sandbox;
using FinancingPlatform.BankApi.ScorePulls;
using FinancingPlatform.BankApi.Usage;
using FinancingPlatform.BankApi.Versions;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting;
using FinancingPlatform.Hosting.Health;
using FinancingPlatform.Hosting.Tls;
using FinancingPlatform.Identity.ResourceServer;
using FinancingPlatform.Lending.Joint;
using FinancingPlatform.Lending.Limits;
using FinancingPlatform.Lending.Models;
using FinancingPlatform.Lending.Posts;
using Microsoft.AspNetCore.Authorization;
using Npgsql;

namespace FinancingPlatform.BankApi;

/// <summary>The bank-facing API as a program (银行接口主机). Tests and benches build the same host on a free port.</summary>
internal static class BankApiHost
{
    public const string Name = "bank-api";

    /// <summary>Average requests per second, bank and sort of operation that are let in.</summary>
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
        app.UseVersionNotices();
        app.UseSandbox();
        app.MapContract();
        app.MapScorePulls();
        app.MapReportPulls();
        app.MapAuthorisations();
        app.MapLending();
        app.MapLendingReads();
        app.MapBatches();
        app.MapModels();
        app.MapJointModels();
        app.MapProducts();
        app.MapNeeds();
        app.MapRequests();
        app.MapPreCredit();
        app.MapUsage();
        app.MapEvents();
        app.MapDeliveries();
        app.MapObjections();
        app.MapDeliveryUse();
        app.Services.GetRequiredService<VersionNotices>().CheckScopes(new CompositeEndpointDataSource(((IEndpointRouteBuilder)app).DataSources));
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var connection = configuration.GetConnectionString("Platform")
            ?? throw new InvalidOperationException("Set ConnectionStrings__Platform to the database connection of role bank_api.");
        builder.Services.AddSingleton(_ => PlatformDataServices.Source(Tuned(connection, BankApiLimits.DatabaseConnections)));
        builder.Services.AddSingleton(_ => new GroupCommitSource(PlatformDataServices.Source(Tuned(connection, BankApiLimits.GroupConnections))));
        builder.Services.AddPoolReadiness("pool", static p => p.GetRequiredService<NpgsqlDataSource>());
        builder.Services.AddPoolReadiness("group-pool", static p => p.GetRequiredService<GroupCommitSource>().Source);
        builder.Services.AddResourceServer(configuration);
        // Whatever a route forgets to say, it needs a bank's token.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddContract();
        builder.Services.AddSandbox(configuration);
        builder.Services.AddSingleton(new VersionNotices(configuration));
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ReportPullJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, BankApiJson.Default);
        });
        builder.Services.AddSingleton<ScorePuller>();
        builder.Services.AddSingleton<ReportPuller>();
        builder.Services.AddSingleton<DeliveryGate>();
        builder.Services.AddSingleton<JsonPages>();
        builder.Services.AddSingleton<BankPosting>();
        builder.Services.AddSingleton<LimitPolicyPosting>();
        builder.Services.AddSingleton<ModelPosts>();
        builder.Services.AddSingleton<PackOffers>();
        builder.Services.AddSingleton<JointSubmission>();
        builder.Services.AddSingleton<JointDesk>();
        var limits = new OperationLimits(configuration);
        builder.Services.AddSingleton(limits);
        builder.Services.AddRateLimiter(limits.Apply);
    }

    // The same few statements all day: prepared once per connection they are planned once.
    private static string Tuned(string connectionString, int connections) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxAutoPrepare = BankApiLimits.PreparedStatements,
        AutoPrepareMinUsages = 2,
        MaxPoolSize = connections,
        ApplicationName = Name,
    }.ConnectionString;
}
