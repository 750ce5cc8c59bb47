using System.Globalization;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Indicators.Sources;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Portal.Frame;
using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator.Sources;

/// <summary>Which source is late and why (数据来源一览). Their number follows the catalogue, not the city, so one read holds them all.</summary>
internal sealed class IndexModel(SessionDatabase database, TimeProvider clock, PageLanguage language, PortalFrame frame) : PageModel
{
    private const int PageRows = 40;
    private const int MaxSearch = 60;

    public IReadOnlyList<SourceRow> Rows { get; private set; } = [];

    public IReadOnlyDictionary<SourceState, int> Counts { get; private set; } = new Dictionary<SourceState, int>();

    public string? Next { get; private set; }

    public int Days { get; private set; }

    public SourceState? State { get; private set; }

    public string Search { get; private set; } = "";

    public async Task OnGetAsync(int? days, string? state, string? search, string? after, CancellationToken ct)
    {
        var all = await ReadAsync(days, state, search, ct);
        _ = int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var from);
        Rows = [.. all.Skip(from).Take(PageRows)];
        Next = all.Count > from + PageRows ? (from + PageRows).ToString(CultureInfo.InvariantCulture) : null;
    }

    public async Task<IActionResult> OnGetCsvAsync(int? days, string? state, string? search, CancellationToken ct)
    {
        var all = await ReadAsync(days, state, search, ct);
        await using var csv = await CsvExport.BeginAsync(Response, $"sources-{China.Today(clock):yyyyMMdd}.csv", frame.IsDemonstration, ct);
        await csv.WriteAsync(ct, new[]
        {
            SourceTexts.Item, SourceTexts.Item, SourceTexts.Department, SourceTexts.State, SourceTexts.Reason, SourceTexts.Frequency, SourceTexts.LastTaken,
            SourceTexts.Age, SourceTexts.Allowed, SourceTexts.LastFailed, SourceTexts.Push, SourceTexts.Pull, SourceTexts.File, SourceTexts.FailedCalls,
            SourceTexts.Received, SourceTexts.Accepted, SourceTexts.Duplicate, SourceTexts.Withheld, SourceTexts.Rejected, SourceTexts.Late,
            SourceTexts.CallSuccess, SourceTexts.Qualified, SourceTexts.Timely,
        }.Select(text => language[text]));
        foreach (var (facts, judgement) in all)
        {
            await csv.WriteAsync(ct,
                facts.Item, language.Pick(facts.NameZh, facts.NameEn), facts.Source, language[SourceTexts.Of(judgement.State)], ReasonsOf(facts, judgement),
                language[SourceTexts.FrequencyOf(facts.UpdateFrequency)], Shown.Time(facts.Last?.At.UtcDateTime), Plain(judgement.Age), Plain(judgement.Allowed),
                Shown.Time(facts.LastFailedAt?.UtcDateTime), Plain(facts.Pushes), Plain(facts.Pulls), Plain(facts.Files), Plain(facts.FailedCalls), Plain(facts.Received),
                Plain(facts.Accepted), Plain(facts.Duplicate), Plain(facts.Withheld), Plain(facts.Rejected), Plain(facts.Late), Plain(facts.CallSuccess),
                Plain(facts.Qualified), Plain(facts.Timely));
        }

        return new EmptyResult();
    }

    /// <summary>Everything that is to be looked at, in one sentence.</summary>
    public string ReasonsOf(SourceFacts facts, SourceJudgement judgement) =>
        string.Join(language.Tongue == PageTongue.English ? "; " : "；", judgement.Reasons.Select(reason => language[SourceTexts.Of(reason, facts)]));

    /// <summary>The page's address with another handler.</summary>
    public string CsvAddress() =>
        string.Create(CultureInfo.InvariantCulture, $"/operator/sources?handler=Csv&days={Days}&state={State}&search={Uri.EscapeDataString(Search)}");

    private async Task<List<SourceRow>> ReadAsync(int? days, string? state, string? search, CancellationToken ct)
    {
        Days = days is { } asked && SourceRow.Windows.Contains(asked) ? asked : SourceRow.Windows[^1];
        State = Enum.TryParse<SourceState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
        Search = (search ?? "").Trim();
        Search = Search.Length > MaxSearch ? Search[..MaxSearch] : Search;
        var all = await SourceRow.ReadAsync(database, Days, item: null, clock, ct);
        Counts = all.CountBy(row => row.Judgement.State).ToDictionary();
        return [.. all
            .Where(row => State is null || row.Judgement.State == State)
            .Where(row => Search.Length == 0 || new[] { row.Facts.Item, row.Facts.NameZh, row.Facts.NameEn, row.Facts.Source, row.Facts.Supplier }
                .Any(text => text.Contains(Search, StringComparison.OrdinalIgnoreCase)))
            // What needs an answer first.
            .OrderByDescending(row => row.Judgement.State switch { SourceState.Late => 3, SourceState.Attention => 2, SourceState.Unknown => 1, _ => 0 })
            .ThenByDescending(row => row.Facts.Source.Length > 0)
            .ThenBy(row => row.Facts.Item, StringComparer.Ordinal)
            .ThenBy(row => row.Facts.Source, StringComparer.Ordinal)];
    }

    private static string Plain(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Plain(decimal? ratio) => ratio?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
