using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Features;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>The packs that this platform scores its enterprises with (在用评分包): one for each kind of score.</summary>
public sealed class PlatformPacks
{
    /// <summary>Folder name of the first public pack.</summary>
    public const string PublicName = "demonstration-public";

    /// <summary>Folder name of the first full pack.</summary>
    public const string FullName = "demonstration-full";

    private PlatformPacks(PlatformPack publicPack, PlatformPack full)
    {
        Public = publicPack;
        Full = full;
    }

    internal PlatformPack Public { get; }

    internal PlatformPack Full { get; }

    /// <summary>Reads the packs that come with the platform.</summary>
    public static Result<PlatformPacks> ReadBuiltIn() => Read(Path.Combine(PackStore.BuiltInFolder, PublicName), Path.Combine(PackStore.BuiltInFolder, FullName));

    /// <summary>Reads a public and a full pack.</summary>
    public static Result<PlatformPacks> Read(string publicFolder, string fullFolder) =>
        PackStore.Read(publicFolder).Then(p => PlatformPack.Of(p, PackKind.Public)).Then(p =>
            PackStore.Read(fullFolder).Then(f => PlatformPack.Of(f, PackKind.Full)).Map(f => new PlatformPacks(p, f)));
}

/// <summary>A pack whose columns are features of this platform, with its statement.</summary>
internal sealed class PlatformPack
{
    private PlatformPack(ScoringPack pack, IReadOnlyList<Feature> features)
    {
        Pack = pack;
        Features = features;
        Sql = FeatureSql.Compile(pack.Manifest.Kind, features);
        Items = [.. features.Select(f => f.Item).Where(i => i.Length > 0).Distinct().Order(StringComparer.Ordinal)];
    }

    public ScoringPack Pack { get; }

    public IReadOnlyList<Feature> Features { get; }

    public string Sql { get; }

    /// <summary>Every item that it reads, public ones too.</summary>
    public string[] Items { get; }

    public static Result<PlatformPack> Of(ScoringPack pack, PackKind kind)
    {
        if (pack.Manifest.Kind != kind)
        {
            return ScoringError.Pack("manifest.json", $"须为 {kind} 评分包", $"it must be a pack of kind {kind}");
        }

        var features = new List<Feature>();
        foreach (var column in pack.Features)
        {
            var feature = FeatureCatalogue.Find(column.Name);
            if (feature is null || feature.Direction != column.Direction)
            {
                return ScoringError.Pack("schema.json", $"特征 {column.Name} 未在平台声明，或方向不同", $"feature {column.Name} is not declared by this platform, or with another direction");
            }

            features.Add(feature);
        }

        return new PlatformPack(pack, features);
    }
}
