using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Authorisations;

/// <summary>One authorisation with the text that was signed (授权详情). Another enterprise's number is as unknown as one that does not exist.</summary>
internal sealed class DetailModel(SessionDatabase database, AuthorisationService service, TimeProvider clock, PageLanguage language) : PageModel
{
    public AuthorisationDetail Detail { get; private set; } = null!;

    public DateOnly Today { get; private set; }

    /// <summary>True right after signing, while the authorisation is in force: the page says what happens next.</summary>
    public bool IsFresh { get; private set; }

    public string ItemWords { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, bool? signed, CancellationToken ct)
    {
        if (await AuthorisationDetail.ReadAsync(database, id, ct) is not { } detail)
        {
            return NotFound();
        }

        Detail = detail;
        Today = China.Today(clock);
        IsFresh = signed is true && detail.Row.StateOn(Today) == AuthorisationState.Live;
        var choices = await CatalogueChoices.ReadAsync(database, Today, ct);
        ItemWords = choices.InWords(language, detail.Row.Items);
        return Page();
    }

    public Task<IActionResult> OnPostPauseAsync(Guid id, CancellationToken ct) => PauseAsync(id, pause: true, ct);

    public Task<IActionResult> OnPostResumeAsync(Guid id, CancellationToken ct) => PauseAsync(id, pause: false, ct);

    private async Task<IActionResult> PauseAsync(Guid id, bool pause, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        if (!(await service.PauseAsync(session.Connection, session.Transaction, id, pause, ct)).IsOk)
        {
            return NotFound();
        }

        await session.CommitAsync(ct);
        TempData["Notice"] = language[pause ? EnterpriseTexts.PauseDone : EnterpriseTexts.ResumeDone];
        return LocalRedirect($"/enterprise/authorisations/{id}");
    }
}
