using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>How a bank's request stands (申请状态).</summary>
internal enum RequestState
{
    /// <summary>It waits for the enterprise.</summary>
    Pending,

    /// <summary>An authorisation answered it.</summary>
    Granted,

    /// <summary>The enterprise said no.</summary>
    Declined,

    /// <summary>The bank took it back.</summary>
    Cancelled,

    /// <summary>Its time is over.</summary>
    Expired,
}

/// <summary>A bank asks for an authorisation (授权申请).</summary>
internal sealed record RequestRow(
    Guid Id, string BankUscc, string Bank, string[] Items, string Purpose, bool Look, bool Return, bool Training, int Days, int MaxUses, string Operator, string Branch,
    DateTime AskedAt, DateTime ExpiresAt, DateTime? DeclinedAt, DateTime? CancelledAt, Guid? AuthorisationId)
{
    /// <summary>The state at a moment.</summary>
    public RequestState StateAt(DateTime utc) =>
        AuthorisationId is not null ? RequestState.Granted
        : DeclinedAt is not null ? RequestState.Declined
        : CancelledAt is not null ? RequestState.Cancelled
        : ExpiresAt <= utc ? RequestState.Expired
        : RequestState.Pending;

    public static async Task<ListPage<RequestRow>> PageAsync(SessionDatabase database, PageCursor? after, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        var rows = await session.ListAsync(AuthorisationRow.Sql("requests"), Read, ct, after?.At, after?.Id, PageCursor.PageSize + 1, null);
        return ListPage<RequestRow>.Cut(rows, PageCursor.PageSize, static r => new PageCursor(new DateTimeOffset(r.AskedAt, TimeSpan.Zero), r.Id));
    }

    /// <summary>One of them; null when it is not the signed-in enterprise's.</summary>
    public static async Task<RequestRow?> FindAsync(SessionDatabase database, Guid id, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        return await session.ListAsync(AuthorisationRow.Sql("requests"), Read, ct, null, null, 1, id) is [var row] ? row : null;
    }

    private static RequestRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<string[]>(3), row.GetString(4), row.GetBoolean(5), row.GetBoolean(6), row.GetBoolean(7),
        row.GetInt32(8), row.GetInt32(9), row.GetString(10), row.GetString(11), row.GetDateTime(12), row.GetDateTime(13), row.Value<DateTime>(14), row.Value<DateTime>(15),
        row.Value<Guid>(16));
}
