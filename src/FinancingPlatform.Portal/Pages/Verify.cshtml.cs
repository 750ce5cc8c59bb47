using FinancingPlatform.Aggregation.Report;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Portal.Reports;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FinancingPlatform.Portal.Pages;

/// <summary>Verifies a report by the code or QR code printed on it (核验信用报告, rule B7): state, dates, digest, no content.</summary>
[EnableRateLimiting(ReportEndpoints.VerificationLimit)]
internal sealed class VerifyModel(ReportVerifier verifier, PageLanguage language) : PageModel
{
    private const string Json = "application/json";

    /// <summary>Code in the address or typed into the form.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>Digest typed from paper; null = nothing to compare.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Digest { get; set; }

    public ReportVerification? Verification { get; private set; }

    public Error? Failure { get; private set; }

    /// <summary>Whether the typed digest is the report's; blanks and capitals do not count.</summary>
    public bool IsSame =>
        string.Equals(new string([.. (Digest ?? "").Where(static c => !char.IsWhiteSpace(c))]), Verification?.Digest, StringComparison.OrdinalIgnoreCase);

    public Text State => Verification?.State switch
    {
        "valid" => ReportTexts.StateValid,
        "withdrawn" => ReportTexts.StateWithdrawn,
        _ => ReportTexts.StateSuperseded,
    };

    public Text StateText => Verification?.State switch
    {
        "valid" => ReportTexts.StateValidText,
        "withdrawn" => ReportTexts.StateWithdrawnText,
        _ => ReportTexts.StateSupersededText,
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Code))
        {
            return Page();
        }

        await VerifyAsync(ct);
        if (Request.GetTypedHeaders().Accept.Any(static type => type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)))
        {
            return Failure is { } failure ? failure.ToProblemAction() : new JsonResult(ReportEndpoints.Answer(Verification!));
        }

        return Shown();
    }

    public async Task<IActionResult> OnPostAsync(string? use, CancellationToken ct)
    {
        var counted = await verifier.CountUseAsync(Typed, use ?? "", ct);
        if (counted.IsOk)
        {
            TempData["Notice"] = language[ReportTexts.UseDone];
            return LocalRedirect($"/verify/{Typed}");
        }

        await VerifyAsync(ct);
        Failure = counted.Error;
        return Shown();
    }

    private string Typed => (Code ?? "").Trim().ToLowerInvariant();

    private async Task VerifyAsync(CancellationToken ct)
    {
        var verification = await verifier.VerifyAsync(Typed, ct);
        (Verification, Failure) = verification.Match<(ReportVerification?, Error?)>(static value => (value, null), static error => (null, error));
    }

    private PageResult Shown()
    {
        var page = Page();
        page.StatusCode = Failure is { } failure ? ProblemStatus.Of(failure) : StatusCodes.Status200OK;
        return page;
    }
}
