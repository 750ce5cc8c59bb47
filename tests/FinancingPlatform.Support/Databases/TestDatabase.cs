using System.Collections.Concurrent;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Support;

/// <summary>
/// A database of its own for a test class, migrated by every part: a clone of a template, so it takes a tenth of a second. Use it as
/// <c>IClassFixture&lt;CityDatabase&gt;</c>; tests of one class share it, classes run in parallel.
/// </summary>
public abstract class TestDatabase : IAsyncLifetime
{
    /// <summary>Few enough for every class's roles to fit in the server together.</summary>
    private const int MaxPoolSize = 20;

    /// <summary>The prefixes whose roles exist on the test server.</summary>
    internal static readonly IReadOnlyList<(string Prefix, DatabaseKind Kind)> Prefixes =
        [("city", DatabaseKind.City), ("province", DatabaseKind.Node), ("nation", DatabaseKind.Node)];

    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _sources = new(StringComparer.Ordinal);
    private PostgresTestServer? _server;
    private string? _name;

    private protected TestDatabase(DatabaseKind kind, string prefix)
    {
        Kind = kind;
        Prefix = prefix;
    }

    /// <summary>City or node.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>Prefix of the roles, such as <c>city</c>.</summary>
    public string Prefix { get; }

    /// <summary>Name of the database.</summary>
    public string Name => _name ?? throw new InvalidOperationException("The database is made by InitializeAsync.");

    /// <summary>Connection string of the owner: may do everything, as only migrations may.</summary>
    public string Owner => As(DatabaseRoles.Owner);

    /// <summary>Connection string of the server's superuser to this database.</summary>
    public string Superuser => new NpgsqlConnectionStringBuilder(_server!.Superuser) { Database = Name }.ConnectionString;

    /// <summary>Parts it was migrated with.</summary>
    public IReadOnlyList<DataPart> Parts => TestProcess.Parts;

    /// <summary>Connection string of a role by its short name, such as <c>bank_api</c>.</summary>
    public string As(string role) => new NpgsqlConnectionStringBuilder(_server!.Superuser)
    {
        Database = Name,
        Username = DatabaseRoles.Name(Prefix, role),
        Password = PostgresTestServer.MadeUpPassword,
        Pooling = true,
        MaxPoolSize = MaxPoolSize,
    }.ConnectionString;

    /// <summary>The data source of a role; one per role, ended with the database.</summary>
    public NpgsqlDataSource Source(string role) => _sources.GetOrAdd(role, name => PlatformDataServices.Source(As(name)));

    /// <summary>An open connection of a role.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string role) => await Source(role).OpenConnectionAsync();

    /// <summary>Runs a statement as the owner; parameters are $1, $2, …</summary>
    public async Task<int> ExecuteAsync(string sql, params object?[] parameters)
    {
        await using var command = Command(Source(DatabaseRoles.Owner), sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first value of a query run as the owner; parameters are $1, $2, …</summary>
    public async Task<T?> ScalarAsync<T>(string sql, params object?[] parameters)
    {
        await using var command = Command(Source(DatabaseRoles.Owner), sql, parameters);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await PostgresTestServer.GetAsync();
        var template = await TemplateDatabase.GetAsync(_server, Kind, Prefix);
        var name = $"fp_{Prefix}_{Guid.NewGuid():N}";
        await TemplateDatabase.CloneAsync(_server, template, name, Prefix, Kind);
        _name = name;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync();
        }

        if (_name is not null)
        {
            foreach (var role in DatabaseRoles.WithLogin(Kind))
            {
                await using var pooled = new NpgsqlConnection(As(role));
                NpgsqlConnection.ClearPool(pooled);
            }

            await TemplateDatabase.DropAsync(_server!, _name);
        }

        GC.SuppressFinalize(this);
    }

    private static NpgsqlCommand Command(NpgsqlDataSource source, string sql, object?[] parameters)
    {
        var command = source.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}

/// <summary>A city's database.</summary>
public sealed class CityDatabase() : TestDatabase(DatabaseKind.City, "city");

/// <summary>A provincial node's database.</summary>
public sealed class NodeDatabase() : TestDatabase(DatabaseKind.Node, "province");

/// <summary>The national node's database.</summary>
public sealed class NationDatabase() : TestDatabase(DatabaseKind.Node, "nation");
