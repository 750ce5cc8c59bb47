using FinancingPlatform.Exchange;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Hosting.Loops;

namespace FinancingPlatform.Worker.Work;

/// <summary>Every loop of the worker (后台任务登记).</summary>
internal static class WorkServices
{
    private const string Relay = "relay";

    public static void AddWork(this IServiceCollection services)
    {
        services.AddSupervisedLoop(Relay, ExchangeLimits.Poll, provider =>
        {
            var relay = provider.GetRequiredService<OutboxRelay>();
            return async cancel => await relay.RunOnceAsync(cancel) is var run && run.Claimed == 0 ? LoopRun.Idle : new LoopRun(run.More, run.ToString());
        });
        services.AddOutboxSignal(provider => provider.GetServices<SupervisedLoop>().First(l => l.Name == Relay).Wake);
    }
}
