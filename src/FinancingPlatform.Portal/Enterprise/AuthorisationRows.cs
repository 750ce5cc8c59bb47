using FinancingPlatform.Data;
using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>Whether an authorisation lets a bank look today (授权状态).</summary>
internal enum AuthorisationState
{
    /// <summary>Looks are allowed.</summary>
    Live,

    /// <summary>Its first day has not come.</summary>
    NotYet,

    /// <summary>Its last day is over.</summary>
    Expired,

    /// <summary>Every look that it allowed was used.</summary>
    UsedUp,

    /// <summary>Withdrawn by the enterprise.</summary>
    Revoked,

    /// <summary>Stopped for the time being by another platform.</summary>
    Paused,
}

/// <summary>An authorisation in the enterprise's list (授权).</summary>
internal sealed record AuthorisationRow
{
    public required Guid Id { get; init; }
    public required string Bank { get; init; }
    public required string Purpose { get; init; }
    public required bool Look { get; init; }
    public required bool Return { get; init; }
    public required bool Training { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public required DateOnly ValidTo { get; init; }
    public required int Uses { get; init; }
    public required int MaxUses { get; init; }
    public required DateTime SignedAt { get; init; }
    public DateTime? RevokedAt { get; init; }
    public string? RevokeReason { get; init; }
    public DateTime? PausedAt { get; init; }
    public required string CatalogueVersion { get; init; }
    public required string[] Items { get; init; }

    /// <summary>The state on a day, in the gate's own order of checks.</summary>
    public AuthorisationState StateOn(DateOnly today) =>
        RevokedAt is not null ? AuthorisationState.Revoked
        : PausedAt is not null ? AuthorisationState.Paused
        : today < ValidFrom ? AuthorisationState.NotYet
        : today > ValidTo ? AuthorisationState.Expired
        : Uses >= MaxUses ? AuthorisationState.UsedUp
        : AuthorisationState.Live;

    public static async Task<ListPage<AuthorisationRow>> PageAsync(SessionDatabase database, PageCursor? after, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        await using var command = session.Command(Sql("authorisations"), after?.At, after?.Id, PageCursor.PageSize + 1);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return ListPage<AuthorisationRow>.Cut(
            await reader.ListAsync(Read, ct), PageCursor.PageSize, static r => new PageCursor(new DateTimeOffset(r.SignedAt, TimeSpan.Zero), r.Id));
    }

    internal static AuthorisationRow Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Bank = row.GetString(1),
        Purpose = row.GetString(2),
        Look = row.GetBoolean(3),
        Return = row.GetBoolean(4),
        Training = row.GetBoolean(5),
        ValidFrom = row.GetFieldValue<DateOnly>(6),
        ValidTo = row.GetFieldValue<DateOnly>(7),
        Uses = row.GetInt32(8),
        MaxUses = row.GetInt32(9),
        SignedAt = row.GetDateTime(10),
        RevokedAt = row.Value<DateTime>(11),
        RevokeReason = row.Text(12),
        PausedAt = row.Value<DateTime>(13),
        CatalogueVersion = row.GetString(14),
        Items = row.GetFieldValue<string[]>(15),
    };

    internal static string Sql(string name) => SqlResource.Read(typeof(AuthorisationRow).Assembly, $"Sql/Enterprise/{name}.sql");
}

/// <summary>One authorisation with its text and what a withdrawal leaves behind (授权详情).</summary>
internal sealed record AuthorisationDetail(
    AuthorisationRow Row, string TextVersion, string TextShown, string TextDigest, long Reads, long Lines, decimal OutstandingYuan)
{
    /// <summary>Reads it; null when it is not the signed-in enterprise's.</summary>
    public static async Task<AuthorisationDetail?> ReadAsync(SessionDatabase database, Guid id, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        await using var command = session.Command(AuthorisationRow.Sql("authorisation"), id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new AuthorisationDetail(
                AuthorisationRow.Read(reader), reader.GetString(16), reader.GetString(17), reader.GetString(18),
                reader.GetInt64(19), reader.GetInt64(20), reader.GetDecimal(21))
            : null;
    }
}
