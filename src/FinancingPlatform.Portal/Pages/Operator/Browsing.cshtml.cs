using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Portal.Frame;
using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator;

/// <summary>Officers of banks whose looks lead to nothing (疑似违规查询; rule A6), and what came of each alarm.</summary>
internal sealed class BrowsingModel(SessionDatabase database, TimeProvider clock, PageLanguage language, PortalFrame frame) : PageModel
{
    public ListPage<BrowsingRow> List { get; private set; } = null!;

    /// <summary>Chosen state, <c>open</c> or <c>closed</c>; null for all.</summary>
    public string? Chosen { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>What was typed and could not be taken.</summary>
    public (Guid Id, string Outcome)? Typed { get; private set; }

    public async Task OnGetAsync(string? state, string? after, CancellationToken ct)
    {
        Chosen = state is "open" or "closed" ? state : null;
        List = await BrowsingRow.PageAsync(database, Chosen, PageCursor.Parse(after), PageCursor.PageSize, ct);
    }

    public async Task<IActionResult> OnGetCsvAsync(string? state, CancellationToken ct)
    {
        var page = await BrowsingRow.PageAsync(database, state is "open" or "closed" ? state : null, null, BrowsingRow.MaxExportRows, ct);
        await using var csv = await CsvExport.BeginAsync(Response, $"browsing-{China.Today(clock):yyyyMMdd}.csv", frame.IsDemonstration, ct);
        await csv.WriteAsync(ct,
            language[BrowsingTexts.Bank], language[BrowsingTexts.Officer], language[BrowsingTexts.Days], language[BrowsingTexts.Looks], language[BrowsingTexts.Undecided],
            language[BrowsingTexts.Raised], language[BrowsingTexts.State], language[BrowsingTexts.Outcome]);
        foreach (var row in page.Rows)
        {
            await csv.WriteAsync(ct,
                row.Bank, row.Officer, $"{Shown.Date(row.FromDay)} – {Shown.Date(row.ToDay)}", Shown.Count(row.Looks), Shown.Count(row.Undecided), Shown.Time(row.RaisedAt),
                language[row.ClosedAt is null ? BrowsingTexts.Open : BrowsingTexts.Closed], row.Outcome ?? "");
        }

        return new EmptyResult();
    }

    public async Task<IActionResult> OnPostCloseAsync(Guid id, string? outcome, CancellationToken ct)
    {
        var words = outcome?.Trim() ?? "";
        if (words.Length is 0 or > BrowsingRow.MaxOutcome)
        {
            return await AgainAsync(BrowsingTexts.BadOutcome, StatusCodes.Status422UnprocessableEntity, (id, words), ct);
        }

        await using (var session = await database.OpenAsync(ct))
        {
            await using var command = session.Command("select indicator.operator_close_browsing($1, $2)", id, words);
            if (await command.ExecuteScalarAsync(ct) is true)
            {
                await session.CommitAsync(ct);
                TempData["Notice"] = language[BrowsingTexts.Done];
                return LocalRedirect("/operator/browsing");
            }
        }

        return await AgainAsync(BrowsingTexts.Gone, StatusCodes.Status409Conflict, typed: null, ct);
    }

    private async Task<PageResult> AgainAsync(Text problem, int status, (Guid Id, string Outcome)? typed, CancellationToken ct)
    {
        (Problem, Typed) = (language[problem], typed);
        Response.StatusCode = status;
        await OnGetAsync(null, null, ct);
        return Page();
    }
}
