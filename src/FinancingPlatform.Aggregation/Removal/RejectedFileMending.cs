using System.Globalization;
using System.Text;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;
using Npgsql;

namespace FinancingPlatform.Aggregation.Removal;

/// <summary>
/// Takes out of this machine's rejected files what a removal took out of the database (退回文件清除; rule B1). A line that the database still keeps keeps
/// its value; every other line loses it, and says so. Runs after decisions and after expiry.
/// </summary>
public static class RejectedFileMending
{
    /// <summary>Files looked at in one turn.</summary>
    public const int BatchSize = 50;

    /// <summary>What stands in the place of a value.</summary>
    public const string Withheld = "（已依法移除 / removed by law）";

    private static readonly TableLayout s_layout = new([.. RejectedFile.Header.Split(',').Select(name => new TableColumn(name, IsRequired: true))]);

    /// <summary>One turn; answers how many files it mended or found gone, and which it could not read or write: those stay on the list.</summary>
    /// <param name="source">Role loader or worker.</param>
    /// <param name="ct">Cancels between files.</param>
    public static async Task<(int Mended, IReadOnlyList<string> Failed)> RunOnceAsync(NpgsqlDataSource source, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var files = new List<(long Batch, string Path, HashSet<long> Kept, DateTime Since)>();
        await using (var read = source.CreateCommand("select f.batch_id, f.path, f.kept, statement_timestamp() from credit.rejected_files_to_mend($1, $2) f"))
        {
            read.Parameters.AddWithValue(Environment.MachineName);
            read.Parameters.AddWithValue(BatchSize);
            await using var reader = await read.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                files.Add((reader.GetInt64(0), reader.GetString(1), [.. reader.GetFieldValue<long[]>(2)], reader.GetDateTime(3)));
            }
        }

        var failed = new List<string>();
        foreach (var (batch, path, kept, since) in files)
        {
            try
            {
                if (File.Exists(path))
                {
                    await MendAsync(path, kept, ct);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failed.Add($"{path}: {e.Message}");
                continue;
            }

            await using var done = source.CreateCommand("select credit.rejected_file_mended($1, $2)");
            done.Parameters.AddWithValue(batch);
            done.Parameters.AddWithValue(since);
            await done.ExecuteNonQueryAsync(ct);
        }

        return (files.Count - failed.Count, failed);
    }

    private static async Task MendAsync(string path, HashSet<long> kept, CancellationToken ct)
    {
        var part = path + ".part";
        await using (var file = (await SourceFile.OpenAsync(path, FileLimits.Default, ct)).Match(f => f, e => throw new UnreadableFileException(e)))
        {
            var table = (await TableReader.OpenAsync(file, [s_layout], ct)).Match(t => t, e => throw new UnreadableFileException(e));
            await using var writer = new StreamWriter(part, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            await writer.WriteLineAsync(RejectedFile.Header.AsMemory(), ct);
            await foreach (var row in table.RowsAsync(ct))
            {
                string[] cells = [.. row.Cells.Select(cell => cell ?? string.Empty)];
                if (!long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var line) || !kept.Contains(line))
                {
                    cells[s_layout.IndexOf("value")] = Withheld;
                }

                await writer.WriteLineAsync(CsvLine.Join(cells).AsMemory(), ct);
            }
        }

        File.Move(part, path, overwrite: true);
    }
}
