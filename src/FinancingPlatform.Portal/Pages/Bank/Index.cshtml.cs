using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Bank;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Bank;

/// <summary>The bank desk (银行工作台): one list at a time, the signed-in bank's own.</summary>
internal sealed class IndexModel(DeskLists lists, TimeProvider clock) : PageModel
{
    /// <summary>The lists, by the name that stands in the address.</summary>
    public static IReadOnlyList<(string Name, Text Label)> Tabs { get; } =
    [
        ("authorisations", BankTexts.Authorisations),
        ("lines", BankTexts.Lines),
        ("loans", BankTexts.Loans),
        ("looks", BankTexts.Looks),
    ];

    public string Tab { get; private set; } = Tabs[0].Name;

    public DateOnly Today { get; private set; }

    public ListPage<DeskAuthorisation>? Authorisations { get; private set; }

    public ListPage<DeskLine>? Lines { get; private set; }

    public ListPage<DeskLoan>? Loans { get; private set; }

    public ListPage<DeskLook>? Looks { get; private set; }

    public async Task OnGetAsync(string? tab, string? after, CancellationToken ct)
    {
        Today = China.Today(clock);
        Tab = Tabs.Any(t => t.Name == tab) ? tab! : Tabs[0].Name;
        var cursor = PageCursor.Parse(after);
        switch (Tab)
        {
            case "lines":
                Lines = await lists.LinesAsync(cursor, ct);
                break;
            case "loans":
                Loans = await lists.LoansAsync(cursor, ct);
                break;
            case "looks":
                Looks = await lists.LooksAsync(cursor, ct);
                break;
            default:
                Authorisations = await lists.AuthorisationsAsync(cursor, ct);
                break;
        }
    }
}
