using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Signing;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Authorisations;

/// <summary>Makes an authorisation (新建授权): the form, then the full text to read and sign.</summary>
internal sealed class NewModel(SessionDatabase database, AuthorisationService service, TimeProvider clock) : PageModel
{
    /// <summary>Suggested period in days: long enough for a bank to decide, well under the limit.</summary>
    private const int SuggestedDays = 30;

    /// <summary>Suggested number of looks.</summary>
    private const int SuggestedUses = 10;

    public CatalogueChoices Choices { get; private set; } = null!;

    public AuthorisationForm Form { get; private set; } = new();

    public Error? Error { get; private set; }

    /// <summary>The text to sign; null while the form is being filled in.</summary>
    public SigningOffer? Offer { get; private set; }

    public DateOnly Today { get; private set; }

    public static IReadOnlyList<(string Code, Text Hint)> Purposes { get; } =
    [
        (Purpose.LoanApplication, AuthorisationFormTexts.PurposeApplication),
        (Purpose.PreCredit, AuthorisationFormTexts.PurposePreCredit),
        (Purpose.PostLoan, AuthorisationFormTexts.PurposePostLoan),
    ];

    /// <summary>What a bank asked for, to be read beside the form; null when the enterprise came by itself.</summary>
    public RequestRow? Asked { get; private set; }

    public async Task OnGetAsync(Guid? request, CancellationToken ct)
    {
        await ReadChoicesAsync(request, ct);
        Form = new AuthorisationForm
        {
            BankUscc = Asked?.BankUscc, ValidTo = Shown.Date(Today.AddDays(Asked?.Days ?? SuggestedDays)), MaxUses = Asked?.MaxUses ?? SuggestedUses,
        };
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "request")] Guid? request,
        [FromForm(Name = "bank_uscc")] string? bankUscc,
        [FromForm(Name = "catalogue_version")] string? catalogueVersion,
        [FromForm(Name = "items")] string[]? items,
        [FromForm(Name = "purpose")] string? purpose,
        [FromForm(Name = "leg_look")] bool look,
        [FromForm(Name = "leg_return")] bool @return,
        [FromForm(Name = "leg_training")] bool training,
        [FromForm(Name = "valid_to")] string? validTo,
        [FromForm(Name = "max_uses")] int? maxUses,
        CancellationToken ct)
    {
        await ReadChoicesAsync(request, ct);
        Form = new AuthorisationForm
        {
            BankUscc = bankUscc,
            CatalogueVersion = catalogueVersion,
            Items = items ?? [],
            Purpose = purpose,
            LegLook = look,
            LegReturn = @return,
            LegTraining = training,
            ValidTo = validTo,
            MaxUses = maxUses,
        };
        var offer = await SigningEndpoints.OfferAsync(Form, database, service, ct);
        if (offer.IsOk)
        {
            Offer = offer.Value;
        }
        else
        {
            Error = offer.Error;
            Response.StatusCode = ProblemStatus.Of(offer.Error);
        }

        return Page();
    }

    /// <summary>The message of a field, when the error is about it.</summary>
    public bool IsWrong(string field) => Error?.Field == field;

    private async Task ReadChoicesAsync(Guid? request, CancellationToken ct)
    {
        Today = China.Today(clock);
        Asked = request is { } id ? await RequestRow.FindAsync(database, id, ct) : null;
        Choices = await CatalogueChoices.ReadAsync(database, Today, ct);
    }
}
