using System.Text.Encodings.Web;
using System.Text.Unicode;
using FinancingPlatform.Aggregation.Report;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting;
using FinancingPlatform.Hosting.Health;
using FinancingPlatform.Indicators.Figures;
using FinancingPlatform.Lending.Needs;
using FinancingPlatform.Portal.Access;
using FinancingPlatform.Portal.Bank;
using FinancingPlatform.Portal.Frame;
using FinancingPlatform.Portal.Issuer;
using FinancingPlatform.Portal.Letters;
using FinancingPlatform.Portal.Pdf;
using FinancingPlatform.Portal.Reports;
using FinancingPlatform.Portal.Security;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Signing;
using FinancingPlatform.Portal.Texts;
using FinancingPlatform.Scoring.Register;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;
using Npgsql;

namespace FinancingPlatform.Portal;

/// <summary>The portal as a program (门户主机). Tests build the same host on a free port.</summary>
internal static class PortalHost
{
    /// <summary>This host's name among the platform's programs.</summary>
    public const string Name = "portal";

    /// <summary>Largest form a page takes; the longest is an authorisation with its assertion, a few kilobytes.</summary>
    private const long MaxRequestBodyBytes = 256 * 1024;

    private const string YearInSeconds = "31536000";

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(PortalHost).Assembly.GetName().Name,
            // Started from another folder, a host answers style sheets with nothing in them; its files lie beside its assembly.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddPlatformHosting(Name, static hosting =>
        {
            hosting.BodyBytes = MaxRequestBodyBytes;
            hosting.ErrorPage = "/problem";
            hosting.Databases.Add("BankDesk");
            hosting.Databases.Add("Regulator");
        });
        AddServices(builder);
        builder.AddPortalIdentity();
        configure?.Invoke(builder);
        var app = builder.Build();
        Configure(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();
        // Chinese as letters, not as numbers: a page is a third of the size and readable. <, >, &, quotes stay encoded.
        services.Configure<WebEncoderOptions>(static o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddScoped<PageLanguage>();
        services.AddScoped<PortalFrame>();
        AddDatabases(builder);
        services.AddAntiforgery(static o =>
        {
            o.Cookie.Name = "af";
            // The demonstration speaks http on loopback; behind TLS the cookie is Secure.
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.HeaderName = "X-Antiforgery";
            o.SuppressXFrameOptionsHeader = true; // Hosting sends DENY to every page
        });
        services.AddResponseCompression(static o =>
        {
            // Only files that are the same for everybody: compressing pages with secrets would leak their lengths (BREACH).
            o.EnableForHttps = true;
            o.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"];
        });
        services.AddVerificationLimit();
        services.AddRazorPages(static pages =>
        {
            pages.Conventions.AuthorizeFolder("/Enterprise", PortalRoles.Enterprise);
            pages.Conventions.AuthorizeFolder("/Bank", PortalRoles.Bank);
            pages.Conventions.AuthorizeFolder("/Regulator", PortalRoles.Regulator);
            pages.Conventions.AuthorizeFolder("/Operator", PortalRoles.Operator);
        });
        services.AddAuthorization(static authorization =>
        {
            foreach (var role in PortalRoles.All)
            {
                authorization.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireRole(role));
            }
        });
    }

    private static void AddDatabases(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        // One role for each kind of reader (rule A1): what a page may see is decided by its connection, not by its code.
        services.AddSingleton(_ => PlatformDataServices.Source(Connection(builder.Configuration, "Platform")));
        services.AddKeyedSingleton(PortalRoles.Bank, (_, _) => PlatformDataServices.Source(Connection(builder.Configuration, "BankDesk")));
        services.AddKeyedSingleton(PortalRoles.Regulator, (_, _) => PlatformDataServices.Source(Connection(builder.Configuration, "Regulator")));
        services.AddPoolReadiness("pool", static p => p.GetRequiredService<NpgsqlDataSource>());
        services.AddPoolReadiness("pool BankDesk", static p => p.GetRequiredKeyedService<NpgsqlDataSource>(PortalRoles.Bank));
        services.AddPoolReadiness("pool Regulator", static p => p.GetRequiredKeyedService<NpgsqlDataSource>(PortalRoles.Regulator));
        services.AddScoped<SessionDatabase>();
        services.AddSingleton(static p => new ReportVerifier(p.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<PdfPrinter>();
        services.AddScoped<LetterEndpoints.Printing>();
        services.AddScoped<DeskLists>();
        services.AddSingleton(PackShelf.BuiltIn);
        services.AddSingleton(static p => new NeedPosting(WorkingCalendar.Official, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new AuthorisationService(p.GetRequiredService<TimeProvider>(), new RelyingParty(Issuer(builder.Configuration))));
        services.AddSingleton(p => new IndicatorReader(p.GetRequiredKeyedService<NpgsqlDataSource>(PortalRoles.Regulator), p.GetRequiredService<TimeProvider>()));
    }

    private static string Issuer(IConfiguration configuration) => configuration["Platform:Issuer"]
        ?? throw new InvalidOperationException("Platform__Issuer is not set: passkeys sign for this address, such as http://localhost:5080.");

    private static string Connection(IConfiguration configuration, string name) => configuration.GetConnectionString(name)
        ?? throw new InvalidOperationException($"ConnectionStrings__{name} is not set: the portal connects as a database role of its own for each kind of user.");

    private static void Configure(WebApplication app)
    {
        app.UsePlatformHosting();
        app.UseContentPolicy();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = CacheVersioned });
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapIssuer();
        app.MapRazorPages();
        app.MapSigning();
        app.MapReports();
        app.MapLetters();
    }

    private static void CacheVersioned(StaticFileResponseContext file) =>
        // asp-append-version puts the file's hash into the address, so such an answer never goes stale.
        file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v")
            ? $"public, max-age={YearInSeconds}, immutable"
            : "no-cache";
}
