using System.Collections.Concurrent;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Register;

/// <summary>The packs that lie at hand (评分包架), found by their digest: a stored score names the pack that computed it, not a folder.</summary>
public sealed class PackShelf(string folder)
{
    private readonly ConcurrentDictionary<string, Result<ScoringPack>> _read = new(StringComparer.Ordinal);

    /// <summary>The packs that come with the platform.</summary>
    public static PackShelf BuiltIn { get; } = new(PackStore.BuiltInFolder);

    /// <summary>Every pack folder, by name; a folder without a manifest is none.</summary>
    public IReadOnlyList<string> Folders =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Where(f => File.Exists(Path.Combine(f, "manifest.json"))).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>The packs that can be read; one that is refused is left out, and <see cref="Refused"/> says why.</summary>
    public IReadOnlyList<(string Folder, ScoringPack Pack)> Packs => [.. Folders.Select(f => (f, Read(f))).Where(p => p.Item2.IsOk).Select(p => (p.f, p.Item2.Value))];

    /// <summary>Folders whose pack is refused.</summary>
    public IReadOnlyList<(string Folder, Error Error)> Refused => [.. Folders.Select(f => (f, Read(f))).Where(p => !p.Item2.IsOk).Select(p => (p.f, p.Item2.Error))];

    /// <summary>The pack of that digest, or null when it does not lie here.</summary>
    public ScoringPack? Find(string sha256) => Packs.Select(p => p.Pack).FirstOrDefault(p => p.Sha256 == sha256);

    private Result<ScoringPack> Read(string path) => _read.GetOrAdd(path, PackStore.Read);
}
