using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Authorisations;

/// <summary>The enterprise's authorisations (授权管理), newest first.</summary>
internal sealed class IndexModel(SessionDatabase database, TimeProvider clock, PageLanguage language) : PageModel
{
    public ListPage<AuthorisationRow> List { get; private set; } = null!;

    public DateOnly Today { get; private set; }

    public async Task OnGetAsync(string? after, CancellationToken ct)
    {
        Today = China.Today(clock);
        List = await AuthorisationRow.PageAsync(database, PageCursor.Parse(after), ct);
    }

    public string Legs(AuthorisationRow row) => LegWords.Of(language, row);

    /// <summary>Colour class of a state; the word beside it says the same.</summary>
    internal static string Mark(AuthorisationState state) => state switch
    {
        AuthorisationState.Live => "mark-good",
        AuthorisationState.NotYet => "mark-info",
        AuthorisationState.Paused => "mark-warn",
        AuthorisationState.Expired or AuthorisationState.UsedUp => "",
        AuthorisationState.Revoked => "mark-bad",
    };
}
