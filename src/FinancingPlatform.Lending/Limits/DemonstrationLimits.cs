using FinancingPlatform.Core.Calendar;
using Npgsql;

namespace FinancingPlatform.Lending.Limits;

/// <summary>The invented city's reference policy (演示额度政策): invented figures, said so with every limit.</summary>
public static class DemonstrationLimits
{
    /// <summary>Version of the invented policy.</summary>
    public const string Version = "invented-1";

    private static readonly string s_add = LendingSql.Read("ReferencePolicy.sql");

    /// <summary>The policy; a fifth of a year's revenue is a common rule of thumb, and the rest is made up.</summary>
    public static LimitPolicy Policy(DateOnly validFrom) => new(Version, validFrom, 3_000_000m, 50_000m, 0.20m,
        [new("G1", 1.00m), new("G2", 0.85m), new("G3", 0.65m), new("G4", 0.40m), new("G5", 0.15m), new("G6", 0m)]);

    /// <summary>Adds it as the reference of banks that have set none; a second call changes nothing.</summary>
    /// <param name="loader">As database role <c>loader</c>.</param>
    /// <param name="clock">Now.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task AddAsync(NpgsqlDataSource loader, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(clock);
        var policy = Policy(China.Today(clock));
        await using var command = loader.CreateCommand(s_add);
        command.Parameters.AddWithValue(Guid.CreateVersion7(clock.GetUtcNow()));
        command.Parameters.AddWithValue(policy.Version);
        command.Parameters.AddWithValue(policy.ValidFrom);
        command.Parameters.AddWithValue(policy.ProductCapYuan);
        command.Parameters.AddWithValue(policy.FloorYuan);
        command.Parameters.AddWithValue(policy.RevenueShare);
        command.Parameters.AddWithValue(policy.Bands.Select(b => b.Grade).ToArray());
        command.Parameters.AddWithValue(policy.Bands.Select(b => b.Factor).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }
}
