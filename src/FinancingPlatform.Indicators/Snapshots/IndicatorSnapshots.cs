using FinancingPlatform.Core.Calendar;
using Npgsql;

namespace FinancingPlatform.Indicators.Snapshots;

/// <summary>Publishes the figures of each day that is over (指标快照): once, and never changed afterwards. Runs as the role <c>worker</c>.</summary>
public sealed class IndicatorSnapshots(NpgsqlDataSource source, TimeProvider clock)
{
    /// <summary>Publishes yesterday's figures in Beijing if they are not published yet.</summary>
    /// <returns>How many figures were published now; 0 when they already were.</returns>
    public async Task<int> TakeYesterdayAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select indicator.take_snapshot($1)");
        command.Parameters.AddWithValue(China.Today(clock).AddDays(-1));
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
