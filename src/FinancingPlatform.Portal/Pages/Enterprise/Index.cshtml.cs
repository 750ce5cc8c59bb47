using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise;

/// <summary>The enterprise's own page (我的企业): who it is to the platform, its scores with reasons, its lines and loans.</summary>
internal sealed class IndexModel(SessionDatabase database) : PageModel
{
    public EnterpriseOverview Overview { get; private set; } = null!;

    public string District => Overview.Card.Division is { } code ? Divisions.NameOf(code) ?? code : "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await EnterpriseOverview.ReadAsync(database, ct) is not { } overview)
        {
            return NotFound();
        }

        Overview = overview;
        return Page();
    }

    /// <summary>The score card alone, for the page that waits for a fresh score.</summary>
    public async Task<IActionResult> OnGetScoresAsync(CancellationToken ct) =>
        await EnterpriseOverview.ReadAsync(database, ct) is { } overview ? Partial("_Scores", overview.Scores) : NotFound();
}
