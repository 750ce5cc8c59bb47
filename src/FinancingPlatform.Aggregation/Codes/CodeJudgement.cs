using System.Data;
using Npgsql;

namespace FinancingPlatform.Aggregation.Codes;

/// <summary>
/// Keeps what is wrong with the city's codes (重错码判定), so that no page waits seconds for it. Runs as role <c>worker</c>; until it ran, figures are worked by who
/// asks.
/// </summary>
public sealed class CodeJudgement(NpgsqlDataSource source)
{
    private const int TimeoutSeconds = 600;

    /// <summary>How often the worker looks whether codes came.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Judges all codes again if deliveries or corrections came since; false when none did.</summary>
    public async Task<bool> RunOnceAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        // One snapshot for counts, faults and the stamp of what they speak of.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using var command = new NpgsqlCommand("select credit.judge_codes()", connection, transaction) { CommandTimeout = TimeoutSeconds };
        var isNew = (bool)(await command.ExecuteScalarAsync(ct))!;
        await transaction.CommitAsync(ct);
        return isNew;
    }
}
