using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Needs;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Needs;

/// <summary>Posts a need (发布融资需求), by an enterprise that proved who it is (rule A3).</summary>
internal sealed class NewModel(SessionDatabase database, NeedPosting posting, TimeProvider clock, PageLanguage language) : PageModel
{
    public CatalogueChoices Choices { get; private set; } = null!;

    public NeedForm Form { get; private set; } = null!;

    public Error? Error { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Choices = await CatalogueChoices.ReadAsync(database, China.Today(clock), ct);
        // Made with the form: sent twice, it is one need.
        Form = new NeedForm(Guid.CreateVersion7(clock.GetUtcNow()), "", "12", "", NeedForm.LoanTypes[0], []);
    }

    public async Task<IActionResult> OnPostAsync(
        Guid id, string? amount, string? months, string? purpose, [FromForm(Name = "loan_type")] string? loanType, string[]? banks, CancellationToken ct)
    {
        Choices = await CatalogueChoices.ReadAsync(database, China.Today(clock), ct);
        Form = new NeedForm(
            id == Guid.Empty ? Guid.CreateVersion7(clock.GetUtcNow()) : id, amount?.Trim() ?? "", months?.Trim() ?? "", purpose?.ReplaceLineEndings(" ").Trim() ?? "", loanType ?? "",
            banks ?? []);
        var need = Form.ToNeed(Choices.Banks);
        if (!need.IsOk)
        {
            return Again(need.Error);
        }

        await using var session = await database.OpenAsync(ct);
        var number = await posting.PostAsync(session.Connection, session.Transaction, need.Value, ct);
        if (!number.IsOk)
        {
            return Again(number.Error);
        }

        await session.CommitAsync(ct);
        TempData["Notice"] = language.Format(NeedTexts.Done, number.Value);
        return LocalRedirect($"/enterprise/needs/{Form.Id}");
    }

    private PageResult Again(Error error)
    {
        Error = error;
        Response.StatusCode = ProblemStatus.Of(error);
        return Page();
    }
}
