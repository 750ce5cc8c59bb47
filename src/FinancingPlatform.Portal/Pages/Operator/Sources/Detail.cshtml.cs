using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator.Sources;

/// <summary>One source (来源明细): its figures, its newest deliveries and failed calls, and what its rows are rejected for.</summary>
internal sealed class DetailModel(SessionDatabase database, TimeProvider clock) : PageModel
{
    public SourceRow Row { get; private set; } = null!;

    public IReadOnlyList<SourceAttempt> Attempts { get; private set; } = [];

    public IReadOnlyList<RejectionRule> Rules { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string item, string? source, CancellationToken ct)
    {
        var asked = source ?? "";
        if ((await SourceRow.ReadAsync(database, SourceRow.Windows[^1], item, clock, ct)).Find(row => row.Facts.Source == asked) is not { } found)
        {
            return NotFound();
        }

        Row = found;
        await using var session = await database.OpenAsync(ct);
        Attempts = await SourceAttempt.NewestAsync(session, item, asked, ct);
        Rules = await RejectionRule.TopAsync(session, item, asked, ct);
        return Page();
    }
}
