using System.Globalization;

namespace FinancingPlatform.Data;

/// <summary>Seals outside the database (封印文件), one file each, written once: who owns the database cannot rewrite them.</summary>
internal static class SealFiles
{
    private const string Extension = ".jws";

    public static string? Read(string directory, long sealNo) =>
        File.Exists(PathOf(directory, sealNo)) ? File.ReadAllText(PathOf(directory, sealNo)).Trim() : null;

    public static async Task WriteAsync(string directory, AuditSeal seal, CancellationToken ct)
    {
        Directory.CreateDirectory(directory);
        // Under another name first: a file that was cut short must not take the seal's place.
        var unfinished = PathOf(directory, seal.SealNo) + ".unfinished";
        await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(seal.Jws + "\n"), ct);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, PathOf(directory, seal.SealNo), overwrite: false);
    }

    public static IEnumerable<AuditSeal> ReadAll(string directory) => !Directory.Exists(directory) ? [] :
        Directory.EnumerateFiles(directory, "*" + Extension)
            .Select(file => (File: file, No: long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var no) ? no : 0))
            .Where(found => found.No > 0)
            .OrderBy(found => found.No)
            .Select(found => new AuditSeal(found.No, File.ReadAllText(found.File).Trim()));

    private static string PathOf(string directory, long sealNo) =>
        Path.Combine(directory, sealNo.ToString("D12", CultureInfo.InvariantCulture) + Extension);
}
