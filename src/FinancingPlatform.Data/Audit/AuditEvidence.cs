using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>What a verifier reads (审计证据): links in the order of chain and place, the chains' tips where they are known, and the seals.</summary>
/// <param name="Events">Every link; read once.</param>
/// <param name="Tips">Chain → last place, as the database says; null from an export.</param>
/// <param name="Seals">The database's seals, by number.</param>
/// <param name="FiledSeals">The seals kept in files outside the database; null when there is no such folder at hand.</param>
public sealed record AuditEvidence(
    IAsyncEnumerable<AuditEvent> Events, IReadOnlyDictionary<int, long>? Tips, IReadOnlyList<AuditSeal> Seals, IReadOnlyList<AuditSeal>? FiledSeals)
{
    private const string EventLine = "event";
    private const string SealLine = "seal";

    /// <summary>From the database, as a role that may read the chain.</summary>
    /// <param name="connection">Open; kept open until the events are read.</param>
    /// <param name="sealDirectory">Folder of seal files; null where it is not at hand.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<AuditEvidence> FromDatabaseAsync(NpgsqlConnection connection, string? sealDirectory, CancellationToken ct)
    {
        // Tips first: links that are written while this reads stand behind them.
        var tips = new Dictionary<int, long>();
        await using (var command = new NpgsqlCommand("select chain, seq from audit.tip", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                tips.Add(reader.GetInt16(0), reader.GetInt64(1));
            }
        }

        var seals = new List<AuditSeal>();
        await using (var command = new NpgsqlCommand("select seal_no, jws from audit.seal order by seal_no", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                seals.Add(new AuditSeal(reader.GetInt64(0), reader.GetString(1)));
            }
        }

        return new AuditEvidence(ReadAsync(connection, ct), tips, seals, sealDirectory is null ? null : [.. SealFiles.ReadAll(sealDirectory)]);
    }

    /// <summary>From an export: one JSON object per line, seals first.</summary>
    public static async Task<AuditEvidence> FromExportAsync(string file, string? sealDirectory, CancellationToken ct)
    {
        var seals = new List<AuditSeal>();
        await foreach (var line in File.ReadLinesAsync(file, ct))
        {
            if (Parse(line).Seal is not { } seal)
            {
                break;
            }

            seals.Add(seal);
        }

        return new AuditEvidence(ReadAsync(file, ct), null, seals, sealDirectory is null ? null : [.. SealFiles.ReadAll(sealDirectory)]);
    }

    /// <summary>Writes the evidence as an export that can be verified without the database.</summary>
    /// <returns>Number of events.</returns>
    public async Task<long> ExportAsync(string file, CancellationToken ct)
    {
        await using var writer = new StreamWriter(file);
        foreach (var seal in Seals)
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(new Line(SealLine, null, seal), JsonSerializerOptions.Web).AsMemory(), ct);
        }

        var events = 0L;
        await foreach (var link in Events.WithCancellation(ct))
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(new Line(EventLine, link, null), JsonSerializerOptions.Web).AsMemory(), ct);
            events++;
        }

        return events;
    }

    private static async IAsyncEnumerable<AuditEvent> ReadAsync(string file, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in File.ReadLinesAsync(file, ct))
        {
            if (Parse(line).Event is { } link)
            {
                yield return link;
            }
        }
    }

    private static Line Parse(string line) =>
        JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web) ?? throw new JsonException("A line of an audit export is empty.");

    private static async IAsyncEnumerable<AuditEvent> ReadAsync(NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(AuditEvidence).Assembly, "Sql/Audit/events.sql"), connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return Row(reader);
        }
    }

    // The row is in memory once it is read: taking its columns does not block.
    private static AuditEvent Row(NpgsqlDataReader row)
    {
        return new AuditEvent(
            row.GetInt16(0), row.GetInt64(1), row.GetGuid(2), row.GetFieldValue<DateTimeOffset>(3), row.GetString(4), row.GetString(5),
            Text(6), Text(7), row.GetString(8), row.GetString(9), Text(10), row.IsDBNull(11) ? null : row.GetGuid(11), Text(12),
            row.IsDBNull(13) ? null : Bytes(13), Bytes(14), Bytes(15), Bytes(16));

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        byte[] Bytes(int column) => row.GetFieldValue<byte[]>(column);
    }

    private sealed record Line(string Type, AuditEvent? Event, AuditSeal? Seal);
}
