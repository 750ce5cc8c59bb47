using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Indicators.Sources;
using FinancingPlatform.Portal.Sessions;

namespace FinancingPlatform.Portal.Operations;

/// <summary>One item from one department with its judgement (来源一览).</summary>
internal sealed record SourceRow(SourceFacts Facts, SourceJudgement Judgement)
{
    /// <summary>Days that sums look back; the page offers these.</summary>
    public static readonly int[] Windows = [30, 90, 365];

    /// <summary>Every source, or one item's; sums over so many days.</summary>
    public static async Task<List<SourceRow>> ReadAsync(SessionDatabase database, int days, string? item, TimeProvider clock, CancellationToken ct)
    {
        var today = China.Today(clock);
        await using var session = await database.OpenAsync(ct);
        return await session.ListAsync(
            """
            select item, name_zh, name_en, supplier, update_frequency, timely_days, source, is_registered, last_batch, last_taken_at, last_channel, last_received,
                last_rejected, last_late, failures, last_failed_at, last_error, pushes, pulls, files, others, failed_calls, received, accepted_new, accepted_version,
                duplicate, withheld, rejected, late
            from indicator.operator_sources($1, $2::text)
            """,
            r => Judged(Read(r), today), ct, days, item);
    }

    private static SourceRow Judged(SourceFacts facts, DateOnly today) => new(facts, SourceJudgement.Of(facts, today, WorkingCalendar.Official));

    private static SourceFacts Read(Npgsql.NpgsqlDataReader r) => new()
    {
        Item = r.GetString(0),
        NameZh = r.GetString(1),
        NameEn = r.GetString(2),
        Supplier = r.GetString(3),
        UpdateFrequency = r.GetString(4),
        TimelyDays = r.Value<int>(5),
        Source = r.GetString(6),
        IsRegistered = r.GetBoolean(7),
        Last = r.Value<long>(8) is { } batch
            ? new TakenDelivery(batch, r.GetFieldValue<DateTimeOffset>(9), r.GetString(10), r.GetInt64(11), r.GetInt64(12), r.GetInt64(13))
            : null,
        Failures = r.GetInt64(14),
        LastFailedAt = r.Value<DateTimeOffset>(15),
        LastError = r.Text(16),
        Pushes = r.GetInt64(17),
        Pulls = r.GetInt64(18),
        Files = r.GetInt64(19),
        Others = r.GetInt64(20),
        FailedCalls = r.GetInt64(21),
        Received = r.GetInt64(22),
        AcceptedNew = r.GetInt64(23),
        AcceptedVersion = r.GetInt64(24),
        Duplicate = r.GetInt64(25),
        Withheld = r.GetInt64(26),
        Rejected = r.GetInt64(27),
        Late = r.GetInt64(28),
    };
}

/// <summary>One delivery or one call that failed (报送尝试); a failed one has no batch.</summary>
internal sealed record SourceAttempt(
    long? Batch, DateTime At, string Channel, string? FileName, string? Error, long Rows, long New, long Version, long Duplicate, long Withheld, long Rejected, long Late)
{
    private const int MaxShown = 30;

    public static Task<List<SourceAttempt>> NewestAsync(SessionTransaction session, string item, string source, CancellationToken ct) => session.ListAsync(
        """
        select batch_id, at, channel, file_name, error, rows, accepted_new, accepted_version, duplicate, withheld, rejected, late
        from indicator.operator_attempts($1, $2, $3)
        """,
        static r => new SourceAttempt(
            r.Value<long>(0), r.GetDateTime(1), r.GetString(2), r.Text(3), r.Text(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.GetInt64(9),
            r.GetInt64(10), r.GetInt64(11)),
        ct, item, source, MaxShown);
}

/// <summary>Why a source's rows are rejected most (退回原因).</summary>
internal sealed record RejectionRule(string Field, string Rule, long Rows, long Batches, long LastBatch, string HowToMend)
{
    /// <summary>Newest deliveries with rejections that are looked at.</summary>
    public const int RecentDeliveries = 20;

    public static Task<List<RejectionRule>> TopAsync(SessionTransaction session, string item, string source, CancellationToken ct) => session.ListAsync(
        "select field, rule, rows, batches, last_batch, how_to_mend from indicator.operator_rejection_rules($1, $2, $3)",
        static r => new RejectionRule(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetString(5)),
        ct, item, source, RecentDeliveries);
}
