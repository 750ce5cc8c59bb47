using System.Text;
using FinancingPlatform.Portal.Texts;

namespace FinancingPlatform.Portal.Csv;

/// <summary>A table on its way to the browser as a file (CSV 导出): written row by row, so its length costs no memory.</summary>
internal sealed class CsvExport : IAsyncDisposable
{
    private readonly StreamWriter _writer;

    private CsvExport(StreamWriter writer) => _writer = writer;

    /// <summary>Starts the file; invented data says so in its first line.</summary>
    public static async Task<CsvExport> BeginAsync(HttpResponse response, string fileName, bool isDemonstration, CancellationToken ct)
    {
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var export = new CsvExport(writer);
        await writer.WriteAsync(CsvCells.ByteOrderMark.AsMemory(), ct);
        if (isDemonstration)
        {
            await export.WriteAsync(ct, $"{SharedTexts.Demonstration.Zh} / {SharedTexts.Demonstration.En}");
        }

        return export;
    }

    public Task WriteAsync(CancellationToken ct, params IEnumerable<string?> cells) => _writer.WriteAsync(CsvCells.Line(cells).AsMemory(), ct);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
