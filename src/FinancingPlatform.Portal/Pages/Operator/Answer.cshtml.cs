using System.Globalization;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator;

/// <summary>What an operator types in of an answer that came by letter (异议答复登记).</summary>
internal sealed record AnswerForm(string Outcome, string DecisionNo, string Authority, string DecidedOn, string Law)
{
    /// <summary>Longest number and authority, as the database's checks say.</summary>
    public const int MaxText = 128;

    /// <summary>Longest legal basis.</summary>
    public const int MaxLaw = 200;

    /// <summary>What may be decided.</summary>
    public static readonly string[] Outcomes = ["removed", "corrected", "maintained"];

    /// <summary>The day; null when it is none.</summary>
    public DateOnly? Day => DateOnly.TryParseExact(DecidedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The first thing wrong; null when nothing is.</summary>
    public Text? Fault =>
        !Outcomes.Contains(Outcome, StringComparer.Ordinal) ? ObjectionTexts.BadOutcome
        : DecisionNo.Length is 0 or > MaxText ? ObjectionTexts.BadNumber
        : Authority.Length is 0 or > MaxText ? ObjectionTexts.BadAuthority
        : Day is null ? ObjectionTexts.BadDay
        : Law.Length is 0 or > MaxLaw ? ObjectionTexts.BadLaw
        : null;
}

/// <summary>Records what a source without an interface decided about an objection (登记异议答复; rule B5). Nothing is decided here.</summary>
internal sealed class AnswerModel(SessionDatabase database, TimeProvider clock, PageLanguage language) : PageModel
{
    public ObjectionRow Objection { get; private set; } = null!;

    public DateOnly Today { get; } = China.Today(clock);

    public AnswerForm Form { get; private set; } = new("", "", "", "", "");

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct))
        {
            return NotFound();
        }

        Form = Form with { Authority = Objection.Source };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, string? outcome, string? number, string? authority, string? decided, string? law, CancellationToken ct)
    {
        if (!await FindAsync(id, ct))
        {
            return NotFound();
        }

        Form = new AnswerForm(outcome ?? "", Trimmed(number), Trimmed(authority), Trimmed(decided), Trimmed(law));
        if (Form.Fault is { } fault)
        {
            return Again(fault, StatusCodes.Status422UnprocessableEntity);
        }

        await using var session = await database.OpenAsync(ct);
        await using var command = session.Command(
            "select indicator.operator_answer_objection($1, $2, $3, $4, $5, $6)", Objection.Id, Form.Authority, Form.Outcome, Form.DecisionNo, Form.Day, Form.Law);
        switch (await command.ExecuteScalarAsync(ct))
        {
            case "answered" or "same":
                await session.CommitAsync(ct);
                TempData["Notice"] = language[ObjectionTexts.AnswerDone];
                return LocalRedirect("/operator/decisions");
            case "date":
                return Again(ObjectionTexts.BadDay, StatusCodes.Status422UnprocessableEntity);
            case "number-taken":
                return Again(ObjectionTexts.NumberTaken, StatusCodes.Status409Conflict);
            default:
                return Again(ObjectionTexts.AnsweredAlready, StatusCodes.Status409Conflict);
        }
    }

    private static string Trimmed(string? text) => text?.Trim() ?? "";

    private PageResult Again(Text problem, int status)
    {
        Problem = language[problem];
        Response.StatusCode = status;
        return Page();
    }

    private async Task<bool> FindAsync(Guid? id, CancellationToken ct)
    {
        if (id is not { } wanted || await ObjectionRow.FindForOperatorAsync(database, wanted, ct) is not { AcceptedAt: not null } found)
        {
            return false;
        }

        Objection = found;
        return true;
    }
}
