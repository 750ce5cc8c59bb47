using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinancingPlatform.Identity.Housekeeping;

/// <summary>Forgets what has expired (过期清理): used proofs, ceremonies, codes, sessions. Bounded steps, so that no transaction is long.</summary>
internal sealed partial class IdentityHousekeeping(NpgsqlDataSource database, TimeProvider clock, ILogger<IdentityHousekeeping> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private const int RowsPerStep = 5_000;
    private const int MaxStepsPerRound = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // The next round makes up for it; nothing depends on this one.
                LogFailed(log, e);
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        for (var step = 0; step < MaxStepsPerRound; step++)
        {
            await using var command = database.CreateCommand("select identity.forget_expired($1)");
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = RowsPerStep });
            if ((int)(await command.ExecuteScalarAsync(cancellationToken))! < RowsPerStep)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired identity rows could not be removed; the next round tries again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
