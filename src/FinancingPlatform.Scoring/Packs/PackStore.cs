using System.Security.Cryptography;
using System.Text.Json;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>The files of a pack before they are bound by a manifest.</summary>
/// <param name="Model">XGBoost's own JSON, or a scorecard's.</param>
/// <param name="Schema">Columns.</param>
/// <param name="Calibration">Calibration.</param>
/// <param name="Scale">Scale.</param>
/// <param name="Reasons">Texts by feature.</param>
/// <param name="Metrics">Figures as JSON.</param>
/// <param name="Card">Model card, Markdown.</param>
public sealed record PackContent(byte[] Model, ModelSchema Schema, Calibration Calibration, PointsScale Scale, SortedDictionary<string, ReasonText> Reasons, byte[] Metrics, string Card)
{
    /// <summary>What category columns' texts are turned into; the file exists only where there are such columns.</summary>
    public IReadOnlyList<CategoryEncoding> Categories { get; init; } = [];
}

/// <summary>Reads and writes pack folders (评分包读写). A pack whose bytes, shape or directions are not as declared is refused.</summary>
public static class PackStore
{
    private const string Manifest = "manifest.json";
    private const string CategoriesFile = "categories.json";
    private const string UbjsonModel = "model.ubj";
    private static readonly string[] Names = ["model.json", "schema.json", "calibration.json", "scale.json", "reasons.json", "metrics.json", "card.md"];

    /// <summary>Folder of the packs that come with the platform.</summary>
    public static string BuiltInFolder => Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>One of the packs that come with the platform.</summary>
    public static Result<ScoringPack> ReadBuiltIn(string name) => Read(Path.Combine(BuiltInFolder, name));

    /// <summary>Reads a pack folder and checks everything that can be checked.</summary>
    public static Result<ScoringPack> Read(string folder)
    {
        try
        {
            return ReadChecked(folder);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return ScoringError.Pack(folder, $"读取失败：{e.Message}", $"it can't be read: {e.Message}");
        }
    }

    /// <summary>Writes a pack folder; the same content gives the same bytes.</summary>
    public static Result<ScoringPack> Write(string folder, string name, string version, PackKind kind, bool demonstration, PackContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Directory.CreateDirectory(folder);
        byte[][] files =
        [
            content.Model,
            content.Schema.Write(),
            PackJson.Write(content.Calibration),
            PackJson.Write(content.Scale),
            PackJson.Write(content.Reasons),
            content.Metrics,
            System.Text.Encoding.UTF8.GetBytes(content.Card),
        ];
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Names.Length; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, Names[i]), files[i]);
            digests[Names[i]] = Digest(files[i]);
        }

        var categories = Path.Combine(folder, CategoriesFile);
        File.Delete(categories);
        if (content.Categories.Count > 0)
        {
            var bytes = PackJson.Write(content.Categories);
            File.WriteAllBytes(categories, bytes);
            digests[CategoriesFile] = Digest(bytes);
        }

        File.WriteAllBytes(Path.Combine(folder, Manifest), PackJson.Write(new PackManifest(PackManifest.CurrentFormat, name, version, kind, demonstration, digests)));
        return Read(folder);
    }

    private static Result<ScoringPack> ReadChecked(string folder)
    {
        var manifestBytes = ReadFile(folder, Manifest);
        var manifest = Parse<PackManifest>(manifestBytes);
        if (manifest.Format != PackManifest.CurrentFormat)
        {
            return ScoringError.Pack(Manifest, $"格式须为 {PackManifest.CurrentFormat}", $"its format must be {PackManifest.CurrentFormat}");
        }

        var files = new Dictionary<string, byte[]>();
        // A bank may hand its model in as UBJSON: the same name with the library's own ending.
        var modelFile = manifest.Files.ContainsKey(UbjsonModel) ? UbjsonModel : Names[0];
        string[] names = [modelFile, .. Names[1..], .. manifest.Files.ContainsKey(CategoriesFile) ? [CategoriesFile] : Array.Empty<string>()];
        if (manifest.Files.Keys.Except(names).FirstOrDefault() is { } unknown)
        {
            return ScoringError.Pack(Manifest, $"清单中的 {unknown} 不属于评分包", $"it lists {unknown}, which is no file of a pack");
        }

        foreach (var name in names)
        {
            files[name] = ReadFile(folder, name);
            if (!manifest.Files.TryGetValue(name, out var digest) || digest != Digest(files[name]))
            {
                return ScoringError.Tampered(name);
            }
        }

        var schema = ModelSchema.Read(files["schema.json"]);
        if (!schema.IsOk)
        {
            return schema.Error;
        }

        var model = ModelFile.Read(files[modelFile]);
        if (!model.IsOk)
        {
            return model.Error;
        }

        var pack = new ScoringPack(
            manifest,
            model.Value,
            schema.Value,
            Parse<Calibration>(files["calibration.json"]),
            Parse<PointsScale>(files["scale.json"]),
            Parse<Dictionary<string, ReasonText>>(files["reasons.json"]),
            Digest(manifestBytes))
        {
            Card = ModelFile.ScorecardOf(files[modelFile]),
            Categories = files.TryGetValue(CategoriesFile, out var encodings) ? Parse<List<CategoryEncoding>>(encodings) : [],
        };
        return PackChecks.Fault(pack) is { } fault ? fault : pack;
    }

    private static byte[] ReadFile(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return new FileInfo(path).Length > TreeLimits.MaxModelBytes
            ? throw new IOException($"{name} is above {TreeLimits.MaxModelBytes} bytes.")
            : File.ReadAllBytes(path);
    }

    private static T Parse<T>(byte[] json) => JsonSerializer.Deserialize<T>(json, PackJson.Options) ?? throw new JsonException("The file holds null.");

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
