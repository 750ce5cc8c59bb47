using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>Registers the database (注册数据服务) with a host.</summary>
public static class PlatformDataServices
{
    /// <summary>Adds the data source of a host's own role and the city's context factory over it.</summary>
    public static IServiceCollection AddCityData(this IServiceCollection services, string connectionString, IReadOnlyList<DataPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return services
            .AddSingleton(_ => Source(connectionString))
            .AddSingleton(new PlatformModel(parts))
            .AddDbContextFactory<CityContext>((provider, options) => PlatformContext.Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
    }

    /// <summary>Adds the data source of a node's role and the node's context factory over it.</summary>
    public static IServiceCollection AddNodeData(this IServiceCollection services, string connectionString, IReadOnlyList<DataPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return services
            .AddSingleton(_ => Source(connectionString))
            .AddSingleton(new PlatformModel(parts))
            .AddDbContextFactory<NodeContext>((provider, options) => PlatformContext.Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
    }

    /// <summary>A data source as every part of the platform uses it: UTC, whatever the connection string says.</summary>
    public static NpgsqlDataSource Source(string connectionString) =>
        new NpgsqlDataSourceBuilder(connectionString) { ConnectionStringBuilder = { Timezone = "UTC" } }.Build();
}
