using System.Globalization;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Portal.Frame;
using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator.Use;

/// <summary>Use fed back to the departments (使用反馈), as a table, as CSV and as a letter to each.</summary>
internal sealed class IndexModel(SessionDatabase database, TimeProvider clock, PageLanguage language, PortalFrame frame) : PageModel
{
    private const int PageRows = 60;

    public IReadOnlyList<UseRow> Rows { get; private set; } = [];

    public IReadOnlyList<string> Departments { get; private set; } = [];

    public MonthRange Months { get; private set; } = null!;

    public string? Source { get; private set; }

    public string? Problem { get; private set; }

    public string? Next { get; private set; }

    public async Task OnGetAsync(string? from, string? to, string? source, string? after, CancellationToken ct)
    {
        var all = await ReadAsync(from, to, source, ct);
        _ = int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var first);
        Rows = [.. all.Skip(first).Take(PageRows)];
        Next = all.Count > first + PageRows ? (first + PageRows).ToString(CultureInfo.InvariantCulture) : null;
        if (Problem is not null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    public async Task<IActionResult> OnGetCsvAsync(string? from, string? to, string? source, CancellationToken ct)
    {
        var all = await ReadAsync(from, to, source, ct);
        if (Problem is not null)
        {
            return BadRequest();
        }

        await using var csv = await CsvExport.BeginAsync(Response, $"use-{MonthRange.Write(Months.From)}-{MonthRange.Write(Months.To)}.csv", frame.IsDemonstration, ct);
        await csv.WriteAsync(ct, new[] { UseTexts.Department, UseTexts.Month, UseTexts.Item, UseTexts.Item, UseTexts.Looks, UseTexts.Reports, UseTexts.Scores }.Select(text => language[text]));
        foreach (var row in all)
        {
            await csv.WriteAsync(ct, row.Source, MonthRange.Write(row.Month), row.Item, language.Pick(row.NameZh, row.NameEn), Plain(row.Looks), Plain(row.Reports), Plain(row.Scores));
        }

        return new EmptyResult();
    }

    /// <summary>The page's query, for the export and the letter.</summary>
    public string Query(string? source) =>
        $"from={MonthRange.Write(Months.From)}&to={MonthRange.Write(Months.To)}{(source is null ? "" : $"&source={Uri.EscapeDataString(source)}")}";

    private async Task<List<UseRow>> ReadAsync(string? from, string? to, string? source, CancellationToken ct)
    {
        var today = China.Today(clock);
        var months = MonthRange.Read(from, to, today);
        Problem = months.IsOk ? null : language.Of(months.Error);
        Months = months.IsOk ? months.Value : MonthRange.Read(null, null, today).Value;
        Source = string.IsNullOrWhiteSpace(source) ? null : source;
        var all = await UseRow.ReadAsync(database, source: null, Months, ct);
        Departments = [.. all.Select(row => row.Source).Distinct(StringComparer.Ordinal)];
        return Source is null ? all : all.FindAll(row => row.Source == Source);
    }

    private static string Plain(long count) => count.ToString(CultureInfo.InvariantCulture);
}
