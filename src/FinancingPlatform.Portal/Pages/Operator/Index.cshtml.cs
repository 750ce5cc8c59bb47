using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator;

/// <summary>What whoever runs the platform looks at first (运行维护).</summary>
internal sealed class IndexModel(SessionDatabase database, TimeProvider clock) : PageModel
{
    public OperatorView View { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct) => View = await OperatorView.ReadAsync(database, ct);

    /// <summary>Whole seconds since an instant; a clock that ran ahead shows 0.</summary>
    public long AgeOf(DateTime utc) => Math.Max(0, (long)(clock.GetUtcNow().UtcDateTime - utc).TotalSeconds);
}
