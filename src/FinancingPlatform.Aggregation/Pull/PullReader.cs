using System.Data;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Aggregation.Pull;

/// <summary>
/// Reads the next rows of a source into a file of JSON lines (前置库读取). Only rows of transactions that ended before every open one began are taken:
/// below <c>pg_snapshot_xmin</c> nothing can be committed any more, so a transaction that commits late is never overtaken by the position, as it would be
/// by a sequence or a time of change. Within one transaction the key orders the rows.
/// </summary>
internal sealed class PullReader(PullSource source)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<Result<PulledRows>> ReadAsync(PullPosition from, Stream to, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(source.ConnectionString);
            await connection.OpenAsync(ct);
            // One snapshot for the numbers and the rows.
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            return await ReadAsync(transaction, from, to, ct);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return PullErrors.Unreachable(source.Name, e.Message);
        }
    }

    private async Task<Result<PulledRows>> ReadAsync(NpgsqlTransaction transaction, PullPosition from, Stream to, CancellationToken ct)
    {
        var table = await TableAsync(transaction, ct);
        if (!table.IsOk)
        {
            return table.Error;
        }

        var (until, cluster, isAhead) = await SnapshotAsync(transaction, from, ct);
        if (isAhead || (from.Cluster is not null && from.Cluster != cluster))
        {
            return PullErrors.Restored(source.Name);
        }

        var (rows, last) = await CopyAsync(transaction, table.Value, from, until, to, ct);
        // A full batch may end inside a transaction; the next one goes on behind its last row.
        return rows == source.BatchRows
            ? new PulledRows(rows, last! with { Cluster = cluster }, More: true, HeldBack: false)
            : new PulledRows(rows, new PullPosition(until, null, cluster), More: false, await IsHeldBackAsync(transaction, until, ct));
    }

    private async Task<(int Rows, PullPosition? Last)> CopyAsync(NpgsqlTransaction transaction, SourceTable table, PullPosition from, string until, Stream to, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql(table, from), transaction.Connection, transaction);
        command.Parameters.AddWithValue("from", from.Xid);
        command.Parameters.AddWithValue("until", until);
        command.Parameters.AddWithValue("limit", source.BatchRows);
        for (var i = 0; i < source.KeyColumns.Count && from.Key is not null; i++)
        {
            command.Parameters.AddWithValue(KeyName(i), from.Key[i]);
        }

        var (rows, keys) = (0, source.KeyColumns.Count);
        PullPosition? last = null;
        await using var json = new Utf8JsonWriter(to, Readable);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows++;
            if (rows == source.BatchRows)
            {
                last = new PullPosition(reader.GetString(0), [.. Enumerable.Range(1, keys).Select(reader.GetString)], null);
            }

            json.WriteStartObject();
            for (var i = 0; i < table.Taken.Count; i++)
            {
                var at = 1 + keys + i;
                json.WriteString(table.Taken[i].Header, reader.IsDBNull(at) ? null : reader.GetString(at));
            }

            json.WriteEndObject();
            await json.FlushAsync(ct);
            json.Reset();
            to.WriteByte((byte)'\n');
        }

        return (rows, last);
    }

    /// <summary>Reads by the index of change column and key, forward only, never more than a batch.</summary>
    internal string Sql(SourceTable table, PullPosition from)
    {
        // By the table's columns, not by their texts, which carry the same names in the result.
        var change = Column(source.ChangeColumn);
        var keys = string.Join(", ", source.KeyColumns.Select(Column));
        var after = from.Key is null
            ? $"{change} >= @from::text::xid8"
            : $"({change}, {keys}) > (@from::text::xid8, {string.Join(", ", table.KeyTypes.Select((type, i) => $"@{KeyName(i)}::text::{type}"))})";
        return $"""
            select {string.Join(", ", source.KeyColumns.Prepend(source.ChangeColumn).Concat(table.Taken.Select(column => column.Name)).Select(name => $"{Column(name)}::text"))}
            from {QuoteTable()} as source
            where {after} and {change} < @until::text::xid8
            order by {change}, {keys}
            limit @limit
            """;
    }

    private static string Column(string name) => "source." + Quote(name);

    private async Task<Result<SourceTable>> TableAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        var columns = new Dictionary<string, (string Type, bool NotNull)>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand(Embedded("columns"), transaction.Connection, transaction))
        {
            command.Parameters.AddWithValue("table", QuoteTable());
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct) && columns.Count < PullLimits.Columns)
            {
                columns[rows.GetString(0)] = (rows.GetString(1), rows.GetBoolean(2));
            }
        }

        if (columns.Count == 0)
        {
            return PullErrors.NoTable(source.Name, source.Table);
        }

        if (source.KeyColumns.Append(source.ChangeColumn).Concat(source.Columns?.Keys ?? []).FirstOrDefault(name => !columns.ContainsKey(name)) is { } missing)
        {
            return PullErrors.NoColumn(source.Name, missing);
        }

        var (type, notNull) = columns[source.ChangeColumn];
        return type != "xid8" || !notNull
            ? PullErrors.ChangeColumn(source.Name, source.ChangeColumn, notNull ? type : type + " null")
            : new SourceTable(
                [.. source.KeyColumns.Select(key => columns[key].Type)],
                [.. source.Columns?.Select(pair => (pair.Key, pair.Value)) ?? columns.Keys.Where(name => name != source.ChangeColumn).Select(name => (name, name))]);
    }

    private static async Task<(string Until, string Cluster, bool IsAhead)> SnapshotAsync(NpgsqlTransaction transaction, PullPosition from, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Embedded("snapshot"), transaction.Connection, transaction);
        command.Parameters.AddWithValue("at", from.Xid);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetString(0), row.GetString(1), row.GetBoolean(2));
    }

    private async Task<bool> IsHeldBackAsync(NpgsqlTransaction transaction, string until, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select exists (select from {QuoteTable()} where {Quote(source.ChangeColumn)} >= @until::text::xid8)", transaction.Connection, transaction);
        command.Parameters.AddWithValue("until", until);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private string QuoteTable() => string.Join('.', source.Table.Split('.').Select(Quote));

    private static string Quote(string identifier) => "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string KeyName(int i) => string.Create(CultureInfo.InvariantCulture, $"key{i}");

    private static string Embedded(string name) => SqlResource.Read(typeof(PullReader).Assembly, $"Sql/Pull/{name}.sql");
}

/// <summary>What a source's table looks like now.</summary>
/// <param name="KeyTypes">Types of the key columns.</param>
/// <param name="Taken">Columns that are read, and the header under which each is imported.</param>
internal sealed record SourceTable(IReadOnlyList<string> KeyTypes, IReadOnlyList<(string Name, string Header)> Taken);
