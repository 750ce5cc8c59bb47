namespace FinancingPlatform.Cli.Up;

/// <summary>The data folder: everything that a running platform keeps, its owner's alone.</summary>
internal sealed record Folders(string Data)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Secrets => Path.Combine(Data, "secrets");

    public string Keys => Path.Combine(Data, "keys");

    public string Demo => Path.Combine(Data, "demo");

    public string Logs => Path.Combine(Data, "logs");

    /// <summary>Requests of <c>fp stop</c> and <c>fp start</c> to the running <c>fp up</c>.</summary>
    public string Control => Path.Combine(Data, "control");

    /// <summary>Deliveries while the worker imports them.</summary>
    public string Intake => Path.Combine(Data, "intake");

    /// <summary>Names the exchange databases that the worker pulls; nothing is pulled while it is not there.</summary>
    public string PullSources => Path.Combine(Data, "pull", "sources.json");

    public string Postgres => Path.Combine(Data, "postgres");

    public void Create()
    {
        foreach (var folder in (string[])[Data, Secrets, Keys, Demo, Logs, Control, Intake])
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly);
            }
        }
    }
}
