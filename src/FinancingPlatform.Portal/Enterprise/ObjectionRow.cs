using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>An objection and its clock (异议); the key is a digest once its record was removed.</summary>
internal sealed record ObjectionRow(
    Guid Id, string Item, string Key, string State, DateTime SubmittedAt, DateTime? AcceptedAt, DateOnly? DueOn, DateOnly? DecidedOn, DateTime? SyncedAt, string? Outcome,
    string Source, DateTime? FetchedAt, string? AnsweredThrough, string ItemZh, string ItemEn)
{
    /// <summary>Working days from submission to acceptance; more is late (rule D7).</summary>
    public const int AcceptanceDays = 1;

    /// <summary>Longest reason, as the database's check says.</summary>
    public const int MaxReason = 1000;

    /// <summary>Longest statement.</summary>
    public const int MaxStatement = 500;

    /// <summary>Most rows of one export.</summary>
    public const int MaxExportRows = 5_000;

    // The item as the newest list names it.
    private const string Named = """
        coalesce(c.name_zh, o.item), coalesce(c.name_en, o.item)
        """;

    private const string Names = """
        left join lateral (select i.name_zh, i.name_en from credit.catalogue_item i where i.code = o.item order by i.version desc limit 1) c on true
        """;

    private const string Operators = $"""
        select o.id, o.item, '', o.state, o.submitted_at, o.accepted_at, o.due_on, o.decided_on, o.synced_at, o.outcome, o.source, o.fetched_at, o.answered_through, {Named}
        from indicator.operator_objections($4::uuid, $5::text, $6::text, $1::timestamptz, $2::uuid, $3) o
        {Names}
        order by o.submitted_at desc, o.id desc
        """;

    private const string Own = $"""
        select o.id, o.item, o.natural_key, o.state, o.submitted_at, o.accepted_at, o.due_on, o.decided_on, o.synced_at, o.outcome, o.source, o.fetched_at, o.answered_through, {Named}
        from credit.objection o
        {Names}
        where o.enterprise_id = (select identity.session_enterprise_id())
            and ($1::timestamptz is null or (o.submitted_at, o.id) < ($1::timestamptz, $2::uuid))
        order by o.submitted_at desc, o.id desc
        limit $3
        """;

    /// <summary>True when its record's content is gone.</summary>
    public bool IsRemoved => Key.StartsWith("removed:", StringComparison.Ordinal);

    /// <summary>True when it still waits for an answer after the last day.</summary>
    public bool IsOverdue(DateOnly today) => State == "forwarded" && DueOn < today;

    /// <summary>True when the answer took effect here after its last day.</summary>
    public bool IsAnsweredLate => SyncedAt is { } synced && DueOn is { } due && Day(synced) > due;

    /// <summary>True when it was accepted more than a working day after it was submitted, or still is not.</summary>
    public bool IsAcceptedLate(DateOnly today) =>
        (State != "closed" || AcceptedAt is not null)
        && WorkingCalendar.Official.AddWorkingDays(Day(SubmittedAt), AcceptanceDays) is { IsOk: true } last && (AcceptedAt is { } at ? Day(at) : today) > last.Value;

    public static Task<ListPage<ObjectionRow>> PageAsync(SessionDatabase database, PageCursor? after, int size, CancellationToken ct) => ReadAsync(database, Own, after, size, ct);

    /// <summary>Everybody's, for an operator's session: no key.</summary>
    /// <param name="database">Of the operator.</param>
    /// <param name="state">open, overdue, closed; null for all.</param>
    /// <param name="item">One item's; null for all.</param>
    /// <param name="after">Where the page begins.</param>
    /// <param name="size">Rows of the page.</param>
    /// <param name="ct">Cancels.</param>
    public static Task<ListPage<ObjectionRow>> OperatorPageAsync(SessionDatabase database, string? state, string? item, PageCursor? after, int size, CancellationToken ct) => ReadAsync(
        database,
        Operators, after, size, ct, null, state, item);

    /// <summary>One of them; null when there is none.</summary>
    public static async Task<ObjectionRow?> FindForOperatorAsync(SessionDatabase database, Guid id, CancellationToken ct) =>
        (await ReadAsync(database, Operators, null, 1, ct, id, null, null)).Rows is [var row] ? row : null;

    private static async Task<ListPage<ObjectionRow>> ReadAsync(SessionDatabase database, string sql, PageCursor? after, int size, CancellationToken ct, params object?[] filter)
    {
        await using var session = await database.OpenAsync(ct);
        var rows = await session.ListAsync(sql, Read, ct, [after?.At, after?.Id, size + 1, .. filter]);
        return ListPage<ObjectionRow>.Cut(rows, size, static r => new PageCursor(new DateTimeOffset(r.SubmittedAt, TimeSpan.Zero), r.Id));
    }

    private static ObjectionRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetDateTime(4), row.Value<DateTime>(5), row.Value<DateOnly>(6),
        row.Value<DateOnly>(7), row.Value<DateTime>(8), row.Text(9), row.GetString(10), row.Value<DateTime>(11), row.Text(12), row.GetString(13), row.GetString(14));

    private static DateOnly Day(DateTime utc) => DateOnly.FromDateTime(China.ToLocal(new DateTimeOffset(utc, TimeSpan.Zero)).DateTime);
}
