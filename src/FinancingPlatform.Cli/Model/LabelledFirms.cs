using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Tables;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Cli.Model;

/// <summary>
/// The labelled firms of the contest's first table: their numbers and whether they defaulted. Name and rating columns are never
/// read: the rating is almost the label.
/// </summary>
internal static class LabelledFirms
{
    private const string FirmColumn = "企业代号";
    private const string LabelColumn = "是否违约";
    private const string Defaulted = "是";

    public static IReadOnlyList<(string Firm, bool IsBad)> Read(string path)
    {
        using var reader = new StreamReader(path);
        using var rows = CsvRows.Read(reader).GetEnumerator();
        rows.MoveNext();
        var header = rows.Current.Fields.ConvertAll(h => h.Trim('\uFEFF', ' '));
        var (firm, label) = (header.IndexOf(FirmColumn), header.IndexOf(LabelColumn));
        if (firm < 0 || label < 0)
        {
            throw new CliException($"The file has no column {FirmColumn} or {LabelColumn}.", path, "Name the folder that holds a1_firms.csv as published.");
        }

        var firms = new List<(string, bool)>();
        while (rows.MoveNext())
        {
            firms.Add((rows.Current.Fields[firm], rows.Current.Fields[label] == Defaulted));
        }

        return firms;
    }

    /// <summary>Copies one invoice file into the city's credit records, as the item.</summary>
    public static async Task<long> CopyInvoicesAsync(NpgsqlDataSource owner, string path, string item, IReadOnlyDictionary<string, long> enterprises, long batch, DateTimeOffset known, CancellationToken cancel)
    {
        var opened = await SourceFile.OpenAsync(path, FileLimits.Default, cancel).ConfigureAwait(false);
        if (!opened.IsOk)
        {
            throw new CliException(opened.Error.MessageEn, path, "Name the folder that holds the contest's files.");
        }

        await using var file = opened.Value;
        // The contest's files are small; the reader of tables is not asynchronous and the unpacker is.
        using var unpacked = new MemoryStream();
        await file.Content.CopyToAsync(unpacked, cancel).ConfigureAwait(false);
        unpacked.Position = 0;
        using var text = new StreamReader(unpacked);
        await using var connection = await owner.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy credit.credit_record (enterprise_id, item, source, occurred_on, known_at, amount, code, counterparty, natural_key, batch_id, sha256) from stdin (format binary)",
            cancel).ConfigureAwait(false);
        var count = 0L;
        // Columns: firm, number, date, counterparty, amount without tax, tax, total, state.
        foreach (var (line, fields) in CsvRows.Read(text).Skip(1))
        {
            if (!enterprises.TryGetValue(fields[0], out var enterprise))
            {
                continue;
            }

            await copy.StartRowAsync(cancel).ConfigureAwait(false);
            await copy.WriteAsync(enterprise, NpgsqlDbType.Bigint, cancel).ConfigureAwait(false);
            await copy.WriteAsync(item, NpgsqlDbType.Text, cancel).ConfigureAwait(false);
            await copy.WriteAsync("CUMCM 2020 C", NpgsqlDbType.Text, cancel).ConfigureAwait(false);
            await copy.WriteAsync(DateOnly.Parse(fields[2], CultureInfo.InvariantCulture), NpgsqlDbType.Date, cancel).ConfigureAwait(false);
            await copy.WriteAsync(known, NpgsqlDbType.TimestampTz, cancel).ConfigureAwait(false);
            await copy.WriteAsync(decimal.Parse(fields[4], NumberStyles.Float, CultureInfo.InvariantCulture), NpgsqlDbType.Numeric, cancel).ConfigureAwait(false);
            await copy.WriteAsync(fields[7].Trim() == "作废发票" ? "voided" : "valid", NpgsqlDbType.Text, cancel).ConfigureAwait(false);
            await copy.WriteAsync(fields[3], NpgsqlDbType.Text, cancel).ConfigureAwait(false);
            await copy.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{fields[1]}/{line}"), NpgsqlDbType.Text, cancel).ConfigureAwait(false);
            await copy.WriteAsync(batch, NpgsqlDbType.Bigint, cancel).ConfigureAwait(false);
            await copy.WriteAsync(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', fields))), NpgsqlDbType.Bytea, cancel).ConfigureAwait(false);
            count++;
        }

        await copy.CompleteAsync(cancel).ConfigureAwait(false);
        return count;
    }
}
