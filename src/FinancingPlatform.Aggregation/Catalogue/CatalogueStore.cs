using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Catalogue;

/// <summary>Layouts and lists in the database (目录存储): adding an item is a change of data.</summary>
public static class CatalogueStore
{
    /// <summary>
    /// Puts a layout in, with its rows in the lists it names. Errors: <c>layout-revision</c> when another layout has the same or a later revision,
    /// <c>catalogue-fixed</c> when a list that is there has the item under another mode or class: authorisations rely on what it says.
    /// </summary>
    public static async Task<Result<CatalogueLoad>> LoadAsync(string connectionString, ItemLayout layout, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var loaded = await LoadAsync(transaction, layout, isSeed: false, ct);
        if (loaded.IsOk)
        {
            await transaction.CommitAsync(ct);
        }

        return loaded;
    }

    /// <summary>The layouts that this release brings, in the order of their codes.</summary>
    /// <exception cref="InvalidOperationException">One of them is wrong; the message names the member.</exception>
    public static IReadOnlyList<ItemLayout> BuiltIn { get; } =
    [
        .. typeof(CatalogueStore).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(DataPart.SeedFolder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => LayoutJson.Read(SqlResource.Read(typeof(CatalogueStore).Assembly, name)).Match(
                layout => layout, error => throw new InvalidOperationException($"{name}: {error.MessageEn}"))),
    ];

    /// <summary>Puts this release's layouts in where the city has no such item or an earlier revision.</summary>
    /// <exception cref="InvalidOperationException">A list that is there contradicts a layout; the message says which.</exception>
    public static async Task SeedAsync(NpgsqlConnection owner, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using var transaction = await owner.BeginTransactionAsync(ct);
        foreach (var layout in BuiltIn)
        {
            var loaded = await LoadAsync(transaction, layout, isSeed: true, ct);
            if (!loaded.IsOk)
            {
                throw new InvalidOperationException($"Seeding item {layout.Code}: {loaded.Error.MessageEn}");
            }
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>The layout of an item; null when the city does not take it.</summary>
    public static async Task<Result<ItemLayout>?> FindAsync(string connectionString, string item, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = Command("find_layout", connection, null);
        command.Parameters.AddWithValue("code", item);
        return await command.ExecuteScalarAsync(ct) is string json ? LayoutJson.Read(json) : (Result<ItemLayout>?)null;
    }

    /// <summary>Every item that can be imported, in the order of codes.</summary>
    public static async Task<IReadOnlyList<CatalogueEntry>> ListAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = Command("list_layouts", connection, null);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var entries = new List<CatalogueEntry>();
        while (await rows.ReadAsync(ct))
        {
            entries.Add(new CatalogueEntry(rows.GetString(0), rows.GetInt32(1), rows.GetString(2), rows.GetString(3), rows.GetFieldValue<string[]>(4)));
        }

        return entries;
    }

    private static async Task<Result<CatalogueLoad>> LoadAsync(NpgsqlTransaction transaction, ItemLayout layout, bool isSeed, CancellationToken ct)
    {
        var json = LayoutJson.Write(layout);
        await using var known = Command("known_revision", transaction.Connection!, transaction);
        known.Parameters.AddWithValue("code", layout.Code);
        known.Parameters.AddWithValue("layout", NpgsqlDbType.Jsonb, json);
        var (revision, isSame) = (0, false);
        await using (var row = await known.ExecuteReaderAsync(ct))
        {
            if (await row.ReadAsync(ct))
            {
                (revision, isSame) = (row.GetInt32(0), row.GetBoolean(1));
            }
        }

        if (isSame || (isSeed && revision >= layout.Revision))
        {
            return CatalogueLoad.Unchanged;
        }

        if (revision >= layout.Revision)
        {
            return new Error(
                ErrorKind.Conflict,
                "layout-revision",
                $"信息项 {layout.Code} 已有第 {revision} 版布局且内容不同；请将 revision 提高到 {revision + 1}。",
                $"Item {layout.Code} has another layout with revision {revision}; raise its revision to {revision + 1}.");
        }

        foreach (var list in layout.Lists)
        {
            if (await ListItemAsync(transaction, layout, list, ct) is { } fixedAs)
            {
                return new Error(
                    ErrorKind.Conflict,
                    "catalogue-fixed",
                    $"清单 {list} 中信息项 {layout.Code} 为“{fixedAs}”，已有授权以此为据，不能更改；请在新的清单版本中列入。",
                    $"List {list} has item {layout.Code} as {fixedAs}; authorisations rely on it, so it can't be changed. Name it in a new list version.");
            }
        }

        await using var put = Command("put_layout", transaction.Connection!, transaction);
        put.Parameters.AddWithValue("code", layout.Code);
        put.Parameters.AddWithValue("revision", layout.Revision);
        put.Parameters.AddWithValue("layout", NpgsqlDbType.Jsonb, json);
        await put.ExecuteNonQueryAsync(ct);
        return revision == 0 ? CatalogueLoad.Added : CatalogueLoad.Revised;
    }

    /// <summary>Null when the list now has the item as the layout says; else how it is fixed.</summary>
    private static async Task<string?> ListItemAsync(NpgsqlTransaction transaction, ItemLayout layout, string list, CancellationToken ct)
    {
        await using var command = Command("put_catalogue_item", transaction.Connection!, transaction);
        command.Parameters.AddWithValue("version", list);
        command.Parameters.AddWithValue("code", layout.Code);
        command.Parameters.AddWithValue("class", layout.Class);
        command.Parameters.AddWithValue("name_zh", layout.Name.Zh);
        command.Parameters.AddWithValue("name_en", layout.Name.En);
        command.Parameters.AddWithValue("supplier", layout.Supplier.Zh);
        command.Parameters.AddWithValue("level", layout.Level);
        command.Parameters.AddWithValue("mode", layout.Mode);
        command.Parameters.AddWithValue("sensitivity", layout.Sensitivity);
        command.Parameters.AddWithValue("update_frequency", layout.Update);
        command.Parameters.AddWithValue("legal_basis", layout.LegalBasis);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    private static NpgsqlCommand Command(string name, NpgsqlConnection connection, NpgsqlTransaction? transaction) =>
        new(SqlResource.Read(typeof(CatalogueStore).Assembly, $"Sql/Catalogue/{name}.sql"), connection, transaction);
}
