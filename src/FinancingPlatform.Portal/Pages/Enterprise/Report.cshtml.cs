using FinancingPlatform.Aggregation.Report;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise;

/// <summary>The enterprise's own credit report (信用报告): the whole file, the reports issued so far, one-time codes for departments.</summary>
internal sealed class ReportModel(SessionDatabase database, TimeProvider clock, PageLanguage language) : PageModel
{
    public CreditReport Report { get; private set; } = null!;

    public IReadOnlyList<IssuedReport> Issued { get; private set; } = [];

    public IReadOnlyList<LimitCard> Limits { get; private set; } = [];

    public DateOnly Today { get; private set; }

    public Error? Failure { get; private set; }

    public string? TicketSecret { get; private set; }

    public DateTime? TicketUntil { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        return await ShowAsync(session, ct);
    }

    public async Task<IActionResult> OnPostIssueAsync(CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var issued = await OwnReports.IssueAsync(session.Connection, session.Transaction, China.Today(clock), ct);
        if (!issued.IsOk)
        {
            Failure = issued.Error;
            return await ShowAsync(session, ct);
        }

        await session.CommitAsync(ct);
        TempData["Notice"] = language[ReportTexts.IssueDone];
        return LocalRedirect("/enterprise/report");
    }

    public async Task<IActionResult> OnPostTicketAsync(string? code, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var ticket = await OwnReports.NewTicketAsync(session.Connection, session.Transaction, code ?? "", ct);
        if (ticket.IsOk)
        {
            (TicketSecret, TicketUntil) = ticket.Value;
        }
        else
        {
            Failure = ticket.Error;
        }

        var page = await ShowAsync(session, ct);
        await session.CommitAsync(ct);
        return page;
    }

    private async Task<IActionResult> ShowAsync(SessionTransaction session, CancellationToken ct)
    {
        Today = China.Today(clock);
        var report = await OwnReports.CurrentAsync(session.Connection, session.Transaction, Today, ct);
        if (!report.IsOk)
        {
            return NotFound();
        }

        Report = report.Value;
        Issued = await OwnReports.ListAsync(session.Connection, session.Transaction, ct);
        Limits = await LimitCard.ListAsync(session, ct);
        return Page();
    }
}
