using System.Globalization;
using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator.Deliveries;

/// <summary>Every delivery with its balance (报送批次), newest first, and what is not in yet.</summary>
internal sealed class IndexModel(SessionDatabase database, PageLanguage language) : PageModel
{
    public ListPage<DeliveryRow> List { get; private set; } = null!;

    public IReadOnlyList<UnfinishedDelivery> Unfinished { get; private set; } = [];

    public string? Item { get; private set; }

    public string? Source { get; private set; }

    public bool OnlyRejected { get; private set; }

    public string? Problem { get; private set; }

    public async Task OnGetAsync(string? item, string? source, bool rejected, string? after, CancellationToken ct)
    {
        (Item, Source, OnlyRejected) = (Given(item), Given(source), rejected);
        long? before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        List = await DeliveryRow.PageAsync(database, before, Item, Source, OnlyRejected, ct);
        Unfinished = before is null ? await UnfinishedDelivery.NewestAsync(database, ct) : [];
    }

    /// <summary>Sets a delivery aside that the platform cannot import (搁置), so that the later ones of its department go on.</summary>
    public async Task<IActionResult> OnPostSetAsideAsync([FromForm(Name = "id")] Guid id, CancellationToken ct)
    {
        var (zh, en) = DeliveryTexts.SetAsideReason;
        await using (var session = await database.OpenAsync(ct))
        {
            await using var command = session.Command("select indicator.operator_set_aside($1, $2, $3)", id, zh, en);
            if ((string)(await command.ExecuteScalarAsync(ct))! == "set-aside")
            {
                await session.CommitAsync(ct);
                TempData["Notice"] = language[DeliveryTexts.SetAsideDone];
                return LocalRedirect("/operator/deliveries");
            }
        }

        Problem = language[DeliveryTexts.NotStuck];
        Response.StatusCode = StatusCodes.Status409Conflict;
        await OnGetAsync(null, null, rejected: false, after: null, ct);
        return Page();
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
