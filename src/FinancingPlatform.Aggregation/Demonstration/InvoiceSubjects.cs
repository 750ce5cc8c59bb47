using System.Globalization;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// Invented codes for the nameless firms of an invoice data set (发票数据集的虚构主体): the map <c>firm,uscc</c> for imports, and the registry file that
/// makes them known. The firm's own number gives the code, so the same firm has the same code in every file.
/// </summary>
public static class InvoiceSubjects
{
    private const string CodeBlock = "WE";
    private const string Division = "370902";
    private static readonly TableLayout Layout = new(
        new TableColumn("firm", IsRequired: true, "企业代号"),
        new TableColumn("name", IsRequired: false, "企业名称"),
        new TableColumn("rating", IsRequired: false, "信誉评级"),
        new TableColumn("default", IsRequired: false, "是否违约"));

    /// <summary>Reads files of firms (<c>企业代号,…</c>) and writes both files; returns how many firms there are.</summary>
    public static async Task<Result<int>> WriteAsync(IReadOnlyList<string> firmFiles, string mapFile, string registryFile, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(firmFiles);
        var firms = new SortedDictionary<int, string>();
        foreach (var path in firmFiles)
        {
            var read = await ReadAsync(path, firms, ct);
            if (!read.IsOk)
            {
                return read.Error;
            }
        }

        await File.WriteAllLinesAsync(mapFile, ["firm,uscc", .. firms.Select(firm => $"{firm.Value},{CodeOf(firm.Key)}")], ct);
        await File.WriteAllLinesAsync(
            registryFile,
            ["uscc,name,status,division", .. firms.Select(firm => $"{CodeOf(firm.Key)},演示发票企业{firm.Value}（虚构）,存续,{Division}")],
            ct);
        return firms.Count;
    }

    private static string CodeOf(int number) => EnterpriseMaker.CodeOf("91", Division, 0, number, CodeBlock);

    private static async Task<Result> ReadAsync(string path, SortedDictionary<int, string> firms, CancellationToken ct)
    {
        var opened = await SourceFile.OpenAsync(path, FileLimits.Default, ct);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        await using var file = opened.Value;
        try
        {
            var table = await TableReader.OpenAsync(file, [Layout], ct);
            if (!table.IsOk)
            {
                return table.Error;
            }

            await foreach (var row in table.Value.RowsAsync(ct))
            {
                if (row[0] is not { Length: > 1 } firm || !int.TryParse(firm.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return new Error(ErrorKind.Invalid, "firm-number", $"{path} 第 {row.Line} 行：企业代号应为字母加数字，如 E1。", $"{path} line {row.Line}: a firm is a letter and a number, such as E1.");
                }

                firms[number] = firm;
            }

            return Result.Ok;
        }
        catch (UnreadableFileException e)
        {
            return e.Error;
        }
    }
}
