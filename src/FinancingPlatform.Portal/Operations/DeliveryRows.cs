using System.Globalization;
using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Operations;

/// <summary>The balance of one delivery (对账, rule B2): received = new + new version + duplicate + withheld + rejected.</summary>
internal sealed record DeliveryCounts(long Received, long New, long Version, long Duplicate, long Withheld, long Rejected, long Late)
{
    /// <summary>True when every received row is accounted for.</summary>
    public bool IsBalanced => Received == New + Version + Duplicate + Withheld + Rejected;

    /// <summary>Reads them from so many columns on.</summary>
    public static DeliveryCounts Read(NpgsqlDataReader r, int from) => new(
        r.GetInt64(from), r.GetInt64(from + 1), r.GetInt64(from + 2), r.GetInt64(from + 3), r.GetInt64(from + 4), r.GetInt64(from + 5), r.GetInt64(from + 6));
}

/// <summary>One delivery in the list (报送批次).</summary>
internal sealed record DeliveryRow(
    long Id, string Item, string? NameZh, string? NameEn, string Source, string Channel, string FileName, DateTime? FinishedAt, DeliveryCounts Counts)
{
    public const int PageRows = 30;

    public static async Task<ListPage<DeliveryRow>> PageAsync(
        SessionDatabase database, long? before, string? item, string? source, bool onlyRejected, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var rows = await session.ListAsync(
            """
            select id, item, name_zh, name_en, source, channel, file_name, finished_at, received, accepted_new, accepted_version, duplicate, withheld, rejected, late
            from indicator.operator_deliveries($1::bigint, $2::text, $3::text, $4, $5)
            """,
            static r => new DeliveryRow(
                r.GetInt64(0), r.GetString(1), r.Text(2), r.Text(3), r.GetString(4), r.GetString(5), r.GetString(6), r.Value<DateTime>(7), DeliveryCounts.Read(r, 8)),
            ct, before, item, source, onlyRejected, PageRows + 1);
        return rows.Count <= PageRows
            ? new ListPage<DeliveryRow>(rows, null)
            : new ListPage<DeliveryRow>(rows.GetRange(0, PageRows), rows[PageRows - 1].Id.ToString(CultureInfo.InvariantCulture));
    }
}

/// <summary>A delivery that is not in yet, or never will be (未入库报送).</summary>
internal sealed record UnfinishedDelivery(
    Guid Id, string Source, string Item, string State, long Rows, DateTime OpenedAt, int Attempts, string? ErrorCode, string? ErrorZh, string? ErrorEn, long? Mends)
{
    private const int MaxShown = 20;

    // The database holds the same bound (operator_set_aside).
    private const int StuckAttempts = 3;

    /// <summary>True when the platform itself failed so often that the delivery may be set aside (搁置) for the later ones to go on.</summary>
    public bool IsStuck => State == "complete" && Attempts >= StuckAttempts && ErrorCode is not null;

    public static async Task<List<UnfinishedDelivery>> NewestAsync(SessionDatabase database, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        return await session.ListAsync(
            """
            select id, source, item, state, declared_rows, opened_at, attempts, error_code, error_zh, error_en, mends_batch
            from indicator.operator_unfinished($1)
            """,
            static r => new UnfinishedDelivery(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetDateTime(5), r.GetInt32(6), r.Text(7), r.Text(8), r.Text(9),
                r.Value<long>(10)),
            ct, MaxShown);
    }
}

/// <summary>One delivery with what it took (报送明细).</summary>
internal sealed record DeliveryDetail(
    long Id, string Item, string? NameZh, string? NameEn, string Source, string Channel, string FileName, byte[] FileSha256, DateTime StartedAt, DateTime? FinishedAt,
    DeliveryCounts Counts, long Kept, long? MendsBatch, long? MendsLine, string? Layout)
{
    /// <summary>The delivery; null when there is none.</summary>
    public static async Task<DeliveryDetail?> FindAsync(SessionTransaction session, long id, CancellationToken ct)
    {
        var found = await session.ListAsync(
            """
            select id, item, name_zh, name_en, source, channel, file_name, file_sha256, started_at, finished_at, received, accepted_new, accepted_version, duplicate,
                withheld, rejected, late, kept, mends_batch, mends_line, layout
            from indicator.operator_delivery($1)
            """,
            static r => new DeliveryDetail(
                r.GetInt64(0), r.GetString(1), r.Text(2), r.Text(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetFieldValue<byte[]>(7), r.GetDateTime(8),
                r.Value<DateTime>(9), DeliveryCounts.Read(r, 10), r.GetInt64(17), r.Value<long>(18), r.Value<long>(19), r.Text(20)),
            ct, id);
        return found is [var only] ? only : null;
    }
}

/// <summary>One rejected row (退回行) with the newest attempt to mend it here.</summary>
internal sealed record RejectedRow(
    long Line, string Field, string Rule, string Value, string HowToMend, bool HasCells, string? MendState, long? MendBatch, long? MendRejected)
{
    public const int PageRows = 50;

    /// <summary>Rows of one read when all are written to a file.</summary>
    public const int ExportRows = 1000;

    /// <summary>True when the row was mended and taken.</summary>
    public bool IsMended => MendState == "imported" && MendRejected == 0;

    /// <summary>True while a mended row waits to be imported.</summary>
    public bool IsWaiting => MendState is "open" or "complete";

    public static Task<List<RejectedRow>> ReadAsync(SessionTransaction session, long batch, long after, int rows, CancellationToken ct) => session.ListAsync(
        """
        select line, field, rule, value, how_to_mend, has_cells, mend_state, mend_batch, mend_rejected
        from indicator.operator_rejections($1, $2, $3)
        """,
        static r => new RejectedRow(
            r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetBoolean(5), r.Text(6), r.Value<long>(7), r.Value<long>(8)),
        ct, batch, after, rows);
}
