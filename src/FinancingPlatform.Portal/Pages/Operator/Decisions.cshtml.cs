using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Frame;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator;

/// <summary>A pack that must be trained again (待再训练评分包).</summary>
internal sealed record RetrainingRow(string Pack, string Sha256, DateTime BuiltAt, DateOnly FirstRemovedOn, DateOnly RetrainBy, long Removed);

/// <summary>Clocks and results of objections (异议与决定), late ones marked, and the packs that removals call for; no content of records.</summary>
internal sealed class DecisionsModel(SessionDatabase database, TimeProvider clock, PageLanguage language, PortalFrame frame) : PageModel
{
    /// <summary>The filter's choices; none is all.</summary>
    public static readonly string[] States = ["open", "overdue", "closed"];

    public ListPage<ObjectionRow> List { get; private set; } = null!;

    public IReadOnlyList<RetrainingRow> Retraining { get; private set; } = [];

    public DateOnly Today { get; } = China.Today(clock);

    /// <summary>Chosen state; null for all.</summary>
    public string? Chosen { get; private set; }

    public string? Item { get; private set; }

    public async Task OnGetAsync(string? state, string? item, string? after, CancellationToken ct)
    {
        Choose(state, item);
        List = await ObjectionRow.OperatorPageAsync(database, Chosen, Item, PageCursor.Parse(after), PageCursor.PageSize, ct);
        await using var session = await database.OpenAsync(ct);
        Retraining = await session.ListAsync(
            "select pack, pack_sha256, built_at, first_removed_on, retrain_by, removed from indicator.operator_retraining()",
            static r => new RetrainingRow(r.GetString(0), r.GetString(1), r.GetDateTime(2), r.GetFieldValue<DateOnly>(3), r.GetFieldValue<DateOnly>(4), r.GetInt64(5)), ct);
    }

    public async Task<IActionResult> OnGetCsvAsync(string? state, string? item, CancellationToken ct)
    {
        Choose(state, item);
        var page = await ObjectionRow.OperatorPageAsync(database, Chosen, Item, null, ObjectionRow.MaxExportRows, ct);
        await using var csv = await CsvExport.BeginAsync(Response, $"objections-{Today:yyyyMMdd}.csv", frame.IsDemonstration, ct);
        await csv.WriteAsync(ct,
            language[ObjectionTexts.Number], language[ObjectionTexts.Item], language[ObjectionTexts.Source], language[ObjectionTexts.Submitted],
            language[ObjectionTexts.Accepted], language[ObjectionTexts.Due], language[ObjectionTexts.Fetched], language[ObjectionTexts.Decided],
            language[ObjectionTexts.Synced], language[ObjectionTexts.Through], language[ObjectionTexts.State], language[ObjectionTexts.Late]);
        foreach (var row in page.Rows)
        {
            await csv.WriteAsync(ct,
                row.Id.ToString(), language.Pick(row.ItemZh, row.ItemEn), row.Source, Shown.Time(row.SubmittedAt), Shown.Time(row.AcceptedAt), Shown.Date(row.DueOn), Shown.Time(row.FetchedAt),
                Shown.Date(row.DecidedOn), Shown.Time(row.SyncedAt), language[ObjectionTexts.ThroughOf(row.AnsweredThrough)],
                language[ObjectionTexts.StateOf(row.State, row.Outcome, row.IsOverdue(Today))], string.Join("; ", ObjectionTexts.LateMarks(row, Today).Select(mark => language[mark])));
        }

        return new EmptyResult();
    }

    private void Choose(string? state, string? item) =>
        (Chosen, Item) = (States.Contains(state, StringComparer.Ordinal) ? state : null, string.IsNullOrWhiteSpace(item) ? null : item.Trim());
}
