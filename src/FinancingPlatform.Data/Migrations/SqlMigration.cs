using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FinancingPlatform.Data;

/// <summary>
/// A migration (数据库迁移) written as plain SQL: the file <c>Sql/Migrations/&lt;id&gt;.sql</c> of the part's own assembly. Mark it with
/// <c>[Migration("id")]</c> and <c>[DbContext(typeof(CityContext))]</c>, <c>NodeContext</c>, or <c>PlatformContext</c> for both. Migrations go
/// forward only.
/// </summary>
public abstract class SqlMigration : Migration
{
    /// <summary>Prefix of the roles in this database; set by the migrator.</summary>
    internal string RolePrefix { get; set; } = string.Empty;

    /// <summary>True for a statement that PostgreSQL refuses inside a transaction, such as CREATE INDEX CONCURRENTLY.</summary>
    protected virtual bool OutsideTransaction => false;

    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        var id = GetType().GetCustomAttribute<MigrationAttribute>()?.Id
            ?? throw new InvalidOperationException($"{GetType().Name} has no [Migration] attribute");
        var file = $"Sql/Migrations/{id}.sql";
        migrationBuilder.Sql(RoleTokens.Replace(SqlResource.Read(GetType().Assembly, file), RolePrefix, file), OutsideTransaction);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("Migrations go forward only; a mistake is mended by the next one.");
}
