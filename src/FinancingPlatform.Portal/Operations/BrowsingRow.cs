using FinancingPlatform.Portal.Sessions;

namespace FinancingPlatform.Portal.Operations;

/// <summary>An alarm of data browsing (疑似违规查询; rule A6): a bank's officer whose looks led to no decision. It names no enterprise.</summary>
internal sealed record BrowsingRow(
    Guid Id, string Bank, string Officer, DateOnly FromDay, DateOnly ToDay, int Looks, int Undecided, DateTime RaisedAt, DateTime? ClosedAt, string? ClosedBy, string? Outcome)
{
    /// <summary>Longest outcome, as the database's check says.</summary>
    public const int MaxOutcome = 500;

    /// <summary>Most rows of one export.</summary>
    public const int MaxExportRows = 5_000;

    public static async Task<ListPage<BrowsingRow>> PageAsync(SessionDatabase database, string? state, PageCursor? after, int size, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var rows = await session.ListAsync(
            """
            select id, bank, operator, from_day, to_day, looks, undecided, raised_at, closed_at, closed_by, outcome
            from indicator.operator_browsing($1::text, $2::timestamptz, $3::uuid, $4)
            """,
            static r => new BrowsingRow(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetFieldValue<DateOnly>(3), r.GetFieldValue<DateOnly>(4), r.GetInt32(5), r.GetInt32(6), r.GetDateTime(7),
                r.Value<DateTime>(8), r.Text(9), r.Text(10)),
            ct, state, after?.At, after?.Id, size + 1);
        return ListPage<BrowsingRow>.Cut(rows, size, static r => new PageCursor(new DateTimeOffset(r.RaisedAt, TimeSpan.Zero), r.Id));
    }
}
