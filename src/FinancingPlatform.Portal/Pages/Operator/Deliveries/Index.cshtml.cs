using System.Globalization;
using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator.Deliveries;

/// <summary>Every delivery with its balance (报送批次), newest first, and what is not in yet.</summary>
internal sealed class IndexModel(SessionDatabase database) : PageModel
{
    public ListPage<DeliveryRow> List { get; private set; } = null!;

    public IReadOnlyList<UnfinishedDelivery> Unfinished { get; private set; } = [];

    public string? Item { get; private set; }

    public string? Source { get; private set; }

    public bool OnlyRejected { get; private set; }

    public async Task OnGetAsync(string? item, string? source, bool rejected, string? after, CancellationToken ct)
    {
        (Item, Source, OnlyRejected) = (Given(item), Given(source), rejected);
        long? before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        List = await DeliveryRow.PageAsync(database, before, Item, Source, OnlyRejected, ct);
        Unfinished = before is null ? await UnfinishedDelivery.NewestAsync(database, ct) : [];
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
