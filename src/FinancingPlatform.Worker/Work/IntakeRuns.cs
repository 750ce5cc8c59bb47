using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Pushed;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Loops;

namespace FinancingPlatform.Worker.Work;

/// <summary>What comes in by itself (自动归集): pushed deliveries. It runs over a connection of role loader, apart from the worker's own.</summary>
internal static class IntakeRuns
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void AddIntake(this IServiceCollection services, WorkerSettings settings) => services.AddSingleton(provider =>
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(settings.IntakeFolder);
        }
        else
        {
            Directory.CreateDirectory(settings.IntakeFolder, OwnerOnly);
        }

        var options = new ImportOptions(settings.Loader, settings.CityDivision) { Clock = provider.GetRequiredService<TimeProvider>() };
        return new PushedImport(provider.GetRequiredKeyedService<Npgsql.NpgsqlDataSource>(DatabaseRoles.Loader), options, settings.IntakeFolder) { Lease = settings.IntakeLease };
    }).AddKeyedSingleton(DatabaseRoles.Loader, (_, _) => PlatformDataServices.Source(settings.Loader));

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
}
