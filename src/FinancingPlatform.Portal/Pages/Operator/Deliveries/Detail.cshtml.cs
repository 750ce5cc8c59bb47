using System.Globalization;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Portal.Frame;
using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator.Deliveries;

/// <summary>One delivery (报送明细): its balance, and its rejected rows with what to mend; they can be downloaded as the rejected file.</summary>
internal sealed class DetailModel(SessionDatabase database, PortalFrame frame) : PageModel
{
    /// <summary>The rejected file's header (contract of the command line).</summary>
    private static readonly string[] s_header = ["line", "field", "rule", "value", "how_to_mend"];

    public DeliveryDetail Delivery { get; private set; } = null!;

    public ListPage<RejectedRow> Rejections { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, string? after, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        if (await DeliveryDetail.FindAsync(session, id, ct) is not { } delivery)
        {
            return NotFound();
        }

        Delivery = delivery;
        _ = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var line);
        var rows = await RejectedRow.ReadAsync(session, id, line, RejectedRow.PageRows + 1, ct);
        Rejections = rows.Count <= RejectedRow.PageRows
            ? new ListPage<RejectedRow>(rows, null)
            : new ListPage<RejectedRow>(rows.GetRange(0, RejectedRow.PageRows), rows[RejectedRow.PageRows - 1].Line.ToString(CultureInfo.InvariantCulture));
        return Page();
    }

    public async Task<IActionResult> OnGetCsvAsync(long id, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        if (await DeliveryDetail.FindAsync(session, id, ct) is null)
        {
            return NotFound();
        }

        await using var csv = await CsvExport.BeginAsync(Response, string.Create(CultureInfo.InvariantCulture, $"rejected-{id}.csv"), frame.IsDemonstration, ct);
        await csv.WriteAsync(ct, s_header);
        long after = 0;
        List<RejectedRow> rows;
        do
        {
            rows = await RejectedRow.ReadAsync(session, id, after, RejectedRow.ExportRows, ct);
            foreach (var row in rows)
            {
                await csv.WriteAsync(ct, row.Line.ToString(CultureInfo.InvariantCulture), row.Field, row.Rule, row.Value, row.HowToMend);
                after = row.Line;
            }
        }
        while (rows.Count == RejectedRow.ExportRows);
        return new EmptyResult();
    }
}
