using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>An objection and its clock (异议); the key is a digest once its record was removed.</summary>
internal sealed record ObjectionRow(
    Guid Id, string Item, string Key, string State, DateTime SubmittedAt, DateTime? AcceptedAt, DateOnly? DueOn, DateOnly? DecidedOn, DateTime? SyncedAt, string? Outcome)
{
    /// <summary>Longest reason, as the database's check says.</summary>
    public const int MaxReason = 1000;

    /// <summary>Longest statement.</summary>
    public const int MaxStatement = 500;

    /// <summary>Most rows of one export.</summary>
    public const int MaxExportRows = 5_000;

    private const string Own = """
        select o.id, o.item, o.natural_key, o.state, o.submitted_at, o.accepted_at, o.due_on, o.decided_on, o.synced_at, o.outcome
        from credit.objection o
        where o.enterprise_id = (select identity.session_enterprise_id())
            and ($1::timestamptz is null or (o.submitted_at, o.id) < ($1::timestamptz, $2::uuid))
        order by o.submitted_at desc, o.id desc
        limit $3
        """;

    /// <summary>True when its record's content is gone.</summary>
    public bool IsRemoved => Key.StartsWith("removed:", StringComparison.Ordinal);

    /// <summary>True when it still waits for an answer after the last day.</summary>
    public bool IsOverdue(DateOnly today) => State == "forwarded" && DueOn < today;

    public static Task<ListPage<ObjectionRow>> PageAsync(SessionDatabase database, PageCursor? after, int size, CancellationToken ct) => ReadAsync(database, Own, after, size, ct);

    /// <summary>Everybody's, for an operator's session: no key.</summary>
    public static Task<ListPage<ObjectionRow>> OperatorPageAsync(SessionDatabase database, PageCursor? after, int size, CancellationToken ct) => ReadAsync(
        database,
        "select id, item, '', state, submitted_at, accepted_at, due_on, decided_on, synced_at, outcome from indicator.operator_objections($1::timestamptz, $2::uuid, $3)",
        after, size, ct);

    private static async Task<ListPage<ObjectionRow>> ReadAsync(SessionDatabase database, string sql, PageCursor? after, int size, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var rows = await session.ListAsync(sql, Read, ct, after?.At, after?.Id, size + 1);
        return ListPage<ObjectionRow>.Cut(rows, size, static r => new PageCursor(new DateTimeOffset(r.SubmittedAt, TimeSpan.Zero), r.Id));
    }

    private static ObjectionRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetDateTime(4), row.Value<DateTime>(5), row.Value<DateOnly>(6),
        row.Value<DateOnly>(7), row.Value<DateTime>(8), row.Text(9));
}
