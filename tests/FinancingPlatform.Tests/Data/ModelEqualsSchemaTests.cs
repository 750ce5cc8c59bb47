using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics.Internal;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Scaffolding.Metadata;
using Microsoft.Extensions.Logging;
using Npgsql.EntityFrameworkCore.PostgreSQL.Diagnostics.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Scaffolding.Internal;

#pragma warning disable EF1001 // the provider's own reader of schemas is internal, and there is no other

namespace FinancingPlatform.Tests.Data;

/// <summary>Entities and SQL migrations are written apart: every mapped table and column has to be there, of that type and nullability, and none beside.</summary>
public sealed class ModelEqualsSchemaTests(CityDatabase city, NodeDatabase node) : IClassFixture<CityDatabase>, IClassFixture<NodeDatabase>
{
    /// <summary>A model that lost its mappings would agree with any schema.</summary>
    private const int FewestTables = 4;

    private const string FirstPartition = "_00";

    [Fact]
    public async Task The_citys_model_is_its_migrated_schema()
    {
        await using var context = CityContext.Create(city.Source("owner"), city.Parts);
        var tables = context.Model.GetRelationalModel().Tables.ToArray();

        tables.Length.ShouldBeGreaterThanOrEqualTo(FewestTables);
        Differences(tables, Read(city)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_nodes_model_is_its_migrated_schema()
    {
        await using var context = NodeContext.Create(node.Source("owner"), node.Parts);

        Differences(context.Model.GetRelationalModel().Tables, Read(node)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_column_that_only_one_side_has_is_found()
    {
        await using var context = CityContext.Create(city.Source("owner"), city.Parts);
        var schema = Read(city);
        var table = schema.Tables.Single(table => table is { Schema: "registry", Name: "enterprise" });
        table.Columns.Remove(table.Columns.Single(column => column.Name == "staff"));
        table.Columns.Single(column => column.Name == "name").IsNullable = true;

        Differences(context.Model.GetRelationalModel().Tables, schema).ShouldBe(
            ["registry.enterprise.name: not null in the model, nullable in the schema", "registry.enterprise.staff: only in the model"], ignoreOrder: true);
    }

    private static DatabaseModel Read(TestDatabase database)
    {
        using var loggers = LoggerFactory.Create(_ => { });
        var reader = new NpgsqlDatabaseModelFactory(
            new DiagnosticsLogger<DbLoggerCategory.Scaffolding>(
                loggers, new LoggingOptions(), new System.Diagnostics.DiagnosticListener("schema"), new NpgsqlLoggingDefinitions(), new Microsoft.EntityFrameworkCore.Diagnostics.Internal.NullDbContextLogger()));
        return reader.Create(database.Owner, new DatabaseModelFactoryOptions());
    }

    private static IEnumerable<string> Differences(IEnumerable<ITable> model, DatabaseModel schema)
    {
        foreach (var table in model)
        {
            // The provider's reader leaves partitioned tables out; their partitions have the same columns.
            var found = schema.Tables.SingleOrDefault(candidate => candidate.Schema == table.Schema && candidate.Name == table.Name)
                ?? schema.Tables.SingleOrDefault(candidate => candidate.Schema == table.Schema && candidate.Name == table.Name + FirstPartition);
            if (found is null)
            {
                yield return $"{table.SchemaQualifiedName}: only in the model";
                continue;
            }

            foreach (var difference in Differences(table, found))
            {
                yield return $"{table.SchemaQualifiedName}.{difference}";
            }
        }
    }

    private static IEnumerable<string> Differences(ITable model, DatabaseTable schema)
    {
        foreach (var column in model.Columns)
        {
            var found = schema.Columns.SingleOrDefault(candidate => candidate.Name == column.Name);
            if (found is null)
            {
                yield return $"{column.Name}: only in the model";
            }
            else if (found.StoreType != column.StoreType)
            {
                yield return $"{column.Name}: {column.StoreType} in the model, {found.StoreType} in the schema";
            }
            else if (found.IsNullable != column.IsNullable)
            {
                yield return $"{column.Name}: {Nullable(column.IsNullable)} in the model, {Nullable(found.IsNullable)} in the schema";
            }
        }

        foreach (var column in schema.Columns.Where(column => model.Columns.All(known => known.Name != column.Name)))
        {
            yield return $"{column.Name}: only in the schema";
        }

        var key = string.Join(", ", model.PrimaryKey?.Columns.Select(column => column.Name) ?? []);
        var foundKey = string.Join(", ", schema.PrimaryKey?.Columns.Select(column => column.Name) ?? []);
        if (key != foundKey)
        {
            yield return $"key: ({key}) in the model, ({foundKey}) in the schema";
        }
    }

    private static string Nullable(bool nullable) => nullable ? "nullable" : "not null";
}
