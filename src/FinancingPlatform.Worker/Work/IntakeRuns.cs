using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Pull;
using FinancingPlatform.Aggregation.Pushed;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Loops;
using Npgsql;

namespace FinancingPlatform.Worker.Work;

/// <summary>What comes in by itself (自动归集): pushed deliveries, and the exchange databases that are pulled. It runs over a connection of role loader, apart from the worker's own.</summary>
internal static class IntakeRuns
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void AddIntake(this IServiceCollection services, WorkerSettings settings)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(settings.IntakeFolder);
        }
        else
        {
            Directory.CreateDirectory(settings.IntakeFolder, OwnerOnly);
        }

        services.AddKeyedSingleton(DatabaseRoles.Loader, (_, _) => PlatformDataServices.Source(settings.Loader));
        services.AddSingleton(provider => new PushedImport(Loader(provider), Options(settings, provider), settings.IntakeFolder) { Lease = settings.IntakeLease });
        services.AddSingleton(provider => new SourcePull(Loader(provider), Options(settings, provider), settings.IntakeFolder));
        services.AddSingleton(provider => new PullSchedule(provider.GetRequiredService<SourcePull>(), settings.PullSources, provider.GetRequiredService<TimeProvider>()));
    }

    public static Func<CancellationToken, Task<LoopRun>> Pulls(IServiceProvider provider)
    {
        var schedule = provider.GetRequiredService<PullSchedule>();
        return schedule.RunOnceAsync;
    }

    public static Func<CancellationToken, Task<LoopRun>> Deliveries(IServiceProvider provider)
    {
        var import = provider.GetRequiredService<PushedImport>();
        return async cancel => await import.RunOnceAsync(cancel) is { } run ? new LoopRun(true, $"{run.Item} {run.Id}: {run.State}") : LoopRun.Idle;
    }

    public static Func<CancellationToken, Task<LoopRun>> DeliveryExpiry(IServiceProvider provider)
    {
        var import = provider.GetRequiredService<PushedImport>();
        return async cancel =>
        {
            var expired = await import.ExpireAsync(cancel);
            return expired == 0 ? LoopRun.Idle : new LoopRun(expired >= PushedLimits.ExpirePerRun, $"{expired} abandoned deliveries expired");
        };
    }

    private static NpgsqlDataSource Loader(IServiceProvider provider) => provider.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseRoles.Loader);

    private static ImportOptions Options(WorkerSettings settings, IServiceProvider provider) =>
        new(settings.Loader, settings.CityDivision) { Clock = provider.GetRequiredService<TimeProvider>() };
}
