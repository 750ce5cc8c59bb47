using System.Text.Encodings.Web;
using System.Text.Unicode;
using FinancingPlatform.Hosting;
using FinancingPlatform.Hosting.Demonstration;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Phone.Journal;
using FinancingPlatform.Phone.SmallTransfers;
using FinancingPlatform.Phone.Sms;
using Microsoft.Extensions.WebEncoders;

namespace FinancingPlatform.Phone;

/// <summary>
/// What lies outside the platform, as a program of its own (外部世界替身): people's telephones and a bank that makes small transfers. It shows codes and
/// amounts to whoever asks, so it runs in a demonstration only and on loopback only.
/// </summary>
internal static class PhoneHost
{
    private const string ContentPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(PhoneHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        configure?.Invoke(builder);
        RefuseProduction(builder);
        builder.AddPlatformHosting("phone");
        var keys = builder.Configuration["Keys:Directory"]
            ?? throw new InvalidOperationException("Keys__Directory is not set: the verifier has no key to sign with.");
        var folder = builder.Configuration["Phone:Directory"] ?? Path.Combine(keys, "state");
        builder.Services.Configure<WebEncoderOptions>(static o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        builder.Services.AddSingleton(_ => new EventFile(Path.Combine(folder, "events.jsonl")));
        builder.Services.AddSingleton<SmsInbox>();
        builder.Services.AddSingleton(p => new StatementSigner(KeyDirectory.Load(keys, "verifier", p.GetRequiredService<TimeProvider>())));
        builder.Services.AddSingleton<SmallTransferDesk>();
        builder.Services.AddSingleton<PhoneState>();
        builder.Services.AddRazorPages();
        var app = builder.Build();
        app.UsePlatformHosting();
        app.Use(static (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            return next(context);
        });
        app.UseStaticFiles();
        app.MapSms();
        app.MapSmallTransfers();
        app.MapRazorPages();
        // Read before the first request: a damaged file is told at the start, not to somebody who waits for a code.
        app.Services.GetRequiredService<PhoneState>().Restore();
        return app;
    }

    private static void RefuseProduction(WebApplicationBuilder builder)
    {
        if (builder.Environment.IsProduction() || !LoopbackOnly.IsDemonstration(builder.Configuration))
        {
            throw new InvalidOperationException(
                "The phone stands in for the outside world in a demonstration and shows every code and amount to anyone: it starts only with "
                + "Platform__Demonstration=true and an ASPNETCORE_ENVIRONMENT other than Production. In production connect a carrier's gateway and a bank.");
        }
    }
}
