using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Frame;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Objections;

/// <summary>The enterprise's objections with their clocks (我的异议).</summary>
internal sealed class IndexModel(SessionDatabase database, TimeProvider clock, PageLanguage language, PortalFrame frame) : PageModel
{
    public ListPage<ObjectionRow> List { get; private set; } = null!;

    public DateOnly Today { get; } = China.Today(clock);

    public async Task OnGetAsync(string? after, CancellationToken ct) => List = await ObjectionRow.PageAsync(database, PageCursor.Parse(after), PageCursor.PageSize, ct);

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        var page = await ObjectionRow.PageAsync(database, null, ObjectionRow.MaxExportRows, ct);
        await using var csv = await CsvExport.BeginAsync(Response, $"objections-{Today:yyyyMMdd}.csv", frame.IsDemonstration, ct);
        await csv.WriteAsync(ct,
            language[ObjectionTexts.Item], language[ObjectionTexts.Key], language[ObjectionTexts.Submitted], language[ObjectionTexts.Accepted],
            language[ObjectionTexts.Due], language[ObjectionTexts.Decided], language[ObjectionTexts.Synced], language[ObjectionTexts.State], language[ObjectionTexts.Source], language[ObjectionTexts.Late]);
        foreach (var row in page.Rows)
        {
            await csv.WriteAsync(ct,
                language.Pick(row.ItemZh, row.ItemEn), row.IsRemoved ? language[ObjectionTexts.Removed] : row.Key, Shown.Time(row.SubmittedAt), Shown.Time(row.AcceptedAt), Shown.Date(row.DueOn),
                Shown.Date(row.DecidedOn), Shown.Time(row.SyncedAt), language[ObjectionTexts.StateOf(row.State, row.Outcome, row.IsOverdue(Today))],
                row.Source, string.Join("; ", ObjectionTexts.LateMarks(row, Today).Select(mark => language[mark])));
        }

        return new EmptyResult();
    }
}
