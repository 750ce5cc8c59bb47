using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator;

/// <summary>Clocks and results of objections (异议与决定), overdue ones marked; no content of records.</summary>
internal sealed class DecisionsModel(SessionDatabase database, TimeProvider clock) : PageModel
{
    public ListPage<ObjectionRow> List { get; private set; } = null!;

    public DateOnly Today { get; } = China.Today(clock);

    public async Task OnGetAsync(string? after, CancellationToken ct) => List = await ObjectionRow.OperatorPageAsync(database, PageCursor.Parse(after), PageCursor.PageSize, ct);
}
