using FinancingPlatform.Portal.Sessions;

namespace FinancingPlatform.Portal.Operations;

/// <summary>What waits for one destination (上报队列).</summary>
internal sealed record Backlog(string Destination, long Waiting, DateTime? OldestAt, long Parked);

/// <summary>A message that stopped and holds its stream back (停留报文).</summary>
internal sealed record ParkedMessage(string Destination, Guid? MessageId, string? Kind, DateTime ParkedAt, int Failures, string? LastError);

/// <summary>The newest seal of the audit chain (审计封存).</summary>
internal sealed record LastSeal(long Number, DateTime SealedAt, long Events);

/// <summary>The operator's page (运维概况), from functions that answer an operator's session only and give no enterprise data.</summary>
internal sealed record OperatorView(IReadOnlyList<Backlog> Backlogs, IReadOnlyList<ParkedMessage> Parked, LastSeal? Seal)
{
    private const int MaxParked = 50;

    /// <summary>Reads it.</summary>
    public static async Task<OperatorView> ReadAsync(SessionDatabase database, CancellationToken ct)
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
        return new OperatorView(backlogs, parked, seals is [var seal, ..] ? seal : null);
    }
}
