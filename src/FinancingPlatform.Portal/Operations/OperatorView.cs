using FinancingPlatform.Portal.Sessions;

namespace FinancingPlatform.Portal.Operations;

/// <summary>What waits for one destination (上报队列).</summary>
internal sealed record Backlog(string Destination, long Waiting, DateTime? OldestAt, long Parked);

/// <summary>A message that stopped and holds its stream back (停留报文).</summary>
internal sealed record ParkedMessage(string Destination, Guid? MessageId, string? Kind, DateTime ParkedAt, int Failures, string? LastError);

/// <summary>The newest seal of the audit chain (审计封存).</summary>
internal sealed record LastSeal(long Number, DateTime SealedAt, long Events);

/// <summary>One import (导入批次): received = new + new version + duplicate + withheld + rejected, always.</summary>
internal sealed record ImportBatch(
    long Id, string Item, string Source, DateTime StartedAt, DateTime? FinishedAt, long Received, long New, long Version, long Duplicate, long Withheld, long Rejected);

/// <summary>The operator's page (运维概况), from functions that answer an operator's session only and give no enterprise data.</summary>
internal sealed record OperatorView(
    IReadOnlyList<Backlog> Backlogs, IReadOnlyList<ParkedMessage> Parked, LastSeal? Seal, IReadOnlyList<ImportBatch> Imports, long? NextImport)
{
    private const int MaxParked = 50;
    private const int ImportRows = 20;

    /// <summary>Reads it; imports before <paramref name="beforeImport"/>.</summary>
    public static async Task<OperatorView> ReadAsync(SessionDatabase database, long? beforeImport, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var backlogs = await session.ListAsync(
            "select destination, waiting, oldest_at, parked_streams from exchange.backlog() order by destination",
            static r => new Backlog(r.GetString(0), r.GetInt64(1), r.Value<DateTime>(2), r.GetInt64(3)), ct);
        var parked = await session.ListAsync(
            "select destination, message_id, kind, parked_at, failures, last_error from indicator.operator_parked($1)",
            static r => new ParkedMessage(r.GetString(0), r.Value<Guid>(1), r.Text(2), r.GetDateTime(3), r.GetInt32(4), r.Text(5)), ct, MaxParked);
        var seals = await session.ListAsync(
            "select seal_no, sealed_at, events from indicator.operator_seal()", static r => new LastSeal(r.GetInt64(0), r.GetDateTime(1), r.GetInt64(2)), ct);
        var imports = await session.ListAsync(
            """
            select id, item, source, started_at, finished_at, received, accepted_new, accepted_version, duplicate, withheld, rejected
            from indicator.operator_imports($1::bigint, $2)
            """,
            static r => new ImportBatch(
                r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetDateTime(3), r.Value<DateTime>(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7),
                r.GetInt64(8), r.GetInt64(9), r.GetInt64(10)),
            ct, beforeImport, ImportRows + 1);
        var more = imports.Count > ImportRows;
        var shown = more ? imports.GetRange(0, ImportRows) : imports;
        return new OperatorView(backlogs, parked, seals is [var seal, ..] ? seal : null, shown, more ? shown[^1].Id : null);
    }
}
