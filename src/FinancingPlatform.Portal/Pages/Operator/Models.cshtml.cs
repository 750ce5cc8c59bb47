using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator;

/// <summary>Versions of models, their drift, and who changes what by two people (模型登记与监测).</summary>
internal sealed class ModelsModel(SessionDatabase database, PageLanguage language) : PageModel
{
    public ModelRegister Register { get; private set; } = null!;

    public Text? Failure { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => Register = await ModelRegister.ReadAsync(database, ct);

    public async Task<IActionResult> OnPostProposeAsync(string? sha256, string? state, CancellationToken ct) =>
        await AnswerAsync(await ModelRegister.ProposeAsync(database, sha256 ?? "", state ?? "", ct), ct);

    public async Task<IActionResult> OnPostConfirmAsync(string? sha256, CancellationToken ct) =>
        await AnswerAsync(await ModelRegister.ConfirmAsync(database, sha256 ?? "", ct), ct);

    public async Task<IActionResult> OnPostActivateAsync(Guid id, CancellationToken ct) => await AnswerAsync(await ModelRegister.ActivateJointAsync(database, id, ct), ct);

    public async Task<IActionResult> OnPostSuspendAsync(Guid id, CancellationToken ct) => await AnswerAsync(await ModelRegister.SuspendJointAsync(database, id, ct), ct);

    private async Task<IActionResult> AnswerAsync(string? refusal, CancellationToken ct)
    {
        if (refusal is null)
        {
            TempData["Notice"] = language[ModelTexts.Done];
            return LocalRedirect("/operator/models");
        }

        Failure = ModelTexts.RefusalOf(refusal);
        Response.StatusCode = StatusCodes.Status409Conflict;
        Register = await ModelRegister.ReadAsync(database, ct);
        return Page();
    }
}
