using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Lending.Needs;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Needs;

/// <summary>One need and what banks did with it (需求详情): refusals come with plain advice (rule C6), names only by the owner's word (rule C8).</summary>
internal sealed class DetailModel(SessionDatabase database, TimeProvider clock, PageLanguage language) : PageModel
{
    public NeedDetail Detail { get; private set; } = null!;

    public DateOnly Today { get; } = China.Today(clock);

    /// <summary>True when what was asked for was no longer possible.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>The banks that see the need, in words.</summary>
    public string SeenBy => Detail.Need.Picked == 0 ? language[NeedTexts.AllBanks] : string.Join(language.Pick("、", ", "), Detail.Need.PickedNames);

    /// <summary>What a refusal's code means; null when there is none.</summary>
    public static RefusalCode? RefusalOf(string? code) => RefusalCodes.All.FirstOrDefault(known => known.Code == code);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await FindAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAcceptAsync(Guid id, Guid claim, CancellationToken ct) =>
        await FindAsync(id, ct) && Detail.Claims.Any(known => known.Id == claim)
            ? await DoAsync(id, "select lending.accept_claim($1)", claim, NeedTexts.Accepted, ct)
            : NotFound();

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken ct) =>
        await FindAsync(id, ct) ? await DoAsync(id, "select lending.withdraw_need($1)", id, NeedTexts.Withdrawn, ct) : NotFound();

    private async Task<IActionResult> DoAsync(Guid id, string sql, Guid subject, Text done, CancellationToken ct)
    {
        await using (var session = await database.OpenAsync(ct))
        {
            await using var command = session.Command(sql, subject);
            if (await command.ExecuteScalarAsync(ct) is true)
            {
                await session.CommitAsync(ct);
                TempData["Notice"] = language[done];
                return LocalRedirect($"/enterprise/needs/{id}");
            }
        }

        HasChanged = true;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await FindAsync(id, ct) ? Page() : NotFound();
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken ct)
    {
        if (await NeedDetail.ReadAsync(database, id, ct) is not { } detail)
        {
            return false;
        }

        Detail = detail;
        return true;
    }
}
