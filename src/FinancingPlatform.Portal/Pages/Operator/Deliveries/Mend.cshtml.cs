using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator.Deliveries;

/// <summary>A rejected row as it was kept, for a person to mend.</summary>
internal sealed record RowToMend(string Field, string Rule, string Value, string HowToMend, string Cells);

/// <summary>Corrects the cells of a rejected row and delivers it anew, linked to the first delivery (更正退回的行).</summary>
internal sealed class MendModel(SessionDatabase database, PageLanguage language) : PageModel
{
    public DeliveryDetail Delivery { get; private set; } = null!;

    public RowToMend Row { get; private set; } = null!;

    public long Line { get; private set; }

    public IReadOnlyList<MendCell> Cells { get; private set; } = [];

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, long line, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        return await FindAsync(session, id, line, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(long id, long line, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        if (!await FindAsync(session, id, line, ct))
        {
            return NotFound();
        }

        var before = Cells;
        Cells = MendForm.Filled(Cells, Request.Form);
        if (Cells.FirstOrDefault(cell => cell.Value.Length > MendForm.MaxCell) is { } tooLong)
        {
            return Again(language.Format(DeliveryTexts.MendTooLong, MendForm.MaxCell, language[tooLong.Label]), StatusCodes.Status422UnprocessableEntity);
        }

        // What the database had to look up, such as an enterprise that was unknown, may be right by now with the very same cells.
        if (Row.Rule is not ("enterprise-unknown" or "existing-item") && before.Zip(Cells).All(pair => pair.First.Value == pair.Second.Value))
        {
            return Again(language[DeliveryTexts.MendUnchanged], StatusCodes.Status422UnprocessableEntity);
        }

        await using var command = session.Command("select indicator.operator_mend($1, $2, $3, $4)", id, line, Guid.CreateVersion7(), MendForm.Row(Cells));
        switch ((string)(await command.ExecuteScalarAsync(ct))!)
        {
            case "delivered":
                await session.CommitAsync(ct);
                TempData["Notice"] = language[DeliveryTexts.MendSent];
                return LocalRedirect($"/operator/deliveries/{id}");
            case "waiting":
                return Again(language[DeliveryTexts.MendDone], StatusCodes.Status409Conflict);
            default:
                return Again(language[DeliveryTexts.MendUnknown], StatusCodes.Status409Conflict);
        }
    }

    private PageResult Again(string problem, int status)
    {
        Problem = problem;
        Response.StatusCode = status;
        return Page();
    }

    private async Task<bool> FindAsync(SessionTransaction session, long id, long line, CancellationToken ct)
    {
        if (await DeliveryDetail.FindAsync(session, id, ct) is not { Layout: { } json } delivery)
        {
            return false;
        }

        var rows = await session.ListAsync(
            "select field, rule, value, how_to_mend, cells from indicator.operator_rejected_row($1, $2)",
            static r => new RowToMend(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)), ct, id, line);
        if (rows is not [{ Cells: not "{}" } row])
        {
            return false;
        }

        (Delivery, Row, Line) = (delivery, row, line);
        Cells = LayoutJson.Read(json).Match(layout => MendForm.Cells(layout, row.Cells), error => throw new InvalidOperationException(error.ToString()));
        return true;
    }
}
