using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinancingPlatform.Cli;

/// <summary>One host of a running platform, as <c>run.json</c> names it.</summary>
internal sealed record RunningHost(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("url")] string Url)
{
    /// <summary>When the process started: an id alone may belong to a stranger by now.</summary>
    [JsonPropertyName("started")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Started { get; init; }
}

/// <summary>The file <c>.data/run.json</c>: what runs, where. Other programs read it; names are a contract.</summary>
internal sealed record RunFile(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("hosts")] IReadOnlyDictionary<string, RunningHost> Hosts,
    [property: JsonPropertyName("issuer")] string Issuer)
{
    /// <summary>When <c>fp up</c> itself started.</summary>
    [JsonPropertyName("started")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Started { get; init; }
}

/// <summary>
/// A platform that runs on this machine, found by its data folder (<c>--data</c>) or its first port (<c>--port-base</c>):
/// its addresses, database secrets and demonstration secrets.
/// </summary>
internal sealed class Running
{
    public const int DefaultPortBase = 5080;
    public const string DefaultDataFolder = ".data";
    private const int PostgresOffset = 4;

    private Running(string data, RunFile run)
    {
        Data = data;
        Run = run;
    }

    /// <summary>The data folder, absolute.</summary>
    public string Data { get; }

    public RunFile Run { get; }

    public string Issuer => Run.Issuer;

    public int PortBase => new Uri(Run.Issuer).Port;

    public static Option<string?> DataOption() => new("--data") { Description = "Data folder of the platform (default: .data in the repository)." };

    public static Option<int?> PortBaseOption() => new("--port-base") { Description = $"First port of the platform (default {DefaultPortBase})." };

    /// <summary>Adds <c>--data</c> and <c>--port-base</c> to a command that talks to a running platform.</summary>
    public static void AddOptions(Command command)
    {
        command.Options.Add(DataOption());
        command.Options.Add(PortBaseOption());
    }

    /// <summary>The platform that the command's options name; an error that says what to do when there is none.</summary>
    public static Running Find(ParseResult parsed)
    {
        var portBase = parsed.GetValue<int?>("--port-base");
        var data = parsed.GetValue<string?>("--data") is { } named ? Path.GetFullPath(named) : FolderOf(portBase);
        var running = Read(data) ?? throw new CliException("No platform is running here.", RunFilePath(data), "Start it with ./run, or name its folder with --data DIR or its first port with --port-base P.");
        if (portBase is { } port && running.PortBase != port)
        {
            throw new CliException($"The platform of this folder runs at port {running.PortBase}, not {port}.", RunFilePath(data), "Name its folder with --data DIR.");
        }

        return running;
    }

    /// <summary>The run file of a folder, or null when there is none.</summary>
    public static Running? Read(string data)
    {
        var path = RunFilePath(data);
        return File.Exists(path) && JsonSerializer.Deserialize<RunFile>(File.ReadAllText(path)) is { } run ? new Running(data, run) : null;
    }

    public static string RunFilePath(string data) => Path.Combine(data, "run.json");

    /// <summary>The repository's own data folder: <c>./fp</c> may be called from anywhere.</summary>
    public static string DefaultData() =>
        Path.GetFullPath(Path.Combine(Environment.GetEnvironmentVariable("FP_ROOT") ?? Directory.GetCurrentDirectory(), DefaultDataFolder));

    /// <summary>Where <c>fp up</c> notes the folder behind a first port, so that <c>--port-base</c> alone finds it.</summary>
    public static string PortNotePath(int portBase) =>
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
            "financing-platform",
            string.Create(CultureInfo.InvariantCulture, $"port-{portBase}"));

    /// <summary>Base address of a host: portal, bank-api, province, nation, worker or phone.</summary>
    public Uri UrlOf(string host) =>
        Run.Hosts.TryGetValue(host, out var found)
            ? new Uri(found.Url)
            : throw new CliException($"The running platform has no host {host}.", RunFilePath(Data), $"Its hosts are {string.Join(' ', Run.Hosts.Keys)}.");

    /// <summary>True while <c>fp up</c> itself runs; a run file may outlive a killed one.</summary>
    public bool IsAlive()
    {
        if (Run.Started is not { } started)
        {
            return false;
        }

        using var process = Up.Processes.Find(Run.Pid, started);
        return process is not null;
    }

    /// <summary>A generated secret, such as the password of database role <c>city_worker</c>.</summary>
    public string Secret(string name) => ReadPrivate(Path.Combine(Data, "secrets", name));

    /// <summary>A file with demonstration secrets, such as <c>accounts.json</c>.</summary>
    public string Demo(string file) => ReadPrivate(Path.Combine(Data, "demo", file));

    /// <summary>Connection string for a role of one of the databases city, province, nation.</summary>
    public string ConnectionString(string database, string role) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={PortBase + PostgresOffset};Database={database};Username={database}_{role};Password={Secret($"{database}_{role}")};Timezone=UTC");

    private static string FolderOf(int? portBase)
    {
        var note = PortNotePath(portBase ?? DefaultPortBase);
        return portBase is not null && File.Exists(note) ? File.ReadAllText(note).Trim() : DefaultData();
    }

    private static string ReadPrivate(string path) =>
        File.Exists(path)
            ? File.ReadAllText(path).Trim()
            : throw new CliException("A file of the platform is missing.", path, "It is made at the first ./run; run that, with the same --data.");
}
