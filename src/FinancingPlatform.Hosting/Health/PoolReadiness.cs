using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FinancingPlatform.Hosting.Health;

/// <summary>Asks a host's own connection pool (连接池就绪检查), not a fresh connection: after the server restarted, the pool still holds dead
/// connections, and the first question finds them (Npgsql then empties the pool) before a person's request does.</summary>
public static class PoolReadiness
{
    /// <summary>Adds the check of one pool to <c>/readyz</c>.</summary>
    public static IServiceCollection AddPoolReadiness(this IServiceCollection services, string name, Func<IServiceProvider, NpgsqlDataSource> pool) =>
        services.AddSingleton(provider => new Readiness(name, cancel => AskAsync(pool(provider), cancel)));

    private static async Task<string?> AskAsync(NpgsqlDataSource pool, CancellationToken cancel)
    {
        var command = pool.CreateCommand("select 1");
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) is 1 ? null : "no answer";
        }
    }
}
