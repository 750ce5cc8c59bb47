using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator.Use;

/// <summary>A letter to one department on the use of its data (告知函), for the browser to print.</summary>
internal sealed class LetterModel(SessionDatabase database, TimeProvider clock) : PageModel
{
    public string Source { get; private set; } = "";

    public MonthRange Months { get; private set; } = null!;

    public IReadOnlyList<UseRow> Rows { get; private set; } = [];

    public DateOnly Today { get; } = China.Today(clock);

    public async Task<IActionResult> OnGetAsync(string? source, string? from, string? to, CancellationToken ct)
    {
        var months = MonthRange.Read(from, to, Today);
        if (string.IsNullOrWhiteSpace(source) || !months.IsOk)
        {
            return NotFound();
        }

        (Source, Months) = (source, months.Value);
        Rows = await UseRow.ReadAsync(database, source, Months, ct);
        return Rows.Count == 0 ? NotFound() : Page();
    }
}
