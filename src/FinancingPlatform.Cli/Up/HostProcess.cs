using System.Diagnostics;

namespace FinancingPlatform.Cli.Up;

/// <summary>One running program: started in its own folder, its lines in its log, stopped politely, dead when this process dies.</summary>
internal sealed class HostProcess : IDisposable
{
    /// <summary>Above the hosts' own time for a graceful stop.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    // Nothing of the caller's shell may change what a host listens to or trusts.
    private static readonly string[] NotInherited = ["ASPNETCORE_", "DOTNET_URLS", "DOTNET_ENVIRONMENT", "HTTP_PORTS", "HTTPS_PORTS", "Kestrel__", "Platform__", "ConnectionStrings__", "Keys__", "Node__"];

    private readonly Process _process;

    private HostProcess(HostSpec spec, Process process)
    {
        Spec = spec;
        _process = process;
        Started = Processes.StartOf(process);
        Pid = process.Id;
    }

    public HostSpec Spec { get; }

    public int Pid { get; }

    public DateTimeOffset Started { get; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static HostProcess Start(HostSpec spec, HostLog log)
    {
        var assembly = Path.Combine(spec.Folder, spec.Assembly);
        if (!File.Exists(assembly))
        {
            throw new CliException($"The program {spec.Name} is not built.", assembly, "Run ./run, which builds it.");
        }

        var start = new ProcessStartInfo(DotnetPath(), [assembly, .. spec.Arguments])
        {
            WorkingDirectory = spec.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Never written to: when this process dies, however it dies, the pipe closes and the host stops itself.
            RedirectStandardInput = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => NotInherited.Any(p => k.StartsWith(p, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.Write(line.Data);
        process.ErrorDataReceived += (_, line) => log.Write(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new HostProcess(spec, process);
    }

    public Task StopAsync() => Processes.StopAsync(_process, StopPatience);

    public Task ExitedAsync(CancellationToken cancel) => _process.WaitForExitAsync(cancel);

    public void Dispose() => _process.Dispose();

    /// <summary>The dotnet that runs this program runs the hosts too.</summary>
    private static string DotnetPath() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
