using System.Security.Cryptography;
using System.Text.Json;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Cli.Model;

/// <summary>Tables, schemas and packs by path, for the commands that work on any table.</summary>
internal static class TableFiles
{
    public static ModelSchema Schema(string path) => ModelFiles.Need(ModelSchema.Read(File.ReadAllBytes(ModelFiles.Existing(path))));

    /// <summary>A schema that names its label.</summary>
    public static ModelSchema LabelledSchema(string path)
    {
        var schema = Schema(path);
        return schema.Label is not null
            ? schema
            : throw new CliException("The schema names no label.", path, """Add "label": {"column": …, "bad": […]}.""");
    }

    /// <summary>Reads a table, plain or packed by gzip or xz.</summary>
    public static async Task<ModelTable> TableAsync(string path, ModelSchema schema, bool labelled, CancellationToken cancel) =>
        ModelFiles.Need(await TableText.ReadAsync(path, text => ModelTableReader.Read(text, schema, labelled), cancel).ConfigureAwait(false));

    /// <summary>Digest of a file, lower-case hexadecimal.</summary>
    public static async Task<string> Sha256Async(string path, CancellationToken cancel)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel).ConfigureAwait(false));
        }
    }

    public static ScoringPack Pack(string folder) =>
        Directory.Exists(folder)
            ? ModelFiles.Need(PackStore.Read(folder))
            : throw CliException.BadUsage("There is no such folder.", folder, "Name the folder of a scoring pack, such as models/demonstration-full.");

    /// <summary>
    /// The schema to score or judge a table with: the file named, or the pack's own. A file must give the pack its features; their order is the pack's.
    /// </summary>
    public static ModelSchema SchemaFor(ScoringPack pack, string? path)
    {
        if (path is null)
        {
            return pack.Schema with { Fairness = null };
        }

        var schema = Schema(path);
        var needed = pack.Schema.Columns.Where(c => c.Role == ColumnRole.Feature || (pack.Schema.Derived ?? []).Any(d => d.Of.Contains(c.Name))).ToArray();
        var missing = needed.FirstOrDefault(f => schema.Columns.All(c => c.Key != f.Key));
        if (missing is not null)
        {
            throw new CliException($"The schema does not name {missing.Name}, which the pack needs.", path, "Name the column, with the role that the pack gives it.");
        }

        // The table's own texts for unknown and ways to write, the pack's names, roles, types and order.
        var ordered = needed.Select(f => schema.Columns.First(c => c.Key == f.Key) with { Name = f.Name, Role = f.Role, Type = f.Type });
        var rest = schema.Columns.Where(c => needed.All(f => f.Key != c.Key)).Select(c => c.Role == ColumnRole.Feature ? c with { Role = ColumnRole.Ignore } : c);
        return schema with { Columns = [.. ordered, .. rest], Derived = pack.Schema.Derived, Fairness = null };
    }

    /// <summary>JSON as fp prints it, kept beside a pack.</summary>
    public static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" });
}
