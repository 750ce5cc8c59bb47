using System.Globalization;
using System.Text;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Aggregation.Codes;

/// <summary>The figures of assigned codes and their correction file (重错码统计与整改清单), as database role <c>loader</c>.</summary>
public static class CodeLedger
{
    /// <summary>Header of the correction file; flag: 0 newly coded, 1 delete, 2 keep.</summary>
    public const string Header = "department,code,name,fault,flag,corrected_code";

    private const int TimeoutSeconds = 600;

    /// <summary>Per department, as sent and case-folded.</summary>
    public static async Task<IReadOnlyList<CodeFigure>> ReportAsync(ImportOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = Command(connection, "Sql/Codes/figures.sql");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var figures = new List<CodeFigure>();
        while (await rows.ReadAsync(ct))
        {
            figures.Add(new CodeFigure(rows.GetString(0), rows.GetBoolean(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6)));
        }

        return figures;
    }

    /// <summary>Writes the correction file, every code that is not in order; returns its rows.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static async Task<long> ExportAsync(string path, ImportOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync(ct);
        // With a byte-order mark, or Excel reads Chinese in the machine's own code page.
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)) { NewLine = "\r\n" };
        await file.WriteLineAsync(Header.AsMemory(), ct);
        await using var command = Command(connection, "Sql/Codes/faults.sql");
        await using var rows = await command.ExecuteReaderAsync(ct);
        long count = 0;
        while (await rows.ReadAsync(ct))
        {
            count++;
            await file.WriteLineAsync(CsvLine.Join(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), string.Empty, string.Empty).AsMemory(), ct);
        }

        return count;
    }

    internal static NpgsqlCommand Command(NpgsqlConnection connection, string sqlFile) =>
        new(SqlResource.Read(typeof(CodeLedger).Assembly, sqlFile), connection) { CommandTimeout = TimeoutSeconds };

    internal static string LineText(long line, string what) => string.Create(CultureInfo.InvariantCulture, $"line {line}: {what}");
}
