using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>How far a need is (需求状态).</summary>
internal enum NeedState
{
    /// <summary>No bank works on it yet.</summary>
    Open,

    /// <summary>At least one bank works on it.</summary>
    InHand,

    /// <summary>A bank approved it.</summary>
    Approved,

    /// <summary>Every bank that took it has refused; others may still take it.</summary>
    Refused,

    /// <summary>The enterprise took it back.</summary>
    Withdrawn,
}

/// <summary>A financing need of the enterprise (融资需求).</summary>
internal sealed record NeedRow(
    Guid Id, string Number, decimal AmountYuan, int Months, string Purpose, string LoanType, int Picked, DateTime PostedAt, DateOnly DecideBy, DateTime? WithdrawnAt,
    DateTime? ClosedAt, long Working, long Approved, long RefusedBy, string[] PickedNames)
{
    /// <summary>The state now.</summary>
    public NeedState State =>
        WithdrawnAt is not null ? NeedState.Withdrawn
        : Approved > 0 ? NeedState.Approved
        : Working > 0 ? NeedState.InHand
        : RefusedBy > 0 ? NeedState.Refused
        : NeedState.Open;

    /// <summary>True when the day to decide by is over and no bank has decided (rule C12).</summary>
    public bool IsOverdue(DateOnly today) => State is NeedState.Open or NeedState.InHand && today > DecideBy;

    /// <summary>True while it may be taken back.</summary>
    public bool MayBeWithdrawn => WithdrawnAt is null && ClosedAt is null;

    public static async Task<ListPage<NeedRow>> PageAsync(SessionDatabase database, PageCursor? after, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var rows = await session.ListAsync(AuthorisationRow.Sql("needs"), Read, ct, after?.At, after?.Id, PageCursor.PageSize + 1, null);
        return ListPage<NeedRow>.Cut(rows, PageCursor.PageSize, static r => new PageCursor(new DateTimeOffset(r.PostedAt, TimeSpan.Zero), r.Id));
    }

    internal static NeedRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetDecimal(2), row.GetInt32(3), row.GetString(4), row.GetString(5), row.GetInt32(6), row.GetDateTime(7),
        row.GetFieldValue<DateOnly>(8), row.Value<DateTime>(9), row.Value<DateTime>(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13),
        row.GetFieldValue<string[]>(14));
}

/// <summary>What one bank did with a need (银行办理情况). No operator and no internal note: neither leaves the bank.</summary>
internal sealed record NeedClaimRow(
    Guid Id, string Bank, DateTime ClaimedAt, DateTime? AcceptedAt, DateTime? ReleasedAt, DateTime? DecidedAt, string? Decision, decimal? AmountYuan, decimal? RatePercent,
    int? Months, string? RefusalCode, bool WasPicked)
{
    /// <summary>True when the bank knows who asks (rule C8).</summary>
    public bool KnowsName => WasPicked || AcceptedAt is not null;

    internal static NeedClaimRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetDateTime(2), row.Value<DateTime>(3), row.Value<DateTime>(4), row.Value<DateTime>(5), row.Text(6), row.Value<decimal>(7),
        row.Value<decimal>(8), row.Value<int>(9), row.Text(10), row.GetBoolean(11));
}

/// <summary>A need and what banks did with it (需求详情).</summary>
internal sealed record NeedDetail(NeedRow Need, IReadOnlyList<NeedClaimRow> Claims)
{
    /// <summary>Reads it; null when it is not the signed-in enterprise's.</summary>
    public static async Task<NeedDetail?> ReadAsync(SessionDatabase database, Guid id, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var needs = await session.ListAsync(AuthorisationRow.Sql("needs"), NeedRow.Read, ct, null, null, 1, id);
        return needs is [var need] ? new NeedDetail(need, await session.ListAsync(AuthorisationRow.Sql("need_claims"), NeedClaimRow.Read, ct, id)) : null;
    }
}
