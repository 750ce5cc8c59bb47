using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinancingPlatform.Hosting.Demonstration;

/// <summary>
/// Stops the host when the program that started it is gone. That program holds the writing end of standard input and never writes: when
/// it dies, however it dies, the system closes the pipe, so no host is left behind. Works the same on Linux and macOS.
/// </summary>
internal sealed partial class ParentWatch(IHostApplicationLifetime lifetime, ILogger<ParentWatch> log) : IHostedService
{
    private const string Key = "Platform:StopWithParent";

    public static bool IsWanted(IConfiguration configuration) => configuration.GetValue(Key, defaultValue: false);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: reading a pipe can't be cancelled, and a background thread does not hold the process.
        var thread = new Thread(Watch) { IsBackground = true, Name = nameof(ParentWatch) };
        thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[64];
        while (input.Read(ignored) > 0)
        {
            // Whatever a person types into a host started by hand does not matter.
        }

        ParentGone(log);
        lifetime.StopApplication();
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The program that started this host is gone; stopping")]
    private static partial void ParentGone(ILogger log);
}
