using System.Globalization;

namespace FinancingPlatform.Cli.Up;

/// <summary>The programs of one running platform: started together, kept running, stopped together; <c>run.json</c> always says what is so.</summary>
internal sealed class Platform : IDisposable
{
    private static readonly TimeSpan TendEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(6);

    private readonly Folders _folders;
    private readonly Ports _ports;
    private readonly Output _output;
    private readonly RunFileStore _store;
    private readonly Lock _lock = new();
    private readonly List<Supervised> _hosts = [];
    private readonly DateTimeOffset _started;
    private bool _ended;

    public Platform(UpOptions options, Folders folders, Output output)
    {
        _folders = folders;
        _ports = new Ports(options.PortBase);
        _output = output;
        _store = new RunFileStore(options.Data, options.PortBase);
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        _started = Processes.StartOf(self);
        Database = new DatabaseServer(folders, _ports.Postgres, output, Changed);
    }

    public DatabaseServer Database { get; }

    private IEnumerable<IManaged> All => [Database, .. _hosts];

    /// <summary>Starts all hosts at once and waits until each is ready.</summary>
    public async Task StartHostsAsync(IReadOnlyList<HostSpec> specs, CancellationToken cancel)
    {
        _hosts.AddRange(specs.Select(s => new Supervised(s, _folders.Logs, _output, Changed)));
        foreach (var host in _hosts)
        {
            await host.StartAsync(cancel).ConfigureAwait(false);
        }

        using var http = new HttpClient { Timeout = AnswerWithin };
        await Task.WhenAll(_hosts.Select(async h =>
        {
            await h.ReadyAsync(http, cancel).ConfigureAwait(false);
            _output.Say(string.Create(CultureInfo.InvariantCulture, $"  {h.Name,-10} ready  {h.Url}"));
        })).ConfigureAwait(false);
    }

    /// <summary>Keeps everything running and does what <c>fp stop</c> and <c>fp start</c> ask, until told to stop.</summary>
    public async Task TendAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            foreach (var (name, what) in ControlRequests.Pending(_folders))
            {
                await DoAsync(name, what, cancel).ConfigureAwait(false);
                ControlRequests.Done(_folders, name);
            }

            foreach (var managed in All)
            {
                await managed.TendAsync(cancel).ConfigureAwait(false);
            }

            await Task.Delay(TendEvery, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Stops the hosts, then the database server, and removes the run file.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_hosts.Select(h => h.StopAsync())).ConfigureAwait(false);
        await Database.StopAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _ended = true;
            _store.Remove();
        }
    }

    public void Dispose() => _hosts.ForEach(h => h.Dispose());

    private async Task DoAsync(string name, string what, CancellationToken cancel)
    {
        if (All.FirstOrDefault(m => m.Name == name) is not { } managed)
        {
            return;
        }

        if (what == ControlRequests.Stop)
        {
            await managed.StopAsync().ConfigureAwait(false);
            _output.Say($"{name}: stopped by request.");
        }
        else
        {
            await managed.StartAsync(cancel).ConfigureAwait(false);
            _output.Say($"{name}: started by request.");
        }
    }

    private void Changed()
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            using var self = System.Diagnostics.Process.GetCurrentProcess();
            var hosts = All.ToDictionary(
                m => m.Name,
                m => new RunningHost(m.Pid, m.Url) { Started = (m as Supervised)?.Started },
                StringComparer.Ordinal);
            _store.Write(new RunFile(self.Id, hosts, Ports.UrlOf(_ports.Portal)) { Started = _started });
        }
    }
}
