using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinancingPlatform.Exchange.Relay;

/// <summary>
/// Listens on a connection of its own and wakes the relay when something was enqueued (待报通知). Only a hint: the relay polls anyway, so a lost
/// notification costs one poll, never a message.
/// </summary>
public sealed partial class OutboxSignal(NpgsqlDataSource database, Action wake, TimeProvider clock, ILogger<OutboxSignal> log) : BackgroundService
{
    // Named by the trigger on exchange.outbox; its notifications carry nothing.
    private const string Channel = "exchange_outbox";

    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(5);

    /// <summary>One transaction gives the hint for those that are under way with it; they are committed about this much later.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                ConnectionLost(log, e);
                wake();
                await Task.Delay(ReconnectAfter, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, _) => wake();
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        // What was enqueued before the listening began told nobody.
        wake();
        while (!stoppingToken.IsCancellationRequested)
        {
            await connection.WaitAsync(stoppingToken);
            await Task.Delay(Echo, clock, stoppingToken);
            wake();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The listening connection was lost; the relay goes on by polling.")]
    private static partial void ConnectionLost(ILogger log, Exception e);
}
