using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Codes;

/// <summary>The correction file on its way back (整改回填): whole or not at all, counted again, and the same file again changes nothing.</summary>
public static class CorrectionFile
{
    private const int Department = 0;
    private const int Code = 1;
    private const int Name = 2;
    private const int Flag = 4;
    private const int Corrected = 5;
    private const int MaxFaults = 100;

    private static readonly TableLayout s_layout = new(
        new TableColumn("department", IsRequired: true, "赋码部门"),
        new TableColumn("code", IsRequired: true, "报送代码"),
        new TableColumn("name", IsRequired: true, "名称"),
        new TableColumn("fault", IsRequired: false, "问题"),
        new TableColumn("flag", IsRequired: true, "操作标识"),
        new TableColumn("corrected_code", IsRequired: true, "整改后代码"));

    /// <summary>Applies the file's decisions.</summary>
    public static async Task<Result<CorrectionOutcome>> ImportAsync(string path, ImportOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var opened = await SourceFile.OpenAsync(path, options.Limits, ct);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        await using var file = opened.Value;
        try
        {
            var table = await TableReader.OpenAsync(file, [s_layout], ct);
            return table.IsOk ? await ApplyAsync(table.Value, options, ct) : table.Error;
        }
        catch (UnreadableFileException e)
        {
            return e.Error;
        }
    }

    private static async Task<CorrectionOutcome> ApplyAsync(TableReader table, ImportOptions options, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var stage = CodeLedger.Command(connection, "Sql/Codes/stage.sql"))
        {
            await stage.ExecuteNonQueryAsync(ct);
        }

        var faults = new List<string>();
        var (received, undecided, rejected) = await CopyAsync(connection, table, faults, ct);
        await using (var apply = CodeLedger.Command(connection, "Sql/Codes/apply.sql"))
        {
            await apply.ExecuteNonQueryAsync(ct);
        }

        long coded, deleted, kept, unmatched, conflicts;
        await using (var counts = CodeLedger.Command(connection, "Sql/Codes/counts.sql"))
        await using (var row = await counts.ExecuteReaderAsync(ct))
        {
            await row.ReadAsync(ct);
            (coded, deleted, kept, unmatched, conflicts) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));
        }

        await transaction.CommitAsync(ct);
        if (conflicts > 0)
        {
            faults.Add($"{conflicts} rows decide differently about one code; keep one of them / 同一代码有不同的操作标识，请只保留一行");
        }

        return new CorrectionOutcome(received, coded, deleted, kept, undecided, unmatched, rejected + conflicts, faults);
    }

    private static async Task<(long Received, long Undecided, long Rejected)> CopyAsync(
        NpgsqlConnection connection, TableReader table, List<string> faults, CancellationToken ct)
    {
        long received = 0, undecided = 0, rejected = 0;
        await using var copy = await connection.BeginBinaryImportAsync(SqlResource.Read(typeof(CorrectionFile).Assembly, "Sql/Codes/copy.sql"), ct);
        await foreach (var row in table.RowsAsync(ct))
        {
            received++;
            if (row.Fault is null && row[Flag] is null)
            {
                undecided++;
                continue;
            }

            if (FaultOf(row) is { } fault)
            {
                rejected++;
                if (faults.Count < MaxFaults)
                {
                    faults.Add(CodeLedger.LineText(row.Line, fault));
                }

                continue;
            }

            var (code, name) = (Unquoted(row.Cells[Code]), Unquoted(row.Cells[Name]));
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(Unquoted(row.Cells[Department]), NpgsqlDbType.Text, ct);
            await copy.WriteAsync(code, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(SentCode.SubjectOf(code, name), NpgsqlDbType.Bytea, ct);
            await copy.WriteAsync((short)(row[Flag]![0] - '0'), NpgsqlDbType.Smallint, ct);
            await copy.WriteAsync(row[Corrected] ?? string.Empty, NpgsqlDbType.Text, ct);
        }

        await copy.CompleteAsync(ct);
        return (received, undecided, rejected);
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
