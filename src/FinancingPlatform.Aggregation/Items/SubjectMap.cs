using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>Which enterprise stands behind a supplier's own name of a firm (主体对照): a file <c>firm,uscc</c>. Without one, the firm column holds the code itself.</summary>
internal sealed class SubjectMap
{
    private const int MaxFirms = 2_000_000;
    private static readonly TableLayout Layout = new(new TableColumn("firm", IsRequired: true, "企业代号"), new TableColumn("uscc", IsRequired: true, "统一社会信用代码"));

    private readonly Dictionary<string, string>? _codes;

    private SubjectMap(Dictionary<string, string>? codes) => _codes = codes;

    /// <summary>The firm column holds codes.</summary>
    public static SubjectMap None { get; } = new(null);

    /// <summary>True when the firm column holds codes.</summary>
    public bool IsCode => _codes is null;

    /// <summary>The code of a firm; null when the map is silent.</summary>
    public string? CodeOf(string firm) => _codes?.GetValueOrDefault(firm);

    public static async Task<Result<SubjectMap>> ReadAsync(string? path, FileLimits limits, CancellationToken ct)
    {
        if (path is null)
        {
            return None;
        }

        var opened = await SourceFile.OpenAsync(path, limits, ct);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        await using var file = opened.Value;
        try
        {
            var table = await TableReader.OpenAsync(file, [Layout], ct);
            return table.IsOk ? await ReadAsync(table.Value, ct) : table.Error;
        }
        catch (UnreadableFileException e)
        {
            return e.Error;
        }
    }

    private static async Task<Result<SubjectMap>> ReadAsync(TableReader table, CancellationToken ct)
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var row in table.RowsAsync(ct))
        {
            if (row[0] is not { } firm || !Uscc.TryParse(row[1], out var code) || !codes.TryAdd(firm, code.Value) || codes.Count > MaxFirms)
            {
                return new Error(
                    ErrorKind.Invalid,
                    "subject-map",
                    $"主体对照表第 {row.Line} 行有误：每个企业代号一行，代码须有效。",
                    $"Line {row.Line} of the subject map is wrong: one line for each firm, with a valid code.");
            }
        }

        return new SubjectMap(codes);
    }
}
