using System.Globalization;

namespace FinancingPlatform.Data;

/// <summary>What the server notes in <c>postmaster.pid</c> while it runs, and whether that server is still alive.</summary>
internal sealed record PostmasterFile(int Pid, int? Port)
{
    private const int PortLine = 3;

    /// <summary>The server that runs on this cluster; null when there is none, also when a killed one left its file.</summary>
    public static PostmasterFile? ReadLive(ClusterPlace place)
    {
        if (!File.Exists(place.PidFile))
        {
            return null;
        }

        var lines = File.ReadAllLines(place.PidFile);
        if (lines.Length == 0 || !int.TryParse(lines[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
        {
            return null;
        }

        var port = lines.Length > PortLine && int.TryParse(lines[PortLine].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        return IsServerOf(pid, place.Cluster) ? new PostmasterFile(pid, port) : null;
    }

    /// <summary>
    /// After a crash the number may have gone to any other program, and PostgreSQL refuses to start when it went to one of the same user:
    /// so the process is asked where it works, which for a server is its cluster.
    /// </summary>
    private static bool IsServerOf(int pid, string cluster)
    {
        if (!OperatingSystem.IsLinux())
        {
            return IsAlive(pid);
        }

        var works = new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cwd"));
        try
        {
            return works.LinkTarget is { } folder && Path.GetFullPath(folder) == Path.GetFullPath(cluster);
        }
        catch (IOException)
        {
            // The process ended between the look at the file and the look at the process.
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's process: not a server that this user started.
            return false;
        }
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            // No process has this number.
            return false;
        }
    }
}
