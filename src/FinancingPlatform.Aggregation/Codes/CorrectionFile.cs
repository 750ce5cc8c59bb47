using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;
using Npgsql;

namespace FinancingPlatform.Aggregation.Codes;

/// <summary>The correction file on its way back (整改回填): whole or not at all, counted again, and the same file again changes nothing.</summary>
public static class CorrectionFile
{
    private const int Department = 0;
    private const int Code = 1;
    private const int Name = 2;
    private const int Flag = 4;
    private const int Corrected = 5;

    /// <summary>Rows of one file; more than all faulty codes of a large city.</summary>
    public const int MaxRows = 200_000;

    private static readonly TableLayout s_layout = new(
        new TableColumn("department", IsRequired: true, "赋码部门"),
        new TableColumn("code", IsRequired: true, "报送代码"),
        new TableColumn("name", IsRequired: true, "名称"),
        new TableColumn("fault", IsRequired: false, "问题"),
        new TableColumn("flag", IsRequired: true, "操作标识"),
        new TableColumn("corrected_code", IsRequired: true, "整改后代码"));

    /// <summary>Applies the file's decisions, as database role <c>loader</c>.</summary>
    public static async Task<Result<CorrectionOutcome>> ImportAsync(string path, ImportOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var read = await ReadAsync(path, options.Limits, ct);
        if (!read.IsOk)
        {
            return read.Error;
        }

        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = CodeLedger.Command(connection, "Sql/Codes/correct.sql");
        return await read.Value.ApplyAsync(command, ct);
    }

    /// <summary>The decisions of a file, checked row by row; <c>too-many-corrections</c> beyond <see cref="MaxRows"/>.</summary>
    public static async Task<Result<CodeCorrections>> ReadAsync(string path, FileLimits limits, CancellationToken ct)
    {
        var opened = await SourceFile.OpenAsync(path, limits, ct);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        await using var file = opened.Value;
        try
        {
            var table = await TableReader.OpenAsync(file, [s_layout], ct);
            return table.IsOk ? await ReadAsync(table.Value, ct) : table.Error;
        }
        catch (UnreadableFileException e)
        {
            return e.Error;
        }
    }

    private static async Task<Result<CodeCorrections>> ReadAsync(TableReader table, CancellationToken ct)
    {
        var corrections = new CodeCorrections();
        await foreach (var row in table.RowsAsync(ct))
        {
            if (++corrections.Received > MaxRows)
            {
                return new Error(ErrorKind.Invalid, "too-many-corrections", $"文件超过 {MaxRows} 行，请分批回填。", $"The file has more than {MaxRows} rows; bring it back in parts.");
            }

            if (row.Fault is null && row[Flag] is null)
            {
                corrections.Undecided++;
            }
            else if (FaultOf(row) is { } fault)
            {
                corrections.Reject(row.Line, fault);
            }
            else
            {
                corrections.Add(Unquoted(row.Cells[Department]), Unquoted(row.Cells[Code]), Unquoted(row.Cells[Name]), (short)(row[Flag]![0] - '0'), row[Corrected] ?? string.Empty);
            }
        }

        return corrections;
    }

    private static string? FaultOf(TableRow row) =>
        row.Fault is { } fault ? $"{fault}; write six cells / 每行六个单元格"
        : row[Flag] is not ("0" or "1" or "2") ? "flag is 0 newly coded, 1 delete or 2 keep / 操作标识：0 新赋码、1 删除、2 保留"
        : row[Flag] == "0" && AssignedCode.Judge(row[Corrected], foldCase: false) != AssignedCodeFault.None ? "flag 0 needs a corrected code that passes length, alphabet and check / 新赋码须填写校验正确的代码"
        : row[Flag] != "0" && row[Corrected] is not null ? "only flag 0 has a corrected code / 只有 0 填写整改后代码"
        : null;

    // The apostrophe that keeps a spreadsheet from running the cell is no part of what was sent.
    private static string Unquoted(string? cell) =>
        cell is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? cell[1..] : cell ?? string.Empty;
}
