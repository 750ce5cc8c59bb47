using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Aggregation.Objections;

/// <summary>
/// Accepts objections and forwards them to who decides (异议受理与转办; rule B5). The clock is counted in working days from acceptance:
/// three for the platform's own data, seven when another unit must help (山东省社会信用条例 39). The worker runs it in a loop.
/// </summary>
public sealed class ObjectionForwarding(NpgsqlDataSource source, WorkingCalendar calendar, TimeProvider clock)
{
    /// <summary>Objections forwarded in one turn.</summary>
    public const int BatchSize = 100;

    /// <summary>Working days for the platform's own data.</summary>
    public const int OwnDays = 3;

    /// <summary>Working days when another unit must help.</summary>
    public const int OtherUnitDays = 7;

    /// <summary>How often the worker calls: acceptance follows submission by about this long.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>One turn; answers how many were forwarded, or <c>calendar-year-missing</c>.</summary>
    public async Task<Result<int>> RunOnceAsync(CancellationToken ct = default)
    {
        var raised = new List<(Guid Id, bool NeedsOtherUnit)>();
        await using (var read = source.CreateCommand("select o.id, o.needs_other_unit from credit.raised_objections($1) o"))
        {
            read.Parameters.AddWithValue(BatchSize);
            await using var reader = await read.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                raised.Add((reader.GetGuid(0), reader.GetBoolean(1)));
            }
        }

        var forwarded = 0;
        foreach (var (id, needsOtherUnit) in raised)
        {
            var due = DueOn(needsOtherUnit, China.Today(clock), calendar);
            if (!due.IsOk)
            {
                return due.Error;
            }

            await using var forward = source.CreateCommand("select credit.forward_objection($1, $2)");
            forward.Parameters.AddWithValue(id);
            forward.Parameters.AddWithValue(due.Value);
            forwarded += (bool)(await forward.ExecuteScalarAsync(ct))! ? 1 : 0;
        }

        return forwarded;
    }

    /// <summary>The last day for an answer to what was accepted on a day.</summary>
    public static Result<DateOnly> DueOn(bool needsOtherUnit, DateOnly acceptedOn, WorkingCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return calendar.AddWorkingDays(acceptedOn, needsOtherUnit ? OtherUnitDays : OwnDays);
    }
}
