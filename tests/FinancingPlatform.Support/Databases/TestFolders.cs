using System.Diagnostics;
using System.Globalization;
using FinancingPlatform.Data;

namespace FinancingPlatform.Support;

/// <summary>Temporary clusters, named by the process that made them, so that what a killed test run left behind can be told and swept.</summary>
internal static class TestFolders
{
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string s_root = Path.Combine(Path.GetTempPath(), "financing-platform-tests");

    public static string Create()
    {
        var folder = Path.Combine(s_root, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid():N}"));
        Directory.CreateDirectory(folder, ReadableByAll);
        return folder;
    }

    public static async Task SweepAsync(CancellationToken ct)
    {
        if (!Directory.Exists(s_root))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(s_root))
        {
            var owner = Path.GetFileName(folder).Split('-')[0];
            if (!int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || IsAlive(pid))
            {
                continue;
            }

            var stopped = await EmbeddedPostgres.StopAsync(new EmbeddedPostgresOptions(folder, 0, string.Empty) { SearchFrom = Repository.Root }, ct);
            if (stopped.IsOk && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            // No process has this number.
            return false;
        }
    }
}
