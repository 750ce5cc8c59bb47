using System.Globalization;
using System.Threading.RateLimiting;
using FinancingPlatform.Aggregation.Report;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Portal.Access;
using FinancingPlatform.Portal.Pdf;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.Portal.Reports;

/// <summary>The report as JSON and PDF for its enterprise, the state of a code for anybody, the report for a department that holds the firm's
/// one-time code (报告接口).</summary>
internal static class ReportEndpoints
{
    /// <summary>Name of the limit on asking codes.</summary>
    public const string VerificationLimit = "verification";

    /// <summary>Questions about codes from one address in a minute; a desk at a tender opens dozens of reports.</summary>
    public const int VerificationsPerMinute = 120;

    public static void AddVerificationLimit(this IServiceCollection services) => services.AddRateLimiter(static limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = static (rejected, _) => new ValueTask(rejected.HttpContext.WriteProblemAsync(CommonErrors.TooMany));
        limits.AddPolicy(VerificationLimit, static context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? string.Empty,
            static _ => new FixedWindowRateLimiterOptions { PermitLimit = VerificationsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
    });

    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/enterprise/report.json", JsonAsync).RequireAuthorization(PortalRoles.Enterprise);
        endpoints.MapGet("/enterprise/report.pdf", PdfAsync).RequireAuthorization(PortalRoles.Enterprise);
        endpoints.MapGet("/verify/{code}.json", VerifyAsync).RequireRateLimiting(VerificationLimit);
        endpoints.MapGet("/verify/{code}.png", Qr).RequireRateLimiting(VerificationLimit);
        endpoints.MapPost("/verify/{code}/use", UseAsync).RequireRateLimiting(VerificationLimit);
    }

    /// <summary>Address that a report's QR code leads to.</summary>
    public static string VerifyUrl(IConfiguration configuration, string code) => $"{configuration["Platform:Issuer"]}/verify/{code}";

    /// <summary>What a verification says, for programs.</summary>
    public static object Answer(ReportVerification verification) => new
    {
        code = verification.Code,
        state = verification.State,
        issuedAt = verification.IssuedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        asOf = verification.AsOf,
        listVersion = verification.ListVersion,
        digest = verification.Digest,
    };

    private static async Task<IResult> JsonAsync(string? code, SessionDatabase database, IConfiguration configuration, CancellationToken ct)
    {
        var printed = await PrintedAsync(database, code, ct);
        return printed.ToHttp(value => Results.Json(ReportJson.Of(value, VerifyUrl(configuration, value.Issue.Code))));
    }

    private static async Task<IResult> PdfAsync(string? code, SessionDatabase database, PdfPrinter printer, IConfiguration configuration, CancellationToken ct)
    {
        var printed = await PrintedAsync(database, code, ct);
        if (!printed.IsOk)
        {
            return printed.Error.ToProblem();
        }

        var issue = printed.Value.Issue;
        var pdf = await printer.PrintAsync(ReportPdfJob.Of(printed.Value, VerifyUrl(configuration, issue.Code)), ct);
        return pdf.ToHttp(bytes => Results.File(bytes, "application/pdf", $"credit-report-{issue.Code}.pdf"));
    }

    /// <summary>The QR code of an address: it says nothing of whether such a report exists.</summary>
    private static IResult Qr(string code, IConfiguration configuration) =>
        ReportVerifier.IsCode(code) ? Results.File(ReportPdfJob.Qr(VerifyUrl(configuration, code)), "image/png") : ReportErrors.Unknown.ToProblem();

    private static async Task<IResult> VerifyAsync(string code, ReportVerifier verifier, CancellationToken ct) =>
        (await verifier.VerifyAsync(code, ct)).ToHttp(static value => Results.Json(Answer(value)));

    private static async Task<IResult> UseAsync(string code, [FromBody] StatedUse stated, ReportVerifier verifier, IConfiguration configuration, CancellationToken ct)
    {
        var printed = await verifier.RedeemAsync(code, stated.OneTimeCode, stated.Use, ct);
        return printed.ToHttp(value => Results.Json(ReportJson.Of(value, VerifyUrl(configuration, code))));
    }

    private static async Task<Result<PrintedReport>> PrintedAsync(SessionDatabase database, string? code, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        return await OwnReports.PrintedAsync(session.Connection, session.Transaction, code, ct);
    }
}

/// <summary>What a department sends with the firm's one-time code (部门取报告请求).</summary>
internal sealed record StatedUse(string? OneTimeCode, string? Use);
