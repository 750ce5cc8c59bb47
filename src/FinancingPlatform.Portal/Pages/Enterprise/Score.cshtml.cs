using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Scoring.Register;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise;

/// <summary>The enterprise's own scores, with limits and hints (评分与额度).</summary>
internal sealed class ScoreModel(SessionDatabase database, PackShelf shelf) : PageModel
{
    public IReadOnlyList<ScoreDetail> Scores { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Scores = await ScoreDetail.ListAsync(database, shelf, ct);
}
