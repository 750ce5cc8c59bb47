using FinancingPlatform.Aggregation.Codes;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Portal.Operations;
using FinancingPlatform.Portal.Sessions;
using FinancingPlatform.Portal.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FinancingPlatform.Portal.Pages.Operator;

/// <summary>Duplicate and wrong codes (重错码, F8, rule B3): the ratio by department, the correction file out and back in.</summary>
[RequestSizeLimit(MaxUploadBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxUploadBytes)]
internal sealed class CodesModel(SessionDatabase database, PageLanguage language) : PageModel
{
    /// <summary>Largest correction file: some 40,000 rows.</summary>
    public const int MaxUploadBytes = 4 * 1024 * 1024;

    private const int MaxUnpackedBytes = 64 * 1024 * 1024;

    /// <summary>The contract's header of the command line.</summary>
    private static readonly string[] s_header = CodeLedger.Header.Split(',');

    public IReadOnlyList<CodeFigure> Figures { get; private set; } = [];

    public ListPage<FaultyCode> Faulty { get; private set; } = null!;

    public CorrectionOutcome? Outcome { get; private set; }

    public string? Problem { get; private set; }

    public Task OnGetAsync(string? after, CancellationToken ct) => ReadAsync(after, ct);

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        // No line before the header: the file comes back.
        await using var csv = await CsvExport.BeginAsync(Response, "codes-to-correct.csv", isDemonstration: false, ct);
        await csv.WriteAsync(ct, s_header);
        string? after = null;
        List<FaultyCode> rows;
        do
        {
            rows = await FaultyCode.ReadAsync(session, after, FaultyCode.ExportRows, ct);
            foreach (var row in rows)
            {
                await csv.WriteAsync(ct, row.Department, row.Code, row.Name, row.Fault, "", "");
                after = row.Cursor;
            }
        }
        while (rows.Count == FaultyCode.ExportRows);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        if (file is null or { Length: 0 })
        {
            Problem = language[CodeTexts.NoFile];
        }
        else
        {
            var read = await CorrectionsOfAsync(file, ct);
            Problem = read.IsOk ? null : language.Of(read.Error);
            Outcome = read.IsOk ? await ApplyAsync(read.Value, ct) : null;
        }

        await ReadAsync(after: null, ct);
        Response.StatusCode = Problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<CorrectionOutcome> ApplyAsync(CodeCorrections corrections, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        await using var command = session.Command("select coded, deleted, kept, unmatched, conflicts from indicator.operator_correct_codes($1, $2, $3, $4, $5)");
        var outcome = await corrections.ApplyAsync(command, ct);
        await session.CommitAsync(ct);
        return outcome;
    }

    // The readers of delivered files take a path; the copy lives for the request alone.
    private static async Task<Result<CodeCorrections>> CorrectionsOfAsync(IFormFile file, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("fp-codes-");
        var path = Path.Combine(folder.FullName, "corrections" + Path.GetExtension(Path.GetFileName(file.FileName)));
        try
        {
            await using (var copy = System.IO.File.Create(path))
            {
                await file.CopyToAsync(copy, ct);
            }

            var read = await CorrectionFile.ReadAsync(path, FileLimits.Default with { MaxDecompressedBytes = MaxUnpackedBytes }, ct);
            return read.IsOk ? read : read.Error with
            {
                MessageZh = read.Error.MessageZh.Replace(path, file.FileName, StringComparison.Ordinal),
                MessageEn = read.Error.MessageEn.Replace(path, file.FileName, StringComparison.Ordinal),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task ReadAsync(string? after, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        Figures = await FaultyCode.FiguresAsync(session, ct);
        var rows = await FaultyCode.ReadAsync(session, after, FaultyCode.PageRows + 1, ct);
        Faulty = rows.Count <= FaultyCode.PageRows
            ? new ListPage<FaultyCode>(rows, null)
            : new ListPage<FaultyCode>(rows.GetRange(0, FaultyCode.PageRows), Uri.EscapeDataString(rows[FaultyCode.PageRows - 1].Cursor));
    }
}
