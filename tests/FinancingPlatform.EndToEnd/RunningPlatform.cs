using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace FinancingPlatform.EndToEnd;

/// <summary>
/// The whole platform as <c>./run</c> starts it: real programs, free ports, a folder of its own under a parent that only its owner enters.
/// Started once for the assembly; a test may stop and start it, and leaves it running.
/// </summary>
public sealed partial class RunningPlatform : IAsyncLifetime
{
    private const int Enterprises = 400;
    private const int PortBlock = 9;
    private const int FirstPort = 20_000;

    /// <summary>Below the range that the system hands out by itself.</summary>
    private const int LastPort = 32_000;

    private const int SigInt = 2;

    /// <summary>The first start builds what changed.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(9);

    private static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(1);

    private readonly string _parent = Directory.CreateTempSubdirectory("fp-end-to-end-").FullName;
    private readonly StringBuilder _lines = new();
    private Process? _run;

    public string Data => Path.Combine(_parent, "data");

    public int PortBase { get; } = FreeBlock();

    /// <summary>The line that says that everything answers.</summary>
    public string ReadyLine { get; private set; } = "";

    /// <summary>Time from the start of <c>./run</c> to that line.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Process id of <c>fp up</c>.</summary>
    public int Pid => _run!.Id;

    public Uri Portal => UrlOf(0);

    public Uri BankApi => UrlOf(1);

    public Uri Province => UrlOf(2);

    public Uri Nation => UrlOf(3);

    public Uri Phone => UrlOf(6);

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts <c>./run</c> and waits for the line.</summary>
    public async Task StartAsync()
    {
        var clock = Stopwatch.StartNew();
        _run = Command.Start("run", "--enterprises", Invariant(Enterprises), "--data", Data, "--port-base", Invariant(PortBase));
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _run.OutputDataReceived += (_, e) => Take(e.Data, ready);
        _run.ErrorDataReceived += (_, e) => Take(e.Data, null);
        _run.BeginOutputReadLine();
        _run.BeginErrorReadLine();
        var ended = _run.WaitForExitAsync();
        var first = await Task.WhenAny(ready.Task, ended, Task.Delay(ReadyWithin));
        if (first != ready.Task)
        {
            throw new InvalidOperationException($"./run did not get ready (ended: {ended.IsCompleted}):\n{Lines()}");
        }

        ReadyLine = await ready.Task;
        Took = clock.Elapsed;
    }

    /// <summary>Ctrl+C; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        _ = Kill(_run!.Id, SigInt);
        using var limit = new CancellationTokenSource(StopWithin);
        await _run.WaitForExitAsync(limit.Token);
        return _run.ExitCode;
    }

    /// <summary>What kill -9 does to <c>fp up</c>.</summary>
    public async Task KillAsync()
    {
        _run!.Kill();
        await _run.WaitForExitAsync();
    }

    /// <summary>Process id of a host now.</summary>
    public int PidOf(string host) => ReadRun().GetProperty("hosts").GetProperty(host).GetProperty("pid").GetInt32();

    public JsonElement ReadRun() => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Data, "run.json")));

    /// <summary>The last lines that <c>./run</c> printed, for messages.</summary>
    public string Lines()
    {
        lock (_lines)
        {
            return _lines.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is { HasExited: false })
        {
            await StopAsync();
        }

        _run?.Dispose();
        // A link leads to where the server's own user can reach; that folder goes too.
        var cluster = new DirectoryInfo(Path.Combine(Data, "postgres", "cluster"));
        if (cluster.LinkTarget is { } target && Directory.Exists(target))
        {
            Directory.Delete(Path.GetDirectoryName(target)!, recursive: true);
        }

        Directory.Delete(_parent, recursive: true);
    }

    private Uri UrlOf(int offset) => new($"http://localhost:{Invariant(PortBase + offset)}");

    private void Take(string? line, TaskCompletionSource<string>? ready)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.AppendLine(line);
        }

        if (line.StartsWith("Ready ", StringComparison.Ordinal))
        {
            ready?.TrySetResult(line);
        }
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreeBlock()
    {
        for (var first = FirstPort + Environment.ProcessId % 100 * 100; first < LastPort; first += PortBlock)
        {
            if (Enumerable.Range(first, PortBlock).All(IsFree))
            {
                return first;
            }
        }

        throw new InvalidOperationException("No block of free ports.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
