using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Authorisations;

/// <summary>Withdraws an authorisation (撤回授权), after saying what the bank may still do under its contract (rule A5).</summary>
internal sealed class RevokeModel(SessionDatabase database, AuthorisationService service, PageLanguage language) : PageModel
{
    public AuthorisationDetail Detail { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await AuthorisationDetail.ReadAsync(database, id, ct) is not { } detail)
        {
            return NotFound();
        }

        Detail = detail;
        return detail.Row.RevokedAt is null ? Page() : LocalRedirect($"/enterprise/authorisations/{id}");
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? reason, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var revoked = await service.RevokeAsync(session.Connection, session.Transaction, id, reason ?? "", ct);
        if (!revoked.IsOk)
        {
            return NotFound();
        }

        await session.CommitAsync(ct);
        TempData["Notice"] = language[EnterpriseTexts.RevokeDone];
        return LocalRedirect($"/enterprise/authorisations/{id}");
    }
}
