using FinancingPlatform.Exchange.Reconciliation;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Exchange.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinancingPlatform.Exchange.Relay;

/// <summary>Registers what a program needs to send upwards (报送服务登记).</summary>
public static class UpwardServices
{
    /// <summary>
    /// Adds line, relay and reconciler. The host has registered <see cref="NpgsqlDataSource"/>, <see cref="Self"/>, <see cref="Destination"/>,
    /// <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddUpwardExchange(this IServiceCollection services)
    {
        services.TryAddSingleton<IExchangeSignature, Es256Signature>();
        services.TryAddSingleton<StatusStore>();
        services.TryAddSingleton<FiguresStore>();
        services.AddSingleton(p => new NodeTransport(p.GetRequiredService<Destination>().Url, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new OutboxRelay(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<Self>(), p.GetRequiredService<Destination>(), p.GetRequiredService<NodeTransport>().Client,
            p.GetRequiredService<IExchangeSignature>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<OutboxRelay>>()));
        services.AddSingleton(p => new Reconciler(
            p.GetRequiredService<FiguresStore>(), p.GetRequiredService<Self>(), p.GetRequiredService<Destination>().Name, p.GetRequiredService<NodeTransport>().Client,
            p.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Adds the listener that wakes the relay.</summary>
    public static IServiceCollection AddOutboxSignal(this IServiceCollection services, Func<IServiceProvider, Action> wake) =>
        services.AddSingleton<IHostedService>(p => new OutboxSignal(
            p.GetRequiredService<NpgsqlDataSource>(), wake(p), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<OutboxSignal>>()));
}
