using System.Globalization;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Indicators.Figures;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Portal.Frame;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Regulator;

/// <summary>What a regulator reads (监管指标): ratios with both their counts, apart from them what is unknown, and counts by district.</summary>
internal sealed class IndexModel(IndicatorReader indicators, TimeProvider clock, PageLanguage language, PortalFrame frame) : PageModel
{
    public DateOnly AsOf { get; private set; }

    public DateOnly Today { get; private set; }

    public string? Problem { get; private set; }

    public IReadOnlyList<IndicatorFigure> Figures { get; private set; } = [];

    public IReadOnlyList<DistrictFigure> Districts { get; private set; } = [];

    public async Task OnGetAsync(string? asOf, CancellationToken ct)
    {
        Read(asOf);
        var figures = await indicators.FiguresAsync(AsOf, ct);
        if (!figures.IsOk)
        {
            Problem = language.Of(figures.Error);
            AsOf = Today;
            figures = await indicators.FiguresAsync(AsOf, ct);
        }

        Figures = figures.Value;
        Districts = (await indicators.DistrictsAsync(AsOf, ct)).Value;
        if (Problem is not null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    public async Task<IActionResult> OnGetCsvAsync(string? asOf, CancellationToken ct)
    {
        Read(asOf);
        var districts = await indicators.DistrictsAsync(AsOf, ct);
        if (!districts.IsOk || Problem is not null)
        {
            return BadRequest();
        }

        await using var csv = await CsvExport.BeginAsync(Response, $"districts-{AsOf:yyyyMMdd}.csv", frame.IsDemonstration, ct);
        await csv.WriteAsync(ct,
            language[RegulatorTexts.AsOf], language[RegulatorTexts.District], language[RegulatorTexts.Existing], language[RegulatorTexts.Registered],
            language[RegulatorTexts.Verified], language[RegulatorTexts.Pulled], language[RegulatorTexts.Unknown]);
        foreach (var row in districts.Value)
        {
            await csv.WriteAsync(ct,
                Shown.Date(AsOf), NameOf(row), Plain(row.Existing), Plain(row.Registered), Plain(row.Verified), Plain(row.Pulled), Plain(row.UnknownStatus));
        }

        return new EmptyResult();
    }

    /// <summary>The rows behind a quality figure; batches, objections, decisions, items, departments or divisions, never an enterprise.</summary>
    public async Task<IActionResult> OnGetEvidenceAsync(string? asOf, string? definition, CancellationToken ct)
    {
        Read(asOf);
        var figures = await indicators.FiguresAsync(AsOf, ct);
        if (!figures.IsOk || Problem is not null || figures.Value.FirstOrDefault(figure => figure.Definition == definition) is not { HasEvidence: true } figure)
        {
            return NotFound();
        }

        var rows = await indicators.EvidenceAsync(figure.Definition, AsOf, ct);
        await using var csv = await CsvExport.BeginAsync(Response, $"evidence-{figure.Id}-{AsOf:yyyyMMdd}.csv", frame.IsDemonstration, ct);
        await csv.WriteAsync(ct, language[RegulatorTexts.EvidenceRow], language[RegulatorTexts.Numerator], language[RegulatorTexts.DenominatorOf("")]);
        foreach (var row in rows.Value)
        {
            await csv.WriteAsync(ct, row.Row, Plain(row.Numerator), Plain(row.Denominator));
        }

        return new EmptyResult();
    }

    public string NameOf(DistrictFigure row) =>
        row.Division.Length == 0 ? language[RegulatorTexts.DistrictUnknown] : Divisions.NameOf(row.Division) ?? row.Division;

    /// <summary>Share in per cent for the chart; a district without existing enterprises has none.</summary>
    public static string ShareOf(long count, DistrictFigure row) =>
        row.Existing == 0 ? "" : (100m * count / row.Existing).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Plain(long count) => count.ToString(CultureInfo.InvariantCulture);

    private void Read(string? asOf)
    {
        Today = China.Today(clock);
        AsOf = Today;
        if (!string.IsNullOrEmpty(asOf))
        {
            if (DateOnly.TryParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                AsOf = date;
            }
            else
            {
                Problem = language[RegulatorTexts.BadDate];
            }
        }
    }
}
