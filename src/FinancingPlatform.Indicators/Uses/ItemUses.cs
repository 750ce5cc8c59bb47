using Npgsql;

namespace FinancingPlatform.Indicators.Uses;

/// <summary>Counts how often each department's records were used (使用统计), by month. Runs as the role <c>worker</c>.</summary>
public sealed class ItemUses(NpgsqlDataSource source)
{
    private const int TimeoutSeconds = 1800;

    /// <summary>Counts the running month if a day passed since, and a month that ended since; answers how many months were counted.</summary>
    public async Task<int> CountDueAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select indicator.count_due_uses()");
        command.CommandTimeout = TimeoutSeconds;
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
