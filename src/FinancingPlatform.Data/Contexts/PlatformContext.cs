using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Data;

/// <summary>
/// Entity Framework's view of one database (数据上下文). A part's entities come from its <see cref="IEntityTypeConfiguration{TEntity}"/> classes;
/// one without <c>[DbContext]</c> belongs to the city, <c>[DbContext(typeof(NodeContext))]</c> to a node,
/// <c>[DbContext(typeof(PlatformContext))]</c> to both. Columns are named in snake_case unless the configuration says otherwise.
/// </summary>
public abstract class PlatformContext : DbContext
{
    /// <summary>Schema of the platform's own bookkeeping, such as the list of migrations.</summary>
    public const string BookkeepingSchema = "platform";

    /// <summary>Table of the migrations that ran.</summary>
    public const string HistoryTable = "migration";

    /// <summary>A page's or call's statement that runs longer is a fault, not patience.</summary>
    public const int CommandTimeoutSeconds = 30;

    private protected PlatformContext(DbContextOptions options, PlatformModel model)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(model);
        PlatformModel = model;
    }

    /// <summary>Its parts and role prefix.</summary>
    public PlatformModel PlatformModel { get; }

    /// <summary>Sets a context's options: the provider, the migrations gathered from parts, the model per list of parts.</summary>
    internal static DbContextOptionsBuilder Configure(DbContextOptionsBuilder builder, System.Data.Common.DbConnection connection) =>
        Common(builder.UseNpgsql(connection, Provider));

    internal static DbContextOptionsBuilder Configure(DbContextOptionsBuilder builder, Npgsql.NpgsqlDataSource source) =>
        Common(builder.UseNpgsql(source, Provider));

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        foreach (var part in PlatformModel.Parts)
        {
            modelBuilder.ApplyConfigurationsFromAssembly(part.Assembly, Belongs);
        }

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(AllProperties))
        {
            if (property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
            {
                property.SetColumnName(SnakeCase.Of(property.Name));
            }
        }
    }

    private static IEnumerable<IMutableProperty> AllProperties(IMutableEntityType entity) =>
        entity.GetProperties().Concat(entity.GetComplexProperties().SelectMany(complex => complex.ComplexType.GetProperties()));

    private bool Belongs(Type configuration)
    {
        var named = configuration.GetCustomAttribute<DbContextAttribute>()?.ContextType ?? typeof(CityContext);
        return named.IsInstanceOfType(this);
    }

    private static void Provider(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder npgsql) =>
        npgsql.MigrationsHistoryTable(HistoryTable, BookkeepingSchema).CommandTimeout(CommandTimeoutSeconds);

    private static DbContextOptionsBuilder Common(DbContextOptionsBuilder builder) => builder
        .ReplaceService<IMigrationsAssembly, PartMigrations>()
        .ReplaceService<IModelCacheKeyFactory, ModelKeyPerParts>();
}

/// <summary>The city's database (城市库).</summary>
public sealed class CityContext(DbContextOptions<CityContext> options, PlatformModel model) : PlatformContext(options, model)
{
    /// <summary>A context of its own, for what runs outside dependency injection.</summary>
    public static CityContext Create(Npgsql.NpgsqlDataSource source, IReadOnlyList<DataPart> parts) =>
        new((DbContextOptions<CityContext>)Configure(new DbContextOptionsBuilder<CityContext>(), source).Options, new PlatformModel(parts));
}

/// <summary>A provincial or national node's database (节点库).</summary>
public sealed class NodeContext(DbContextOptions<NodeContext> options, PlatformModel model) : PlatformContext(options, model)
{
    /// <summary>A context of its own, for what runs outside dependency injection.</summary>
    public static NodeContext Create(Npgsql.NpgsqlDataSource source, IReadOnlyList<DataPart> parts) =>
        new((DbContextOptions<NodeContext>)Configure(new DbContextOptionsBuilder<NodeContext>(), source).Options, new PlatformModel(parts));
}
