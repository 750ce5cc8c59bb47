namespace FinancingPlatform.Cli.Up;

/// <summary>One platform per data folder; the system frees the lock when its holder dies, however it dies.</summary>
internal static class UpLock
{
    public static FileStream Take(string data)
    {
        var path = Path.Combine(data, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            var pid = Running.Read(data)?.Run.Pid;
            throw new CliException(
                pid is null ? "A platform already runs on this data." : $"A platform already runs on this data (process {pid}).",
                data,
                "Use it, stop it with ./fp down, or give this one its own folder and ports: ./run --data DIR --port-base P");
        }
    }
}
