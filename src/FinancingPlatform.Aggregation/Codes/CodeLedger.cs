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
    private const int PageRows = 100_000;

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
        long count = 0;
        var (department, line, rows) = (string.Empty, 0L, 0);
        do
        {
            rows = 0;
            await using var command = Command(connection, "Sql/Codes/faults.sql");
            command.Parameters.AddWithValue(department);
            command.Parameters.AddWithValue(line);
            command.Parameters.AddWithValue(PageRows);
            await using var faults = await command.ExecuteReaderAsync(ct);
            while (await faults.ReadAsync(ct))
            {
                rows++;
                (department, line) = (faults.GetString(0), faults.GetInt64(1));
                await file.WriteLineAsync(CsvLine.Join(department, faults.GetString(2), faults.GetString(3), faults.GetString(4), string.Empty, string.Empty).AsMemory(), ct);
            }

            count += rows;
        }
        while (rows == PageRows);

        return count;
    }

    internal static NpgsqlCommand Command(NpgsqlConnection connection, string sqlFile) =>
        new(SqlResource.Read(typeof(CodeLedger).Assembly, sqlFile), connection) { CommandTimeout = TimeoutSeconds };

    internal static string LineText(long line, string what) => string.Create(CultureInfo.InvariantCulture, $"line {line}: {what}");
}
