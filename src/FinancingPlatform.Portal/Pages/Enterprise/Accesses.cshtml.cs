using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Frame;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise;

/// <summary>Every look that anyone took at the enterprise's data (查询记录), refused ones too; pages by keyset and exports as CSV.</summary>
internal sealed class AccessesModel(SessionDatabase database, TimeProvider clock, PageLanguage language, PortalFrame frame) : PageModel
{
    public ListPage<AccessRow> List { get; private set; } = null!;

    public CatalogueChoices Choices { get; private set; } = null!;

    public string? Outcome { get; private set; }

    public async Task OnGetAsync(string? after, string? outcome, CancellationToken ct)
    {
        Outcome = AccessRow.OutcomeFilter(outcome);
        Choices = await CatalogueChoices.ReadAsync(database, China.Today(clock), ct);
        List = await AccessRow.PageAsync(database, PageCursor.Parse(after), Outcome, PageCursor.PageSize, ct);
    }

    public async Task<IActionResult> OnGetCsvAsync(string? outcome, CancellationToken ct)
    {
        await using var csv = await CsvExport.BeginAsync(Response, $"accesses-{China.Today(clock):yyyyMMdd}.csv", frame.IsDemonstration, ct);
        await csv.WriteAsync(ct,
            language[EnterpriseTexts.AccessTime], language[EnterpriseTexts.Bank], language[EnterpriseTexts.AccessOperator], language[EnterpriseTexts.Purpose],
            language[EnterpriseTexts.AccessReference], language[EnterpriseTexts.Items], language[EnterpriseTexts.AccessOutcome],
            language[EnterpriseTexts.AccessRefusal], language[EnterpriseTexts.AccessRead], language[EnterpriseTexts.AccessTicket]);
        await foreach (var row in AccessRow.AllAsync(database, outcome, ct))
        {
            await csv.WriteAsync(ct,
                Shown.Time(row.At), row.Bank, $"{row.Operator} / {row.Branch}", language.Purpose(row.Purpose), row.Reference, string.Join(' ', row.Items),
                language.Outcome(row.Outcome), row.Refusal is { } refusal ? language.Refusal(refusal) : "", Shown.Time(row.ReadAt), row.Ticket.ToString());
        }

        return new EmptyResult();
    }
}
