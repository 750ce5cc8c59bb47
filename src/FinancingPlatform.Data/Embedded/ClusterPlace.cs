using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Data;

/// <summary>Where the binaries run from and the cluster lies: beside the data, or where the server's user can reach them.</summary>
internal sealed record ClusterPlace(string Binaries, string Cluster, string Shared)
{
    private const string ClusterName = "cluster";
    private const string BinariesName = "native";
    private const string OrphanName = "cluster.orphaned";
    private const int HashCharacters = 12;

    /// <summary>Survives a restart of the machine, as /tmp may not.</summary>
#pragma warning disable S5443 // writable by everybody, so a folder found there is used only when root owns it (IsOursAsync)
    private const string SharedRoot = "/var/tmp";
#pragma warning restore S5443

    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string VersionFile => Path.Combine(Cluster, "PG_VERSION");

    public string PidFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>Beside the cluster's own files, because the server's user must be able to write it.</summary>
    public string Log => Path.Combine(Cluster, "server.log");

    public string Program(string name) => Path.Combine(Binaries, "bin", name);

    /// <summary>Removes cluster and copies; what was deleted cannot be brought back.</summary>
    public void Remove(string dataDirectory)
    {
        if (Directory.Exists(Shared))
        {
            Directory.Delete(Shared, recursive: true);
        }

        var beside = new DirectoryInfo(Path.Combine(Path.GetFullPath(dataDirectory), ClusterName));
        if (beside.LinkTarget is not null)
        {
            // As a file: its target went with the shared folder, and a folder that is not there cannot be deleted.
            File.Delete(beside.FullName);
        }
        else if (beside.Exists)
        {
            beside.Delete(recursive: true);
        }
    }

    public static async Task<Result<ClusterPlace>> ChooseAsync(string dataDirectory, string binaries, ServerUser user, CancellationToken ct)
    {
        var data = Path.GetFullPath(dataDirectory);
        Directory.CreateDirectory(data);
        var beside = Path.Combine(data, ClusterName);
        var link = new DirectoryInfo(beside).LinkTarget;
        var shared = Path.Combine(SharedRoot, "financing-platform-" + HashOf(data));
        if (!user.IsOther)
        {
            Directory.CreateDirectory(beside, OwnerOnly);
            return new ClusterPlace(binaries, link ?? beside, shared);
        }

        var runsHere = await user.CanAsync("-x", Path.Combine(binaries, "bin", "postgres"), ct);
        if (link is null && await ReachesAsync(beside, user, ct))
        {
            if (runsHere)
            {
                return new ClusterPlace(binaries, beside, shared);
            }

            return await CopyBinariesAsync(binaries, shared, ct) is { IsOk: true } copied
                ? new ClusterPlace(copied.Value, beside, shared)
                : EmbeddedPostgresErrors.FolderNotOurs(shared);
        }

        if (!await IsOursAsync(shared, ct))
        {
            return EmbeddedPostgresErrors.FolderNotOurs(shared);
        }

        var program = runsHere ? Result(binaries) : await CopyBinariesAsync(binaries, shared, ct);
        if (!program.IsOk)
        {
            return program.Error;
        }

        var cluster = link ?? Path.Combine(shared, ClusterName);
        if (link is null)
        {
            SetOrphanAside(shared);
            await MakeOwnedAsync(cluster, user, ct);
            Directory.Delete(beside);
            Directory.CreateSymbolicLink(beside, cluster);
        }

        return new ClusterPlace(program.Value, cluster, shared);
    }

    private static Result<string> Result(string value) => value;

    /// <summary>Makes the folder when it is not there and asks the system, as the server's user, whether it can be written.</summary>
    private static async Task<bool> ReachesAsync(string cluster, ServerUser user, CancellationToken ct)
    {
        if (!Directory.Exists(cluster))
        {
            await MakeOwnedAsync(cluster, user, ct);
        }

        return await user.CanAsync("-w", cluster, ct);
    }

    private static async Task MakeOwnedAsync(string cluster, ServerUser user, CancellationToken ct)
    {
        Directory.CreateDirectory(cluster, OwnerOnly);
        await user.OwnAsync(cluster, ct);
    }

    /// <summary>/var/tmp is writable by everybody: a folder that was put there for us must not be trusted.</summary>
    private static async Task<bool> IsOursAsync(string folder, CancellationToken ct)
    {
        if (!Path.Exists(folder))
        {
            Directory.CreateDirectory(folder, ReadableByAll);
            File.SetUnixFileMode(folder, ReadableByAll);
        }

        var owner = await CommandOutcome.RunAsync(["stat", "-c", "%u %F", folder], ct);
        return owner is { Ok: true, Text: "0 directory" };
    }

    private static async Task<Result<string>> CopyBinariesAsync(string binaries, string shared, CancellationToken ct)
    {
        if (!await IsOursAsync(shared, ct))
        {
            return EmbeddedPostgresErrors.FolderNotOurs(shared);
        }

        var target = Path.Combine(shared, BinariesName);
        var stamp = Path.Combine(target, "copied-from");
        var version = binaries + "\n" + File.GetLastWriteTimeUtc(Path.Combine(binaries, "bin", "postgres")).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, ct) == version)
        {
            return target;
        }

        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        var copy = await CommandOutcome.RunAsync(["cp", "-R", binaries, target], ct);
        var open = copy.Ok ? await CommandOutcome.RunAsync(["chmod", "-R", "a+rX", target], ct) : copy;
        if (!open.Ok)
        {
            return EmbeddedPostgresErrors.StepFailed("copy", open, string.Empty);
        }

        // Written last: a copy that was cut short is made again.
        await File.WriteAllTextAsync(stamp, version, ct);
        return target;
    }

    /// <summary>A cluster whose data folder was deleted has lost its passwords: kept once, in case the deletion was a mistake.</summary>
    private static void SetOrphanAside(string shared)
    {
        var cluster = Path.Combine(shared, ClusterName);
        var orphan = Path.Combine(shared, OrphanName);
        if (!Directory.Exists(cluster))
        {
            return;
        }

        if (Directory.Exists(orphan))
        {
            Directory.Delete(orphan, recursive: true);
        }

        Directory.Move(cluster, orphan);
    }

    private static string HashOf(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..HashCharacters];
}
