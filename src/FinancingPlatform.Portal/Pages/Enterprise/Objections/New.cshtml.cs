using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Enterprise.Objections;

/// <summary>The record that an objection is about.</summary>
internal sealed record DisputedRecord(long Id, string Key, DateOnly OccurredOn, string ItemZh, string ItemEn);

/// <summary>Raises an objection to one of the enterprise's own records (提出异议; rule B5).</summary>
internal sealed class NewModel(SessionDatabase database, PageLanguage language) : PageModel
{
    public DisputedRecord Record { get; private set; } = null!;

    public string? Problem { get; private set; }

    public string Reason { get; private set; } = "";

    public string Statement { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(long? record, CancellationToken ct) => await FindAsync(record, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(long? record, string? reason, string? statement, CancellationToken ct)
    {
        if (!await FindAsync(record, ct))
        {
            return NotFound();
        }

        (Reason, Statement) = (reason?.Trim() ?? "", statement?.Trim() ?? "");
        if (Reason.Length is 0 or > ObjectionRow.MaxReason || Statement.Length > ObjectionRow.MaxStatement)
        {
            return Again(ObjectionTexts.BadText, StatusCodes.Status422UnprocessableEntity);
        }

        await using var session = await database.OpenAsync(ct);
        await using var command = session.Command(
            "select credit.raise_objection($1, $2, $3, $4::text)", Guid.CreateVersion7(), Record.Id, Reason, Statement.Length == 0 ? null : Statement);
        if (await command.ExecuteScalarAsync(ct) is not Guid)
        {
            return Again(ObjectionTexts.OpenAlready, StatusCodes.Status409Conflict);
        }

        await session.CommitAsync(ct);
        TempData["Notice"] = language[ObjectionTexts.Done];
        return LocalRedirect("/enterprise/objections");
    }

    private PageResult Again(Text problem, int status)
    {
        Problem = language[problem];
        Response.StatusCode = status;
        return Page();
    }

    private async Task<bool> FindAsync(long? record, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var found = await session.ListAsync(
            """
            select r.id, r.natural_key, r.occurred_on, coalesce(c.name_zh, r.item), coalesce(c.name_en, r.item)
            from credit.credit_record r
            left join lateral (select i.name_zh, i.name_en from credit.catalogue_item i where i.code = r.item order by i.version desc limit 1) c on true
            where r.enterprise_id = (select identity.session_enterprise_id()) and r.id = $1::bigint and r.removed_at is null
            """,
            static r => new DisputedRecord(r.GetInt64(0), r.GetString(1), r.GetFieldValue<DateOnly>(2), r.GetString(3), r.GetString(4)), ct, record);
        if (found is not [var only])
        {
            return false;
        }

        Record = only;
        return true;
    }
}
