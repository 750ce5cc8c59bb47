using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Needs;

/// <summary>The enterprise's financing needs (融资需求), newest first.</summary>
internal sealed class IndexModel(SessionDatabase database, TimeProvider clock) : PageModel
{
    public ListPage<NeedRow> List { get; private set; } = null!;

    public DateOnly Today { get; } = China.Today(clock);

    public async Task OnGetAsync(string? after, CancellationToken ct) => List = await NeedRow.PageAsync(database, PageCursor.Parse(after), ct);
}
