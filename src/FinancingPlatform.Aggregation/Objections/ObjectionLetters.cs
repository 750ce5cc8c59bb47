using System.Globalization;
using System.Text;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Calendar;
using Npgsql;

namespace FinancingPlatform.Aggregation.Objections;

/// <summary>
/// Objections for sources that have no client of their own (异议转办函清单; rule B5): a table to send by letter. The answer comes back as a file of decisions, or
/// an operator records it.
/// </summary>
public static class ObjectionLetters
{
    /// <summary>Rows of one file.</summary>
    public const int MaxRows = 5_000;

    /// <summary>Writes what nobody took yet; answers how many rows. Taking them is noted.</summary>
    /// <param name="source">Role loader.</param>
    /// <param name="path">The file; replaced.</param>
    /// <param name="again">Also what was taken before and still waits.</param>
    /// <param name="ct">Cancels; nothing is noted then.</param>
    public static async Task<int> WriteAsync(NpgsqlDataSource source, string path, bool again, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = 0;
        await using (var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)) { NewLine = "\n" })
        {
            await writer.WriteLineAsync("id,source,uscc,enterprise,item,key,reason,statement,accepted_on,due_on".AsMemory(), ct);
            await using var command = new NpgsqlCommand(
                "select o.id, o.source, o.uscc, o.enterprise_name, o.item, o.natural_key, o.reason, o.statement, o.accepted_at, o.due_on from credit.outgoing_objections($1, $2) o",
                connection, transaction)
            {
                Parameters = { new() { Value = again }, new() { Value = MaxRows } },
            };
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                await writer.WriteLineAsync(Line(reader).AsMemory(), ct);
                rows++;
            }
        }

        await transaction.CommitAsync(ct);
        return rows;
    }

    private static string Line(NpgsqlDataReader row) => CsvLine.Join(
        row.GetGuid(0).ToString("D"),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.IsDBNull(6) ? string.Empty : row.GetString(6),
        row.IsDBNull(7) ? string.Empty : row.GetString(7),
        Day(DateOnly.FromDateTime(China.ToLocal(new DateTimeOffset(row.GetDateTime(8), TimeSpan.Zero)).DateTime)),
        Day(row.GetFieldValue<DateOnly>(9)));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
