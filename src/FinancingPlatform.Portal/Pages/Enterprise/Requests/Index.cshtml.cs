using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Requests;

/// <summary>What banks ask the enterprise for (授权申请): it fills in an authorisation of its own, or says no.</summary>
internal sealed class IndexModel(SessionDatabase database, TimeProvider clock, PageLanguage language) : PageModel
{
    public ListPage<RequestRow> List { get; private set; } = null!;

    public CatalogueChoices Choices { get; private set; } = null!;

    public DateTime Now { get; } = clock.GetUtcNow().UtcDateTime;

    /// <summary>True when a request could no longer be answered.</summary>
    public bool IsGone { get; private set; }

    public async Task OnGetAsync(string? after, CancellationToken ct)
    {
        List = await RequestRow.PageAsync(database, PageCursor.Parse(after), ct);
        Choices = await CatalogueChoices.ReadAsync(database, China.Today(clock), ct);
    }

    public async Task<IActionResult> OnPostDeclineAsync(Guid id, CancellationToken ct)
    {
        // Another enterprise's is as unknown as one that does not exist.
        if (await RequestRow.FindAsync(database, id, ct) is not { } request)
        {
            return NotFound();
        }

        if (request.StateAt(Now) == RequestState.Pending && await DeclineAsync(id, ct))
        {
            TempData["Notice"] = language[RequestTexts.Declined];
            return LocalRedirect("/enterprise/requests");
        }

        IsGone = true;
        Response.StatusCode = StatusCodes.Status409Conflict;
        await OnGetAsync(null, ct);
        return Page();
    }

    private async Task<bool> DeclineAsync(Guid id, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        await using var command = session.Command("select consent.decline_request($1)", id);
        if (await command.ExecuteScalarAsync(ct) is not true)
        {
            return false;
        }

        await session.CommitAsync(ct);
        return true;
    }
}
