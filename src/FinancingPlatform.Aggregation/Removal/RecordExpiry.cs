using FinancingPlatform.Core.Calendar;
using Npgsql;

namespace FinancingPlatform.Aggregation.Removal;

/// <summary>Removes what a clock ended (到期移除; rule B4), a batch at a time. The worker runs it in a loop.</summary>
public sealed class RecordExpiry(NpgsqlDataSource source, TimeProvider clock)
{
    /// <summary>Facts removed in one turn: a short lock, then the next turn.</summary>
    public const int BatchSize = 500;

    /// <summary>How often the worker calls; records end with a day, and the day's end is noticed this late. A turn looks at every record that has a clock.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(10);

    /// <summary>One turn; answers how many facts went. <see cref="BatchSize"/> means that there may be more.</summary>
    public async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        await using var command = source.CreateCommand("select credit.expire_records($1, $2)");
        command.Parameters.AddWithValue(China.Today(clock));
        command.Parameters.AddWithValue(BatchSize);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
