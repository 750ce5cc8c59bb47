namespace FinancingPlatform.Cli.Up;

/// <summary>
/// How <c>fp stop NAME</c> and <c>fp start NAME</c> reach the running <c>fp up</c>: a small file in the data folder, which only its owner can
/// write. No port, no socket path limits, and it works wherever files do.
/// </summary>
internal static class ControlRequests
{
    public const string Stop = "stop";
    public const string Start = "start";

    public static void Ask(Folders folders, string name, string what) => PrivateFile.Write(Path.Combine(folders.Control, name), what);

    public static bool IsPending(Folders folders, string name) => File.Exists(Path.Combine(folders.Control, name));

    /// <summary>Requests waiting now; each is done and then removed by <see cref="Done"/>.</summary>
    public static IEnumerable<(string Name, string What)> Pending(Folders folders) =>
        Directory.EnumerateFiles(folders.Control)
            .Where(f => !f.EndsWith(".new", StringComparison.Ordinal))
            .Select(f => (Path.GetFileName(f), File.ReadAllText(f).Trim()))
            .ToList();

    public static void Done(Folders folders, string name) => File.Delete(Path.Combine(folders.Control, name));

    public static void Clear(Folders folders)
    {
        foreach (var file in Directory.EnumerateFiles(folders.Control))
        {
            File.Delete(file);
        }
    }
}
