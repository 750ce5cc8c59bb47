using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>Brings a database to this release's schema (数据库迁移), by Entity Framework's own migrator: one at a time, each in its transaction.</summary>
public static class PlatformMigrator
{
    /// <summary>A data migration over a city's rows may take long; a statement beyond this has stopped making sense.</summary>
    private const int CommandTimeoutSeconds = 3600;

    /// <summary>Runs every migration that the database does not have yet, then each part's seed.</summary>
    /// <param name="kind">City or node.</param>
    /// <param name="ownerConnectionString">Connects as <c>prefix_owner</c>.</param>
    /// <param name="rolePrefix">city, province or nation.</param>
    /// <param name="parts">Every part, in the order of dependence.</param>
    /// <param name="ct">Cancels between migrations.</param>
    public static Task MigrateAsync(DatabaseKind kind, string ownerConnectionString, string rolePrefix, IReadOnlyList<DataPart> parts, CancellationToken ct) =>
        MigrateAsync(kind, ownerConnectionString, rolePrefix, parts, until: null, ct);

    /// <summary>The same up to and including one migration, for a test that puts old rows in before the next.</summary>
    /// <param name="kind">City or node.</param>
    /// <param name="ownerConnectionString">Connects as <c>prefix_owner</c>.</param>
    /// <param name="rolePrefix">city, province or nation.</param>
    /// <param name="parts">Every part.</param>
    /// <param name="until">Id of the last migration to run; null for all.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task MigrateAsync(
        DatabaseKind kind, string ownerConnectionString, string rolePrefix, IReadOnlyList<DataPart> parts, string? until, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString);
        await using var context = Context(kind, connection, new PlatformModel(parts, rolePrefix));
        context.Database.SetCommandTimeout(CommandTimeoutSeconds);
        await context.Database.MigrateAsync(until, ct);
        if (until is null)
        {
            await SeedAsync(kind, connection, parts, ct);
        }
    }

    private static async Task SeedAsync(DatabaseKind kind, NpgsqlConnection connection, IReadOnlyList<DataPart> parts, CancellationToken ct)
    {
        foreach (var seed in parts.Select(part => part.Seed).OfType<Func<DatabaseKind, NpgsqlConnection, CancellationToken, Task>>())
        {
            if (connection.State != System.Data.ConnectionState.Open)
            {
                await connection.OpenAsync(ct);
            }

            await seed(kind, connection, ct);
        }
    }

    /// <summary>Ids of the migrations of these parts, in order: what a database of this release has to have.</summary>
    public static IReadOnlyList<string> Ids(DatabaseKind kind, IReadOnlyList<DataPart> parts)
    {
        using var connection = new NpgsqlConnection();
        using var context = Context(kind, connection, new PlatformModel(parts));
        return [.. context.GetService<IMigrationsAssembly>().Migrations.Keys];
    }

    private static PlatformContext Context(DatabaseKind kind, NpgsqlConnection connection, PlatformModel model) => kind switch
    {
        DatabaseKind.City => new CityContext((DbContextOptions<CityContext>)PlatformContext.Configure(new DbContextOptionsBuilder<CityContext>(), connection).Options, model),
        DatabaseKind.Node => new NodeContext((DbContextOptions<NodeContext>)PlatformContext.Configure(new DbContextOptionsBuilder<NodeContext>(), connection).Options, model),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A database is of one kind."),
    };
}
