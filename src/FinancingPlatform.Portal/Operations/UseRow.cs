using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Portal.Sessions;

namespace FinancingPlatform.Portal.Operations;

/// <summary>How often one department's records of an item were used in a month (使用情况).</summary>
internal sealed record UseRow(string Source, DateOnly Month, string Item, string NameZh, string NameEn, long Looks, long Reports, long Scores, DateTime CountedAt)
{
    /// <summary>Rows of the months, all departments or one; their number follows catalogue and months, not the city.</summary>
    public static async Task<List<UseRow>> ReadAsync(SessionDatabase database, string? source, MonthRange months, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        return await session.ListAsync(
            "select source, month, item, name_zh, name_en, looks, reports, scores, counted_at from indicator.operator_uses($1::text, $2, $3)",
            static r => new UseRow(
                r.GetString(0), r.GetFieldValue<DateOnly>(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetDateTime(8)),
            ct, source, months.From, months.To);
    }
}
