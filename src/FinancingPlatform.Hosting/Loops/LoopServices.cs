using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinancingPlatform.Hosting.Loops;

/// <summary>Registers background loops (登记后台任务).</summary>
public static class LoopServices
{
    /// <summary>Adds a loop; all of a host's loops can be asked for as <c>IEnumerable&lt;SupervisedLoop&gt;</c>.</summary>
    public static IServiceCollection AddSupervisedLoop(
        this IServiceCollection services, string name, TimeSpan pause, Func<IServiceProvider, Func<CancellationToken, Task<LoopRun>>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        services.AddSingleton(provider => new SupervisedLoop(
            name, pause, run(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SupervisedLoop>>()));
        // AddHostedService would keep one per type; each loop is its own service.
        services.AddSingleton<IHostedService>(provider => provider.GetServices<SupervisedLoop>().Single(l => string.Equals(l.Name, name, StringComparison.Ordinal)));
        return services;
    }
}
