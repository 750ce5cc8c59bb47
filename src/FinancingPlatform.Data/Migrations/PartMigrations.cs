using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Data;

/// <summary>Hands Entity Framework's own migrator the migrations of every part (迁移集合), in the order of their ids.</summary>
internal sealed class PartMigrations : IMigrationsAssembly
{
    private readonly PlatformModel _model;

    public PartMigrations(ICurrentDbContext current)
    {
        var context = (PlatformContext)current.Context;
        _model = context.PlatformModel;
        Migrations = Gather(context.GetType(), _model);
    }

    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; }

    /// <summary>None: migrations are SQL, and a test compares the model with the migrated schema instead.</summary>
    public ModelSnapshot? ModelSnapshot => null;

    public Assembly Assembly => typeof(PartMigrations).Assembly;

    public string? FindMigrationId(string nameOrId) =>
        Migrations.Keys.FirstOrDefault(id => string.Equals(id, nameOrId, StringComparison.OrdinalIgnoreCase));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass.AsType(), nonPublic: true)!;
        migration.ActiveProvider = activeProvider;
        if (migration is SqlMigration sql)
        {
            sql.RolePrefix = _model.RolePrefix;
        }

        return migration;
    }

    private static SortedList<string, TypeInfo> Gather(Type context, PlatformModel model)
    {
        var found = new SortedList<string, TypeInfo>(StringComparer.Ordinal);
        foreach (var type in model.Parts.SelectMany(part => part.Assembly.DefinedTypes))
        {
            var id = type.IsAbstract || !type.IsSubclassOf(typeof(Migration)) ? null : type.GetCustomAttribute<MigrationAttribute>()?.Id;
            var target = type.GetCustomAttribute<DbContextAttribute>()?.ContextType;
            if (id is null || target is null || !target.IsAssignableFrom(context))
            {
                continue;
            }

            if (!found.TryAdd(id, type))
            {
                throw new InvalidOperationException($"Migration {id} exists twice: {found[id].FullName} and {type.FullName}");
            }
        }

        return found;
    }
}
